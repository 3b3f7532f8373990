import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Two launches at once (a server and the tests, say) must not install or build into the same folder together. */
export async function alone(root: string, name: string, action: () => Promise<void>): Promise<void> {
  const folder = join(root, 'dist/.cache');
  const lock = join(folder, `${name}.lock`);
  mkdirSync(folder, { recursive: true });
  for (let waits = 0; !take(lock); waits += 1) {
    if (waits === 0) console.log(`Another process is at this already (${name}): waiting for it.`);
    await pause(200);
  }
  const release = (): void => rmSync(lock, { force: true });
  process.once('exit', release);
  try {
    await action();
  } finally {
    release();
    process.off('exit', release);
  }
}

function take(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    // Somebody has it. A process that was killed could not give it back.
    const owner = ownerOf(lock);
    if (owner !== undefined && !isAlive(owner)) rmSync(lock, { force: true });
    return false;
  }
}

function ownerOf(lock: string): number | undefined {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    // Empty for the moment between being made and being written.
    return pid > 0 ? pid : undefined;
  } catch {
    // Given back meanwhile.
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
