import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { FilesInPlace } from './files-in-place.ts';
import { keepOwner } from './keep-owner.ts';
import { setLogsAside } from './open-database.ts';
import { WorkspaceLock } from './workspace-lock.ts';
import { syncPath } from '../sync-path.ts';
import { databaseIn, lockIn } from '../workspace-files.ts';

/**
 * Ends a database whose file has lost its name: what it holds would go with it, history and views too. A copy takes its
 * place, or lies beside what has come there. Tells whoever runs the server.
 */
export function closeRescued(db: DatabaseSync, workspace: string, files: FilesInPlace, epoch: string): string {
  const database = databaseIn(workspace);
  try {
    const rescued = writeRescued(db, `${database}.rescued-${epoch}`);
    db.close();
    return isPutBack(rescued, workspace, files)
      ? 'labels.db had been removed; it was written anew'
      : `labels.db had been replaced; what this server held is in ${basename(rescued)}`;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return `labels.db had been removed or replaced, and what it held is not saved: ${String(code)}`;
  }
}

function writeRescued(db: DatabaseSync, rescued: string): string {
  mkdirSync(dirname(rescued), { recursive: true });
  db.prepare('VACUUM INTO ?').run(`${rescued}.unfinished`);
  keepOwner(`${rescued}.unfinished`, dirname(rescued));
  syncPath(`${rescued}.unfinished`);
  renameSync(`${rescued}.unfinished`, rescued);
  syncPath(dirname(rescued));
  return rescued;
}

/** Unless something else is there by now, or a server that could be about to make it. */
function isPutBack(rescued: string, workspace: string, files: FilesInPlace): boolean {
  const database = databaseIn(workspace);
  const lock = files.isInPlace(lockIn(workspace)) ? undefined : lockOrNothing(workspace);
  if (lock === null || existsSync(database)) return false;
  setLogsAside(database);
  renameSync(rescued, database);
  syncPath(workspace);
  lock?.release();
  return true;
}

function lockOrNothing(workspace: string): WorkspaceLock | null {
  try {
    return new WorkspaceLock(workspace);
  } catch {
    return null;
  }
}
