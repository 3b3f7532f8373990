import { readdirSync, statSync } from 'node:fs';
import { keyFromName } from '../../shared/file-name-key.ts';
import type { LocalLocation } from '../source-location.ts';

/**
 * The folder that lies where the gallery was, if it may be taken for the gallery. An unmounted disk leaves a folder too,
 * mostly an empty one: at least half of the known names have to be in it. Where none was known, nothing can be lost.
 */
export function findRoot({ root }: LocalLocation, known: readonly string[]): number | null {
  const { ino } = statSync(root);
  if (known.length === 0) return ino;
  const there = new Set(readdirSync(root, { encoding: 'buffer' }).map(keyFromName));
  const found = known.filter((name) => there.has(name)).length;
  return found * 2 >= known.length ? ino : null;
}
