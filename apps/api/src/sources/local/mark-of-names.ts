import type { Buffer } from 'node:buffer';
import type { Dirent } from 'node:fs';
import { keyFromName } from '../../shared/file-name-key.ts';
import { typeOfName } from '../image-names.ts';
import { isPointerName } from './read-pointer-file.ts';

/**
 * A number that changes when an image or folder comes, goes or gets another name, whatever else lies there and in
 * whatever order the system tells of it. A file rewritten under its name leaves it as it is.
 */
export function markOfNames(entries: readonly Dirent<Buffer>[]): number {
  let [low, high] = [0, 0];
  for (const entry of entries) {
    if (!mayBeListed(entry)) continue;
    low = (low + hashOf(entry.name, entry.isDirectory() ? 0x9e3779b1 : 0x85ebca77)) >>> 0;
    high = (high + hashOf(entry.name, entry.isDirectory() ? 0xc2b2ae35 : 0x27d4eb2f)) >>> 0;
  }
  // As many bits as a number holds exactly.
  return (high & 0x1fffff) * 2 ** 32 + low;
}

/** Of a link it is not known what it leads to, without asking for each. */
function mayBeListed(entry: Dirent<Buffer>): boolean {
  const dot = 0x2e;
  if (entry.name[0] === dot) return isPointerName(entry.name);
  return entry.isDirectory() || entry.isSymbolicLink() || typeOfName(keyFromName(entry.name)) !== undefined;
}

/** Names are added up, so that their order does not matter: each is mixed well before. */
function hashOf(name: Buffer, seed: number): number {
  let state = seed;
  for (const byte of name) state = Math.imul(state ^ byte, 0x01000193);
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}
