import { Buffer } from 'node:buffer';

const [offsetBasis, prime] = [0x811c9dc5, 0x01000193];
const lettersOfOneByte = 0x80;

/**
 * FNV-1a over the bytes of the path in UTF-8, and the last mixing of MurmurHash3, without which names that differ in their last digit lie near
 * one another. It is the same on every machine and for ever: who has which part of the images hangs on it.
 */
export function hashPath(path: string): number {
  let hash = offsetBasis;
  for (let at = 0; at < path.length; at += 1) {
    const letter = path.charCodeAt(at);
    if (letter >= lettersOfOneByte) return mixed(hashedBytes(path));
    hash = Math.imul(hash ^ letter, prime);
  }
  return mixed(hash);
}

/** Which of so many parts of about equal size, 1 to `of`. */
export function partOf(hash: number, of: number): number {
  return Math.floor((hash / 2 ** 32) * of) + 1;
}

function hashedBytes(path: string): number {
  let hash = offsetBasis;
  for (const byte of Buffer.from(path)) hash = Math.imul(hash ^ byte, prime);
  return hash;
}

function mixed(hash: number): number {
  let mix = hash;
  mix = Math.imul(mix ^ (mix >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return (mix ^ (mix >>> 16)) >>> 0;
}
