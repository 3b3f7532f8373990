import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdtempSync, openSync, realpathSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const mounted = new Set<string>();

function mount(megabytes: number): string | undefined {
  // Not one of the usual temporary folders: what is mounted has to go before the folder can.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lenslet-small-disk-')));
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'none', folder]).status === 0) return folder;
  rmdirSync(folder);
  return undefined;
}

function unmount(folder: string): void {
  // Lazily: whatever still has a file open there keeps it until it ends.
  spawnSync('umount', ['-l', folder]);
  rmdirSync(folder);
}

/** Only root may mount, and not everywhere. */
export function canMount(): boolean {
  const folder = process.getuid?.() === 0 ? mount(1) : undefined;
  if (folder === undefined) return false;
  unmount(folder);
  return true;
}

/** A disk so small that a test can fill it; gone when the file of tests ends. */
export function smallDisk(megabytes: number): string {
  const folder = mount(megabytes);
  if (folder === undefined) throw new Error('It cannot be mounted.');
  mounted.add(folder);
  return folder;
}

/** Takes every byte that is left, but for some that are spared, and gives them back when asked to. */
export function fillDisk(folder: string, spared = 0): () => void {
  const file = `${folder}/.filler`;
  const handle = openSync(file, 'w');
  let length = 0;
  try {
    // Down to single bytes of a page, so that nothing finds a place.
    for (const size of [65_536, 4096, 256, 1]) {
      const bytes = Buffer.alloc(size, 'x');
      try {
        for (let written = size; written === size; length += written) written = writeSync(handle, bytes);
      } catch {
        // ENOSPC: that is what it is for.
      }
    }
    if (spared > 0) ftruncateSync(handle, length - spared);
  } finally {
    closeSync(handle);
  }
  return () => rmSync(file);
}

function unmountAll(): void {
  for (const folder of mounted) unmount(folder);
  mounted.clear();
}

afterAll(unmountAll);
process.once('exit', unmountAll);
