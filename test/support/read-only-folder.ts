import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const mounted = new Set<string>();

/** The same folder at another place, where nobody can write, root included. Only where `canMount()`; gone when the file of tests ends. */
export function readOnlyView(of: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lenslet-read-only-')));
  mounted.add(folder);
  for (const words of [
    ['--bind', of, folder],
    ['-o', 'remount,bind,ro', folder],
  ]) {
    const { status, stderr } = spawnSync('mount', words, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`It cannot be mounted: ${stderr}`);
  }
  return folder;
}

function unmountAll(): void {
  for (const folder of mounted) {
    // Lazily: whatever still has a file open there keeps it until it ends.
    spawnSync('umount', ['-l', folder]);
    rmdirSync(folder);
  }
  mounted.clear();
}

afterAll(unmountAll);
process.once('exit', unmountAll);
