import { spawnSync } from 'node:child_process';

/** Programs of others that some measurements compare with. */
export function hasTool(command: string): boolean {
  // Every one of them knows one of these; ENOENT is the only answer that counts.
  const { error } = spawnSync(command, ['--version'], { stdio: 'ignore', timeout: 5000 });
  return error === undefined || (error as NodeJS.ErrnoException).code !== 'ENOENT';
}
