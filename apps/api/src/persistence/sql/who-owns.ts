import { accessSync, constants, statSync } from 'node:fs';
import { databaseIn, lockIn } from '../workspace-files.ts';

/** Which file keeps this user from writing, whose it is, and what to do; undefined when it is not that. */
export function whoOwns(workspace: string): string | undefined {
  const closed = [databaseIn(workspace), lockIn(workspace), workspace].find(isClosed);
  if (closed === undefined) return undefined;
  const [uid, gid] = [String(process.getuid?.()), String(process.getgid?.())];
  return (
    `${closed} belongs to ${nameOf(statSync(closed).uid)}, and this runs as user ${uid}, who may not write it. ` +
    `As root: chown -R ${uid}:${gid} ${workspace}`
  );
}

function isClosed(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES';
  }
}

function nameOf(uid: number): string {
  return uid === 0 ? 'root' : `user ${String(uid)}`;
}
