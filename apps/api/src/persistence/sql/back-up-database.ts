import { existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CannotStart } from '../../shared/cannot-start.ts';
import { syncPath } from '../sync-path.ts';
import { keepOwner } from './keep-owner.ts';
import { LabelEngine } from './label-engine.ts';
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
 * or journal of the old database must not be played back into the new one. Only for who holds the lock.
 */
export function putBackDatabase(file: string, database: string, keptAs: string): void {
  copyDatabase(file, `${database}.new`, endLine);
  keepOwner(`${database}.new`, existsSync(database) ? database : dirname(database));
  const endings = ['-wal', '-shm', '-journal'].filter((ending) => existsSync(database + ending));
  if (endings.length > 0) foldLog(database);
  // Cut short anywhere before the last step, the old one is still in its place.
  if (existsSync(database)) linkSync(database, keptAs);
  for (const ending of endings) if (existsSync(database + ending)) renameSync(database + ending, keptAs + ending);
  renameSync(`${database}.new`, database);
  syncPath(dirname(database));
}

/** What a killed server left in the log becomes a part of the database, which then stands for itself. */
function foldLog(database: string): void {
  try {
    const db = new DatabaseSync(database);
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    db.close();
  } catch {
    // It is damaged, perhaps the reason for all this: it is kept as it is, with everything that belongs to it.
  }
}

/**
 * Who followed the database up to here may hold what came after the backup, also with a cursor of before it: no cursor
 * from before is good any more.
 */
function endLine(file: string): void {
  const db = new DatabaseSync(file);
  try {
    const engine = new LabelEngine(db);
    engine.setMeta('line_ended_in', engine.latestEpoch());
  } finally {
    db.close();
  }
}

/** Checked to be ours, whole, and on disk. */
function copyDatabase(from: string, to: string, change: (copy: string) => void = () => undefined): void {
  rmSync(to, { force: true });
  const { db } = openForReading(from);
  try {
    db.prepare('VACUUM INTO ?').run(to);
    change(to);
    syncPath(to);
  } catch (error) {
    rmSync(to, { force: true });
    throw error;
  } finally {
    db.close();
  }
}
