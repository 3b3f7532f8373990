import { randomUUID } from 'node:crypto';
import { existsSync, lstatSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CannotStart } from '../../shared/cannot-start.ts';
import { syncPath } from '../sync-path.ts';
import { keepOwner } from './keep-owner.ts';
import { LabelEngine } from './label-engine.ts';
import { migrations, schemaVersion } from './schema.ts';
import { isCannotOpen, isDamage } from './sqlite-errors.ts';

/** Pages of the log that are gathered before they are copied into the database: 16 MB. */
const checkpointPages = 4000;
/** Another connection only ever holds the database for a moment. */
const busyMs = 5000;

export interface OpenDatabase {
  readonly engine: LabelEngine;
  /** With its log apart, others may read while it writes. */
  readonly journal: 'wal' | 'delete' | 'memory';
}

/** A database that goes with the process. `fill` puts in what it begins with. */
export function openInMemory(fill: (engine: LabelEngine) => void): OpenDatabase {
  const db = new DatabaseSync(':memory:');
  const engine = new LabelEngine(db);
  db.exec(`PRAGMA foreign_keys = OFF; ${migrations.join('')}`);
  begin(engine, fill);
  return { engine, journal: 'memory' };
}

/** The database of a workspace; made, and filled, where there is none. */
export function openOnDisk(file: string, fill: (engine: LabelEngine) => void): OpenDatabase {
  // A link to nothing is not `no database`: the disk that it leads to may not be mounted.
  if (!lstatSync(file, { throwIfNoEntry: false })) create(file, fill);
  assertUsable(file);
  const opened = openForWriting(file);
  migrate(opened.engine, file);
  return opened;
}

/** For whoever reads while a server may be writing. */
export function openForReading(file: string): LabelEngine {
  assertUsable(file);
  try {
    const db = new DatabaseSync(file, { readOnly: true, timeout: busyMs });
    const engine = new LabelEngine(db);
    assertOurs(engine, file);
    return engine;
  } catch (error) {
    throw inWords(error, file);
  }
}

/**
 * Made beside its place and moved there when it is whole, first labels included: a server that is killed while it
 * imports begins anew the next time, and never takes half of the labels for all of them.
 */
function create(file: string, fill: (engine: LabelEngine) => void): void {
  const unfinished = `${file}.new`;
  for (const ending of ['', '-journal', '-wal', '-shm']) rmSync(unfinished + ending, { force: true });
  try {
    fillNew(unfinished, fill);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
  syncPath(unfinished);
  keepOwner(unfinished, dirname(file));
  setLogsAside(file);
  renameSync(unfinished, file);
  syncPath(dirname(file));
}

/** The log or journal of a database that somebody took away: it must not be played back into the one that comes. */
export function setLogsAside(file: string): void {
  for (const ending of ['-wal', '-shm', '-journal'])
    if (existsSync(file + ending)) renameSync(file + ending, `${file}${ending}.orphan`);
}

function fillNew(file: string, fill: (engine: LabelEngine) => void): void {
  const db = new DatabaseSync(file);
  try {
    // It is synced as a whole before it gets its name.
    db.exec(`PRAGMA synchronous = OFF; ${migrations.join('')}`);
    begin(new LabelEngine(db), fill);
  } finally {
    db.close();
  }
}

function begin(engine: LabelEngine, fill: (engine: LabelEngine) => void): void {
  engine.transaction(() => {
    engine.setMeta('schema', String(schemaVersion));
    engine.setMeta('store_id', randomUUID());
    fill(engine);
  });
}

/** Before SQLite sees it, since an empty file would do for a database with nothing in it. */
function assertUsable(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) throw new CannotStart(`There are no labels in ${dirname(file)}: ${file} is not there.`);
  if (!found.isFile()) throw refusal(file, 'it is not a file');
  if (found.size === 0) throw refusal(file, 'it is empty');
}

function openForWriting(file: string): OpenDatabase {
  try {
    const db = new DatabaseSync(file, { timeout: busyMs });
    const engine = new LabelEngine(db);
    try {
      // Before anything is changed in it: it may be the database of somebody else.
      assertOurs(engine, file);
      const journal = inWal(db);
      // Where memory cannot be shared, this is what fails, and not the step before.
      schemaOf(engine, file);
      return { engine, journal };
    } catch (error) {
      db.close();
      if (!isCannotOpen(error)) throw error;
      return openWithoutWal(file);
    }
  } catch (error) {
    throw inWords(error, file);
  }
}

function inWal(db: DatabaseSync): 'wal' | 'delete' {
  const { journal_mode } = db.prepare('PRAGMA journal_mode = WAL').get() as { journal_mode: string };
  if (journal_mode !== 'wal') return rollbackJournal(db);
  // FULL: the log is synced at every commit. Without that a commit may be gone after a power cut.
  db.exec(`PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = ${String(checkpointPages)}`);
  return 'wal';
}

/**
 * Some file systems have no memory that is shared between processes, which the log apart needs. Alone with the file,
 * SQLite can do without, long enough to change how it keeps its journal.
 */
function openWithoutWal(file: string): OpenDatabase {
  const db = new DatabaseSync(file, { timeout: busyMs });
  const engine = new LabelEngine(db);
  db.exec('PRAGMA locking_mode = EXCLUSIVE');
  assertOurs(engine, file);
  return { engine, journal: rollbackJournal(db) };
}

function rollbackJournal(db: DatabaseSync): 'delete' {
  // EXTRA: a commit is the removal of the journal, which only is on disk when its folder is.
  db.exec('PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA');
  return 'delete';
}

function migrate(engine: LabelEngine, file: string): void {
  const from = schemaOf(engine, file);
  if (from === schemaVersion) return;
  engine.transaction(() => {
    for (const migration of migrations.slice(from)) engine.db.exec(migration);
    engine.setMeta('schema', String(schemaVersion));
  });
}

function assertOurs(engine: LabelEngine, file: string): void {
  const version = schemaOf(engine, file);
  if (version > schemaVersion) {
    throw refusal(
      file,
      `it was written by a newer Lenslet (its form is ${String(version)}, this one knows ${String(schemaVersion)})`,
    );
  }
}

function schemaOf(engine: LabelEngine, file: string): number {
  // Another program may have a table of this name.
  const hasMeta = engine.db.prepare("SELECT 1 FROM pragma_table_info('meta') WHERE name = 'value'").get();
  const version = hasMeta ? Number(engine.meta('schema')) : NaN;
  if (!Number.isInteger(version) || version < 1) throw refusal(file, 'it is not a label database of Lenslet');
  return version;
}

function inWords(error: unknown, file: string): unknown {
  if (isDamage(error)) return refusal(file, 'it is damaged, or no database at all');
  if (isCannotOpen(error)) return refusal(file, 'it cannot be opened; are the permissions right?');
  return error;
}

function refusal(file: string, reason: string): CannotStart {
  return new CannotStart(
    `The labels in ${file} cannot be used: ${reason}. Nothing was touched. Put a backup in its place (lenslet backup made ` +
      'one); or move it away, with the files beside it that begin with the same name, and start again: ' +
      'the labels are then taken from labels.json.',
  );
}
