import { CommitRunner } from '../../../apps/api/src/persistence/commit-runner.ts';
import type { WriteResult } from '../../../apps/api/src/persistence/store-protocol.ts';
import { openInMemory } from '../../../apps/api/src/persistence/sql/open-database.ts';
import { asked, bulk, edit, noon, undo } from '../../support/store-writes.ts';

function makeRunner() {
  const { engine } = openInMemory(() => undefined);
  const rows = (sql: string): unknown[] =>
    engine.db
      .prepare(sql)
      .all()
      .map((row) => ({ ...row }));
  /** Whatever would write this path fails from here on, as a damaged page would make it. */
  const spoil = (path: string): void =>
    engine.db.exec(`CREATE TRIGGER spoilt BEFORE INSERT ON labels WHEN NEW.path = '${path}'
      BEGIN SELECT RAISE(ABORT, 'spoilt'); END`);
  return { engine, runner: new CommitRunner(engine), rows, spoil };
}

const kindOf = (result: WriteResult): string => (result.isGood ? result.outcome.kind : result.failure.code);
const seqOf = (result: WriteResult): number | undefined =>
  result.isGood && result.outcome.kind === 'done' ? result.outcome.accepted?.seq : undefined;

describe('a batch of writes', () => {
  it('LB1: has one transaction', () => {
    const { engine, runner } = makeRunner();
    const begun = jest.spyOn(engine.db, 'exec');
    const writes = [1, 2, 3].map((at) => asked(edit(`/${at}.jpg`, { set_star: 1 })));
    expect(runner.run(writes).map(seqOf)).toEqual([1, 2, 3]);
    expect(begun.mock.calls.filter(([sql]) => sql.startsWith('BEGIN'))).toHaveLength(1);
    expect(begun.mock.calls.filter(([sql]) => sql === 'COMMIT')).toHaveLength(1);
  });

  it('LB9: of which one cannot be done has the others done, each once', () => {
    const { runner, rows, spoil } = makeRunner();
    spoil('/bad.jpg');
    const good = asked(edit('/a.jpg', { add_tags: ['once'] }, [1]));
    const results = runner.run([
      good,
      asked(edit('/bad.jpg', { set_star: 1 })),
      asked(bulk(['/b.jpg', '/bad.jpg', '/c.jpg'], { set_star: 1 })),
      asked(edit('/d.jpg', { set_star: 1 })),
    ]);
    expect(results.map(kindOf)).toEqual(['done', 'storage_failed', 'storage_failed', 'done']);
    expect(results.map(seqOf)).toEqual([1, undefined, undefined, 2]);
    expect(rows('SELECT path, version FROM labels ORDER BY path')).toEqual([
      { path: '/a.jpg', version: 2 },
      { path: '/d.jpg', version: 2 },
    ]);
    expect(rows('SELECT count(*) AS n FROM history')).toEqual([{ n: 2 }]);
    expect(rows('SELECT count(*) AS n FROM idempotency')).toEqual([{ n: 2 }]);
    expect(kindOf(runner.run([good])[0]!)).toBe('done');
    expect(seqOf(runner.run([good])[0]!)).toBeUndefined();
  });

  it('A21: that failed may be sent again with its key', () => {
    const { engine, runner, spoil } = makeRunner();
    spoil('/bad.jpg');
    const write = asked(edit('/bad.jpg', { set_star: 1 }));
    expect(runner.run([write]).map(kindOf)).toEqual(['storage_failed']);
    engine.db.exec('DROP TRIGGER spoilt');
    expect(runner.run([write]).map(seqOf)).toEqual([1]);
  });

  it('LB9, D7: for which there is no space is refused as that, and done when there is', () => {
    const { engine, runner, rows } = makeRunner();
    const { page_count: pages } = rows('PRAGMA page_count')[0] as { page_count: number };
    engine.db.exec(`PRAGMA max_page_count = ${pages}`);
    const notes = 'n'.repeat(16_000);
    const write = asked(edit('/a.jpg', { set_notes: notes }));
    const [result] = runner.run([write]);
    expect(result).toMatchObject({ isGood: false, failure: { code: 'storage_full', retryAfter: 5 } });
    expect([rows('SELECT * FROM labels'), rows('SELECT * FROM idempotency')]).toEqual([[], []]);
    engine.db.exec('PRAGMA max_page_count = 100000');
    expect(runner.run([write]).map(seqOf)).toEqual([1]);
  });
});

describe('refused writes', () => {
  const hour = Math.floor(noon / 3_600_000);
  const stale = (actor: string, at = noon) => asked(edit('/a.jpg', { set_star: 1 }, [9]), { actor, at });
  const counted = 'SELECT hour, actor, count FROM refusals ORDER BY hour, actor';

  it('IT13: are counted by person and hour, with the next write that is kept', () => {
    const { runner, rows } = makeRunner();
    runner.run([stale('ann'), stale('bob'), stale('ann'), stale('ann', noon + 3_600_000)]);
    expect(rows(counted)).toEqual([]);
    runner.run([asked(edit('/a.jpg', { set_star: 1 }))]);
    const expected = [
      { hour, actor: 'ann', count: 2 },
      { hour, actor: 'bob', count: 1 },
      { hour: hour + 1, actor: 'ann', count: 1 },
    ];
    expect(rows(counted)).toEqual(expected);
    runner.run([asked(edit('/a.jpg', { set_star: 2 })), stale('bob')]);
    expect(rows(counted)).toEqual(expected);
    runner.probe();
    expect(rows(counted)).toMatchObject([{ count: 2 }, { actor: 'bob', count: 2 }, { count: 1 }]);
    runner.probe();
    expect(rows(counted)).toMatchObject([{ count: 2 }, { actor: 'bob', count: 2 }, { count: 1 }]);
  });

  it('IT13: are counted once, also when another write of their batch fails', () => {
    const { runner, rows, spoil } = makeRunner();
    runner.run([stale('ann')]);
    spoil('/bad.jpg');
    const [bad, good] = [asked(edit('/bad.jpg', { set_star: 1 })), asked(edit('/b.jpg', { set_star: 1 }))];
    expect(runner.run([stale('ann'), bad, good, stale('ann')]).map(kindOf)).toEqual([
      'conflict',
      'storage_failed',
      'done',
      'conflict',
    ]);
    runner.run([asked(edit('/b.jpg', { set_star: 2 }))]);
    expect(rows(counted)).toEqual([{ hour, actor: 'ann', count: 3 }]);
  });
});

describe('a rehearsal', () => {
  it('IT10: leaves no trace', () => {
    const { engine, runner, rows } = makeRunner();
    runner.run([asked(bulk(['/a.jpg', '/b.jpg'], { set_star: 1 }))]);
    const { id } = rows('SELECT id FROM gestures')[0] as { id: string };
    const tables = ['labels', 'history', 'gestures', 'idempotency', 'counters', 'refusals'];
    const all = (): unknown[] => tables.map((table) => rows(`SELECT * FROM ${table}`));
    const before = all();
    expect(runner.rehearse(id)).toMatchObject({ kind: 'done', answer: { reverted: 2 } });
    expect(all()).toEqual(before);
    expect(engine.db.isTransaction).toBe(false);
    expect(runner.run([asked(undo(id))]).map(seqOf)).toEqual([2]);
  });
});
