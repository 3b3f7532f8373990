import { rmSync, writeFileSync } from 'node:fs';
import { TableFeeder } from '../../../apps/api/src/catalogue/table-feeder.ts';
import type { ListedFolder } from '../../../apps/api/src/sources/image-source.ts';
import { firstRows, tableLimits } from '../../../apps/api/src/sources/table/table-limits.ts';
import { TableLister } from '../../../apps/api/src/sources/table/table-lister.ts';
import type { TableFacts } from '../../../apps/api/src/sources/table/table-questions.ts';
import type { Log } from '../../../apps/api/src/shared/log.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { tableLocation } from '../../support/places.ts';
import { writeTable, type TableRow } from '../../support/tables.ts';
import { tempFolder } from '../../support/temp-folder.ts';

type Listed = Extract<ListedFolder, { status: 'listed' }>;

function listed(folder: ListedFolder): Listed {
  if (folder.status !== 'listed') throw new Error(folder.status);
  return folder;
}

function world(name: string, rows: readonly TableRow[]) {
  const folder = tempFolder('table');
  const file = writeTable(folder, name, rows);
  const location = tableLocation(file, folder);
  const lister = new TableLister(location);
  const factsOf = async (): Promise<TableFacts> => (await lister.answer({ ask: 'facts' })) as TableFacts;
  return { folder, file, location, lister, factsOf };
}

describe('the lister of a table', () => {
  const many = firstRows + 500;
  const rows = Array.from({ length: many }, (_, at) => ({ file: `${at % 2 === 0 ? 'a' : 'b'}/${String(at)}.jpg`, at }));

  it.each(['table.csv', 'table.parquet'])(
    'SR6: tells the first rows of %s of each folder once, then all',
    async (name) => {
      // One group of rows, from which the first ones have to be taken apart.
      const { lister } = world(name, rows);
      const [root, a] = (await Promise.all([lister.list('/'), lister.list('/a')])).map(listed);
      expect([root?.isPartial, root?.dirs, a?.isPartial, a?.files.length]).toEqual([
        true,
        ['a', 'b'],
        true,
        a?.files.length,
      ]);
      expect(a?.files.length).toBeLessThan(many / 2);
      const all = listed(await lister.list('/a'));
      expect([all.isPartial, all.files.length, all.files.at(-1)?.key]).toEqual([
        undefined,
        many / 2,
        `${String(many - 2)}.jpg`,
      ]);
      expect(listed(await lister.list('/b')).isPartial).toBeUndefined();
    },
  );

  it('I11: a table that turns out to be broken leaves its first rows, and says why', async () => {
    const { lister, file, factsOf } = world('table.csv', rows);
    writeFileSync(file, '"never closed', { flag: 'a' });
    const first = listed(await lister.list('/'));
    expect([first.isPartial, (await lister.list('/')).status]).toEqual([true, 'unavailable']);
    expect(await factsOf()).toMatchObject({ generation: 0, problem: expect.stringMatching(/never closed/) as string });
  });

  it.each(['t.csv', 't.ndjson', 't.parquet'])('I11: too many rows of %s are refused in words', async (name) => {
    jest.replaceProperty(tableLimits, 'rows', 100 as typeof tableLimits.rows);
    const { lister, factsOf } = world(name, rows.slice(0, 101));
    await lister.list('/');
    expect((await lister.list('/')).status).toBe('unavailable');
    expect((await factsOf()).problem).toMatch(/^The table has (?:101|more than 100) rows/);
    jest.restoreAllMocks();
  });

  it('SR3: without its base folder nothing is told to be missing', async () => {
    const { lister, folder } = world('table.csv', [{ file: 'a.jpg' }]);
    expect(listed(await lister.list('/')).files).toMatchObject([{ key: 'a.jpg', problem: 'missing' }]);
    rmSync(folder, { recursive: true });
    expect((await lister.list('/')).status).toBe('unavailable');
    await expect(lister.marks(['/'])).rejects.toThrow();
  });

  it('SR6: a table that is deleted leaves what is known', async () => {
    const { lister, file, factsOf } = world('table.csv', [{ file: 'a.jpg' }]);
    await lister.list('/');
    await lister.list('/');
    rmSync(file);
    expect(listed(await lister.list('/')).files).toHaveLength(1);
    expect((await factsOf()).problem).toBe('The table is not there any more.');
  });
});

describe('the feeder of a table', () => {
  function fed(name: string, rows: readonly TableRow[], known: (path: string) => boolean = () => true) {
    const { lister, location, folder } = world(name, rows);
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
    const clock = new FakeClock();
    const feeder = new TableFeeder(
      // The maps inside are of no concern here.
      { find, values: values as never },
      { askTable: (_, question) => lister.answer(question) },
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
});
