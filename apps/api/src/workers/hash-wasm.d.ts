/** The one hash that is used, without the others: a tenth of the package. */
declare module 'hash-wasm/dist/blake3.umd.min.js' {
  export { createBLAKE3 } from 'hash-wasm';
}
