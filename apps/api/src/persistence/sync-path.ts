import { closeSync, fsyncSync, openSync } from 'node:fs';

/** A file, or a folder with the names in it, is on disk when this returns. */
export function syncPath(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
