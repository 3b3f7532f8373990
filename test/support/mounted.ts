import { spawnSync } from 'node:child_process';

const mounted: string[] = [];

/** A folder over another one, as a disk is. Only where `canMount()`; gone when the file of tests ends. */
export function mountOver(folder: string, disk: string): void {
  const { status, stderr } = spawnSync('mount', ['--bind', disk, folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`It cannot be mounted: ${stderr}`);
  mounted.push(folder);
}

/** Lazily: whatever still has a file open there keeps it until it ends. */
export function unmount(folder: string): void {
  spawnSync('umount', ['-l', folder]);
  mounted.splice(mounted.indexOf(folder), 1);
}

function unmountAll(): void {
  for (const folder of [...mounted]) unmount(folder);
}

afterAll(unmountAll);
process.once('exit', unmountAll);
