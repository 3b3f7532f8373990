import { Buffer } from 'node:buffer';

/** Texts as UTF-8, one after the other; `ends` says where each one ends. They go from thread to thread without being copied. */
export interface PackedTexts {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
}

export function packTexts(texts: readonly string[]): PackedTexts {
  const ends = new Uint32Array(texts.length);
  let end = 0;
  texts.forEach((text, at) => (ends[at] = end += Buffer.byteLength(text)));
  const bytes = new Uint8Array(end);
  const view = Buffer.from(bytes.buffer);
  texts.forEach((text, at) => view.write(text, at === 0 ? 0 : (ends[at - 1] ?? 0)));
  return { bytes, ends };
}
