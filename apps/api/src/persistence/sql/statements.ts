/** Every statement, by the name of the method that runs it. Plain SQL, as SQLite and Postgres both understand it. */
const labelColumns = 'id, path, version, star, tags, notes, metrics, extra, updated_at, updated_by, seq';
const gestureColumns = 'seq, id, kind, at, actor, client, count, detail';
const operationColumns = 'seq, item, version, previous, changes';

export const statements = {
  counter: 'SELECT value FROM counters WHERE name = ?1',
  setCounter: 'UPDATE counters SET value = ?2 WHERE name = ?1',
  meta: 'SELECT value FROM meta WHERE name = ?1',
  setMeta: 'INSERT INTO meta VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value',

  label: `SELECT ${labelColumns} FROM labels WHERE path = ?1`,
  labelById: `SELECT ${labelColumns} FROM labels WHERE id = ?1`,
  labelsAfter: `SELECT ${labelColumns} FROM labels WHERE id > ?1 ORDER BY id LIMIT ?2`,
  labelsByPath: `SELECT ${labelColumns} FROM labels ORDER BY path`,
  saveLabel: `INSERT INTO labels (${labelColumns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
    ON CONFLICT (id) DO UPDATE SET version = excluded.version, star = excluded.star, tags = excluded.tags,
      notes = excluded.notes, metrics = excluded.metrics, extra = excluded.extra,
      updated_at = excluded.updated_at, updated_by = excluded.updated_by, seq = excluded.seq`,

  answerTo: 'SELECT fingerprint, answer FROM idempotency WHERE principal = ?1 AND key = ?2',
  saveAnswer: 'INSERT INTO idempotency (principal, key, fingerprint, at, answer) VALUES (?1, ?2, ?3, ?4, ?5)',
  // Only the oldest are looked at: reading all of five million to find none would take a second.
  pruneAnswers: `DELETE FROM idempotency WHERE id IN (
    SELECT id FROM (SELECT id, at FROM idempotency ORDER BY id LIMIT ?3) AS oldest
    WHERE id <= (SELECT max(id) FROM idempotency) - ?1 OR at < ?2)`,

  saveGesture: `INSERT INTO gestures (${gestureColumns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)`,
  gesture: `SELECT ${gestureColumns} FROM gestures WHERE seq = ?1`,
  gestures: `SELECT ${gestureColumns} FROM gestures
    WHERE seq < ?1 AND at >= ?2 AND at < ?3 ORDER BY seq DESC LIMIT ?4`,
  gesturesBy: `SELECT ${gestureColumns} FROM gestures
    WHERE seq < ?1 AND at >= ?2 AND at < ?3 AND actor = ?4 ORDER BY seq DESC LIMIT ?5`,

  gesturesBetween: `SELECT ${gestureColumns} FROM gestures WHERE seq > ?1 AND seq <= ?2 ORDER BY seq LIMIT ?3`,

  saveOperation: `INSERT INTO history (${operationColumns}) VALUES (?1, ?2, ?3, ?4, ?5)`,
  operation: `SELECT ${operationColumns} FROM history WHERE seq = ?1 AND item = ?2`,
  operationsOf: `SELECT ${operationColumns} FROM history WHERE seq = ?1 ORDER BY item`,
  operationsAfter: `SELECT ${operationColumns} FROM history WHERE seq = ?1 AND item > ?2 ORDER BY item LIMIT ?3`,
  operationsFrom: `WITH RECURSIVE chain (seq, item, version, previous, changes) AS (
      SELECT ${operationColumns} FROM history WHERE item = ?1 AND seq = ?2
      UNION ALL
      SELECT older.seq, older.item, older.version, older.previous, older.changes
        FROM chain JOIN history older ON older.seq = chain.previous AND older.item = ?1)
    SELECT ${operationColumns} FROM chain LIMIT ?3`,

  activityAfter: `SELECT history.seq, item, at, kind, count, actor, CASE kind WHEN 'undo' THEN detail END AS detail
    FROM history JOIN gestures ON gestures.seq = history.seq
    WHERE (history.seq, item) > (?1, ?2) AND history.seq <= ?3 ORDER BY history.seq, item LIMIT ?4`,
  itemsAfter: 'SELECT id, path FROM labels WHERE id > ?1 ORDER BY id LIMIT ?2',

  content: 'SELECT path, hash, size, mtime, inode FROM contents WHERE path = ?1',
  contentPathsAfter: 'SELECT path FROM contents WHERE path > ?1 ORDER BY path LIMIT ?2',
  saveContent: `INSERT INTO contents VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (path) DO UPDATE
    SET hash = excluded.hash, size = excluded.size, mtime = excluded.mtime, inode = excluded.inode`,
  dropContent: 'DELETE FROM contents WHERE path = ?1',

  views: 'SELECT version, document FROM views WHERE id = 1',
  saveViews: 'UPDATE views SET version = ?1, document = ?2 WHERE id = 1',
  countRefusals: `INSERT INTO refusals (hour, actor, count, written) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (hour, actor) DO UPDATE
    SET count = refusals.count + excluded.count, written = refusals.written + excluded.written`,
  refusals: `SELECT actor, sum(count) AS count, sum(written) AS written FROM refusals WHERE hour >= ?1 AND hour < ?2
    GROUP BY actor ORDER BY count DESC, actor`,
  latestEpoch: 'SELECT epoch FROM epochs ORDER BY began_at DESC, started_at DESC LIMIT 1',
  epochAfter: `SELECT later.began_at FROM epochs this JOIN epochs later
    ON later.began_at > this.began_at OR (later.began_at = this.began_at AND later.started_at > this.started_at)
    WHERE this.epoch = ?1 ORDER BY later.began_at, later.started_at LIMIT 1`,
  epoch: 'SELECT began_at FROM epochs WHERE epoch = ?1',
  epochs: 'SELECT epoch, began_at, started_at FROM epochs ORDER BY began_at DESC, started_at DESC LIMIT ?1',
  beginEpoch: 'INSERT INTO epochs VALUES (?1, ?2, ?3)',
} as const;
