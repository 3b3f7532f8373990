import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { CannotStart } from '../../shared/cannot-start.ts';
import { syncPath } from '../sync-path.ts';
import { openForReading } from './open-database.ts';

/** One file with everything in it, as of one moment, while a server may be writing. It appears when it is whole. */
export function backUpDatabase(database: string, file: string): void {
  if (existsSync(file)) throw new CannotStart(`${file} is there already: a backup is never written over another.`);
  copyDatabase(database, `${file}.unfinished`);
  renameSync(`${file}.unfinished`, file);
  syncPath(dirname(file));
}

/**
 * Puts a backup where the database was, which is kept under another name. By hand this is easily done wrong: the log
 * of the old database must not be played back into the new one. Only for who holds the lock.
 */
export function putBackDatabase(file: string, database: string, keptAs: string): void {
  copyDatabase(file, `${database}.new`);
  for (const ending of ['', '-wal', '-shm']) {
    if (existsSync(database + ending)) renameSync(database + ending, keptAs + ending);
  }
  renameSync(`${database}.new`, database);
  syncPath(dirname(database));
}

/** Checked to be ours, whole, and on disk. */
function copyDatabase(from: string, to: string): void {
  rmSync(to, { force: true });
  const { db } = openForReading(from);
  try {
    db.prepare('VACUUM INTO ?').run(to);
    syncPath(to);
  } catch (error) {
    rmSync(to, { force: true });
    throw error;
  } finally {
    db.close();
  }
}
