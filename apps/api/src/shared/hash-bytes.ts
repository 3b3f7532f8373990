/** Another one in each process: file names made to meet in one place would make every search long. */
const processSeed = Math.floor(Math.random() * 2 ** 32);

/** FNV-1a, and a last mixing, since tables look at the low bits only. */
export function hashBytes(bytes: Uint8Array, start: number, end: number, seed = 0): number {
  let hash = processSeed ^ Math.imul(seed, 0x9e3779b1);
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
