/**
 * The tables. Types and statements are those that SQLite and Postgres share; what only one of them has is marked, and
 * belongs in this file and in `label-engine.ts`.
 *
 * - `labels`: one row per item that somebody wrote on, its latest state. Rows are never removed, so `id` stays the item's.
 * - `gestures`: one row per accepted write; `seq` is its sequence number.
 * - `history`: what each accepted write did to each item. `previous` is the item's operation before it: the history of an
 *   item is a chain from `labels.seq` backwards, so that a write to a hundred thousand items appends, and touches no index.
 * - `idempotency`: what was answered to which key; rows are only removed at the old end.
 * - `contents`: what is known of the bytes of files, most of them labelled ones, so that a label can follow its file.
 *   It can be found out again by reading the files, but for those that are gone.
 */
const version1 = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
CREATE TABLE labels (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  star INTEGER,
  tags TEXT NOT NULL,
  notes TEXT NOT NULL,
  metrics TEXT,
  extra TEXT,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL,
  seq INTEGER NOT NULL
);
CREATE TABLE gestures (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  client TEXT NOT NULL,
  count INTEGER NOT NULL,
  detail TEXT NOT NULL
);
CREATE INDEX gestures_by_actor ON gestures (actor, seq);
CREATE TABLE history (
  seq INTEGER NOT NULL,
  item INTEGER NOT NULL,
  version INTEGER NOT NULL,
  previous INTEGER NOT NULL,
  changes TEXT NOT NULL,
  PRIMARY KEY (seq, item)
) /* SQLite only */ WITHOUT ROWID;
CREATE TABLE idempotency (
  id INTEGER PRIMARY KEY,
  principal TEXT NOT NULL,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  at INTEGER NOT NULL,
  answer TEXT NOT NULL,
  UNIQUE (principal, key)
);
CREATE TABLE epochs (epoch TEXT PRIMARY KEY, began_at INTEGER NOT NULL, started_at INTEGER NOT NULL);
CREATE TABLE refusals (
  hour INTEGER NOT NULL,
  actor TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (hour, actor)
);
CREATE TABLE views (id INTEGER PRIMARY KEY, version INTEGER NOT NULL, document TEXT NOT NULL);
INSERT INTO counters VALUES ('seq', 0), ('label', 0);
INSERT INTO views VALUES (1, 1, '[]');
`;

const version2 = `
CREATE TABLE contents (
  path TEXT PRIMARY KEY,
  hash TEXT NOT NULL,
  size DOUBLE PRECISION NOT NULL,
  mtime DOUBLE PRECISION NOT NULL,
  inode DOUBLE PRECISION NOT NULL
) /* SQLite only */ WITHOUT ROWID;
`;

/** How many of the refused writes were made after all. */
const version3 = `
ALTER TABLE refusals ADD COLUMN written INTEGER NOT NULL DEFAULT 0;
`;

/** Each leads from the version of its place to the next one. One that was released is never changed. */
export const migrations: readonly string[] = [version1, version2, version3];

export const schemaVersion = migrations.length;
