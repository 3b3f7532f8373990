import { appendFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import { join } from 'node:path';
import { TableFeeder } from '../../../apps/api/src/catalogue/table-feeder.ts';
import type { Log } from '../../../apps/api/src/shared/log.ts';
import { tableLimits } from '../../../apps/api/src/sources/table/table-limits.ts';
import { TableLister } from '../../../apps/api/src/sources/table/table-lister.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { tableLocation } from '../../support/places.ts';
import { writeTable, writeUndecodable, type TableRow } from '../../support/tables.ts';
import { tempFolder } from '../../support/temp-folder.ts';

describe('the feeder of a table', () => {
  function fed(name: string, rows: readonly TableRow[], known: (path: string) => boolean = () => true) {
    const folder = tempFolder('table');
    const location = tableLocation(writeTable(folder, name, rows), folder);
    const clock = new FakeClock();
    const lister = new TableLister(location, clock);
    const columns = new Map<string, unknown>();
    const paths: string[] = [];
    const find = (path: string): number | undefined => {
      if (!known(path)) return undefined;
      if (!paths.includes(path)) paths.push(path);
      return paths.indexOf(path);
    };
    const told = (rows: Uint32Array, cell: (at: number) => unknown): object =>
      Object.fromEntries(Array.from(rows, (row, at) => [paths[row] ?? '', cell(at)] as const));
    const values = {
      setMetric: (key: string, rows: Uint32Array, numbers: Float64Array): void => {
        columns.set(
          key,
          told(rows, (at) => numbers[at]),
        );
      },
      setCategory: (key: string, names: readonly string[], rows: Uint32Array, codes: Uint8Array): void => {
        columns.set(
          key,
          told(rows, (at) => names[codes[at] ?? 255] ?? null),
        );
      },
    };
    const log: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
    const feeder = new TableFeeder(
      // The maps inside are of no concern here.
      { find, counts: () => ({ items: Object.keys(scores).filter(known).length }) as never, values: values as never },
      { askTable: (_, question) => lister.answer(question), hasEnded: false },
      { root: location },
      clock,
      log,
    );
    return { lister, feeder, columns, clock, folder };
  }

  const rows = [
    { file: 'b/2.jpg', score: 2, kind: 'x', id: 'a' },
    { file: '', score: 9, kind: 'never seen', id: 'b' },
    { file: 'b/10.jpg', score: null, kind: null, id: 'c' },
    { file: '1.jpg', score: 1, kind: 'y', id: 'd' },
  ];
  const other = rows.map((row) => ({ ...row, score: 7 }));
  const scores = { '/b/2.jpg': 2, '/b/10.jpg': NaN, '/1.jpg': 1 };

  it.each(['t.csv', 't.ndjson', 't.parquet'])('SR6: gives each row of %s its own numbers and names', async (name) => {
    const { lister, feeder, columns } = fed(name, rows);
    await feeder.feedIfDue();
    expect([feeder.status()?.ready, columns.size]).toEqual([false, 0]);
    await lister.list('/');
    await lister.list('/');
    await feeder.feedIfDue();
    expect(columns.get('score')).toEqual(scores);
    expect(columns.get('kind')).toEqual({ '/b/2.jpg': 'x', '/b/10.jpg': null, '/1.jpg': 'y' });
    expect(feeder.status()).toMatchObject({ ready: true, rows: 4, shown: 3, metrics: 1, categories: 2 });
  });

  it('SR6: waits for rows that the catalogue does not know yet', async () => {
    const known = new Set(['/1.jpg']);
    const { lister, feeder, columns } = fed('t.csv', rows, (path) => known.has(path));
    await lister.list('/');
    await lister.list('/');
    await feeder.feedIfDue();
    expect(columns.size).toBe(0);
    for (const path of Object.keys(scores)) known.add(path);
    await feeder.feedIfDue();
    expect(columns.get('score')).toEqual(scores);
  });

  it('SR6: after a while the rows that are never known go without, and the others get their own', async () => {
    const { lister, feeder, columns } = fed('t.csv', rows, (path) => path !== '/b/10.jpg');
    await lister.list('/');
    await lister.list('/');
    for (let turn = 0; turn < 40; turn += 1) await feeder.feedIfDue();
    expect(columns.get('score')).toEqual({ '/b/2.jpg': 2, '/1.jpg': 1 });
  });

  it('SR6: rows that are known after that get theirs, too', async () => {
    const known = new Set(['/1.jpg']);
    const { lister, feeder, columns, clock } = fed('t.csv', rows, (path) => known.has(path));
    for (let turn = 0; turn < 2; turn += 1) await lister.list('/');
    for (let turn = 0; turn < 40; turn += 1) await feeder.feedIfDue();
    expect([columns.get('score'), feeder.status()?.ready]).toEqual([{ '/1.jpg': 1 }, true]);
    for (const path of Object.keys(scores)) known.add(path);
    clock.advance(10_000);
    await feeder.feedIfDue();
    expect(columns.get('score')).toEqual(scores);
  });

  it('SR6: none goes without as long as others come, or because of another state of the table', async () => {
    const known = new Set(['/1.jpg']);
    const { lister, feeder, columns, folder } = fed('t.csv', rows, (path) => known.has(path));
    for (let turn = 0; turn < 2; turn += 1) await lister.list('/');
    const look = async (): Promise<number> => {
      for (let turn = 0; turn < 20; turn += 1) await feeder.feedIfDue();
      return columns.size;
    };
    expect(await look()).toBe(0);
    known.add('/b/2.jpg');
    expect(await look()).toBe(0);
    writeTable(folder, 't.csv', other);
    await lister.list('/');
    expect(await look()).toBe(0);
    expect(await look()).toBeGreaterThan(0);
  });

  it('SR6: a table that changed is told anew, and columns that are gone are empty', async () => {
    const { lister, feeder, columns, clock, folder } = fed('t.csv', rows);
    await lister.list('/');
    await lister.list('/');
    await feeder.feedIfDue();
    writeTable(folder, 't.csv', [{ file: '1.jpg', score: 'now a text', other: 7 }]);
    await lister.list('/');
    await feeder.feedIfDue();
    expect(columns.get('score')).toEqual(scores);
    clock.advance(10_000);
    await feeder.feedIfDue();
    expect(Object.fromEntries(columns)).toEqual({
      score: { '/1.jpg': 'now a text' },
      other: { '/1.jpg': 7 },
      kind: {},
      id: {},
    });
    expect(feeder.status()).toMatchObject({ rows: 1, metrics: 1, categories: 1 });
  });
  const changedTo = async (
    { lister, feeder, clock }: Pick<ReturnType<typeof fed>, 'lister' | 'feeder' | 'clock'>,
    change: () => void,
  ): Promise<void> => {
    for (let turn = 0; turn < 2; turn += 1) await lister.list('/');
    await feeder.feedIfDue();
    change();
    await lister.list('/');
    clock.advance(10_000);
  };

  it('SR6: a column that cannot be decoded is left out and named, and all others are there', async () => {
    const world = fed('t.parquet', rows);
    const { feeder, columns, folder } = world;
    await changedTo(world, () => writeUndecodable(folder, 't.parquet', other, 'blob'));
    await feeder.feedIfDue();
    expect(columns.get('score')).toEqual({ '/b/2.jpg': 7, '/b/10.jpg': 7, '/1.jpg': 7 });
    expect(feeder.status()).toMatchObject({
      ready: true,
      metrics: 1,
      categories: 2,
      left_out: { count: 1, first: [{ name: 'blob' }] },
    });
    expect(feeder.status()?.problem).toBeUndefined();
  });

  it('SR6: values that the disk does not give stay as they are known, and are read again, each time later', async () => {
    const world = fed('t.csv', rows);
    const { feeder, columns, clock, folder } = world;
    await changedTo(world, () => writeTable(folder, 't.csv', other));
    const before = new Map(columns);
    const failing = jest.spyOn(fs, 'open').mockRejectedValue(Object.assign(new Error(), { code: 'EMFILE' }));
    const waited: number[] = [];
    for (let seconds = 0; seconds < 10; seconds += 1) {
      await feeder.feedIfDue();
      if (failing.mock.calls.length > waited.length) waited.push(seconds);
      clock.advance(1000);
    }
    expect(waited).toEqual([0, 1, 3, 7]);
    expect(columns).toEqual(before);
    expect(feeder.status()).toMatchObject({
      ready: false,
      metrics: 1,
      problem: expect.stringMatching(/EMFILE/) as string,
    });
    failing.mockRestore();
    clock.advance(10_000);
    await feeder.feedIfDue();
    expect(columns.get('score')).toEqual({ '/b/2.jpg': 7, '/b/10.jpg': 7, '/1.jpg': 7 });
    expect(feeder.status()).toMatchObject({ ready: true, metrics: 1 });
    expect(feeder.status()?.problem).toBeUndefined();
  });

  it('SR6: of values that cannot be read as the table is, those from before stay, and nobody asks again', async () => {
    const world = fed('t.csv', rows);
    const { feeder, columns, clock, folder } = world;
    await changedTo(world, () => writeTable(folder, 't.csv', other));
    const before = new Map(columns);
    const limit = jest.replaceProperty(tableLimits, 'valueBytes', 100);
    await feeder.feedIfDue();
    limit.restore();
    clock.advance(100_000);
    await feeder.feedIfDue();
    expect(columns).toEqual(before);
    expect(feeder.status()).toMatchObject({ metrics: 1, problem: expect.stringMatching(/1 GB of memory/) as string });
  });

  it.each(['t.parquet', 't.csv'])('SR6: takes no values from another table %s than that of its rows', async (name) => {
    const { lister, feeder, columns, clock, folder } = fed(name, rows);
    for (let turn = 0; turn < 2; turn += 1) await lister.list('/');
    writeTable(folder, name, other.slice(1));
    await feeder.feedIfDue();
    expect([columns.size, feeder.status()?.ready]).toEqual([0, false]);
    await lister.list('/');
    clock.advance(10_000);
    await feeder.feedIfDue();
    expect([columns.get('score'), feeder.status()?.ready]).toEqual([{ '/b/10.jpg': 7, '/1.jpg': 7 }, true]);
  });

  it('SR6: takes the values of the rows that are known while others go on adding rows', async () => {
    const { lister, feeder, columns, clock, folder } = fed('t.ndjson', rows);
    for (let turn = 0; turn < 2; turn += 1) await lister.list('/');
    const added = `${JSON.stringify({ file: '2.jpg', score: 3 })}\n`;
    appendFileSync(join(folder, 't.ndjson'), added.slice(0, 9));
    await feeder.feedIfDue();
    expect([columns.size, feeder.status()?.problem]).toEqual([0, undefined]);
    appendFileSync(join(folder, 't.ndjson'), added.slice(9));
    clock.advance(10_000);
    await feeder.feedIfDue();
    expect([columns.get('score'), feeder.status()?.ready]).toEqual([scores, true]);
  });
});
