import { readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { ItemRow } from '#contracts';
import { runCli } from '../../support/cli.ts';
import { healthOf } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { writeImage } from '../../support/images.ts';
import { labelOf, labelsReady, patch } from '../../support/labels.ts';
import { hasPrinted } from '../../support/log-lines.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { writeTable, type TableRow } from '../../support/tables.ts';
import { folderOf, patience, shownIn, statusOf, tableRead } from '../../support/table-gallery.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

describe.each(['table.csv', 'table.ndjson', 'table.parquet'])('SR6: %s', (name) => {
  const folder = tempFolder('table');
  let server: TestServer;

  beforeAll(async () => {
    await writeImage(folder, 'one.jpg', { width: 40, height: 20 });
    await writeImage(folder, 'a b/ü #%.png', { width: 30, height: 30 });
    const row = (file: string | null, score: number | null, kind: string): TableRow => ({
      id: `x${file ?? ''}`,
      file,
      score,
      kind,
    });
    const rows = [
      row('one.jpg', 1, 'x'),
      row('a b/ü #%.png', 2.5, 'y'),
      row('a b/gone.jpg', null, 'x'),
      row('one.jpg', 4, 'y, "z"'),
      row(null, 5, 'x'),
      row('notes.txt', 6, 'x'),
      row('.hidden/one.jpg', 7, 'x'),
    ];
    server = await startServer({ root: writeTable(folder, name, rows) });
  });

  it('SR6: shows its rows, without a file too, under a name of their own where theirs is taken', async () => {
    await tableRead(server);
    expect(await shownIn(server)).toEqual({ 'one.jpg': 'ok', 'one (2).jpg': 'ok' });
    expect(await shownIn(server, '/a b')).toEqual({ 'ü #%.png': 'ok', 'gone.jpg': 'missing' });
    expect((await folderOf(server)).dirs).toMatchObject([{ name: 'a b', totalItems: 2 }]);
  });

  it('SR6: its images are thumbed, sent and described as any others', async () => {
    for (const path of ['/one.jpg', '/one (2).jpg', '/a b/ü #%.png']) {
      expect([await statusOf(server, 'thumb', path), await statusOf(server, 'file', path)]).toEqual([200, 200]);
    }
    const original = await ask(server, 'file', { query: { path: '/one (2).jpg' } });
    expect(original.bytes).toEqual(readFileSync(join(folder, 'one.jpg')));
    expect((await folderOf(server)).items).toMatchObject([
      { w: 40, h: 20 },
      { w: 40, h: 20 },
    ]);
    expect([await statusOf(server, 'thumb', '/a b/gone.jpg'), await statusOf(server, 'file', '/a b/gone.jpg')]).toEqual(
      [404, 404],
    );
  });

  it('SR6: tells of its rows, of those that are bad, and how many columns are numbers and categories', async () => {
    expect(await tableRead(server)).toEqual({
      ready: true,
      ...{ rows: 7, shown: 4, renamed: 1, missing: 1, refused: 0 },
      bad_rows: { no_source: 1, not_an_image: 1, not_a_path: 0, hidden: 1 },
      // The id of each row is a text as well, of which there are few.
      ...{ metrics: 1, categories: 2, left_out: { count: 0, first: [] } },
    });
    expect((await healthOf(server)).storage.kind).toBe('table');
    await waitFor(
      () => server.output().includes('4 of 7 rows are shown, with 1 metric and 2 categories.'),
      'the report',
      patience,
    );
    await hasPrinted(server, 'Of these, 1 has no file; 1 has another name, since its own is taken.');
    await hasPrinted(server, 'Of the others, 1 has no source; 1 names no image; 1 is hidden by a dot.');
  });
});

describe.each(['table.csv', 'table.ndjson', 'table.parquet'])('SR6: names of columns in %s', (name) => {
  it('are those that a condition can hold; the others are left out, and told', async () => {
    const folder = tempFolder('table');
    await writeImage(folder, 'one.jpg');
    const [fine, long] = ['x'.repeat(128), 'y'.repeat(129)];
    // A column without a name is none in CSV.
    const refused = [...(name.endsWith('csv') ? [] : ['']), '__proto__', 'constructor', 'toString', long];
    const numbers = Object.fromEntries([fine, 'prototype', 'ü"\\', ...refused].map((key) => [key, 1]));
    const texts = Object.fromEntries(['valueOf', 'kind'].map((key) => [key, 'a']));
    const server = await startServer({
      root: writeTable(folder, name, [{ file: 'one.jpg', ...numbers, ...texts, prose: 'z'.repeat(129) }]),
    });
    const { left_out: leftOut, metrics, categories } = await tableRead(server);
    const told = [...refused, 'valueOf', 'prose'].map((key) => (key === long ? `${'y'.repeat(127)}…` : key));
    expect([leftOut.count, leftOut.first.map(({ name }) => name).sort()]).toEqual([told.length, told.sort()]);
    await hasPrinted(server, 'Left out: ');
    const query = { path: '/', recursive: true };
    const { body: facets } = await ask(server, 'facets', { body: query });
    const offered = facets.metrics.values.map(({ key }) => key);
    expect([offered, metrics, categories]).toEqual([[fine, 'prototype', 'ü"\\'].sort(), 3, 1]);
    for (const key of offered) {
      const sort = { key: `metric:${key}`, dir: 'asc' } as const;
      const { status, body } = await ask(server, 'browse', {
        body: { ...query, sort, filters: { and: [{ metric: { key, min: 1 } }] } },
      });
      expect([key, status, body.items.map(({ metrics: of }) => of)]).toEqual([
        key,
        200,
        [expect.objectContaining({ [key]: 1 })],
      ]);
    }
    await server.stop();
  });
});

describe('SR6: labels of a table', () => {
  it('stay by the path that is shown, over a restart and while a row is away', async () => {
    const folder = tempFolder('table');
    for (const name of ['1.jpg', '2.jpg']) await writeImage(folder, name);
    const row = (file: string, shownAs: string): TableRow => ({ file, 'shown as': shownAs });
    const root = writeTable(folder, 'table.csv', [row('1.jpg', 'cats/one'), row('2.jpg', 'cats/two.jpg')]);
    const wish = { root, args: ['--path-column', 'shown as'], workspace: null };
    const first = await startServer(wish);
    await labelsReady(first);
    await tableRead(first);
    expect(await shownIn(first, '/cats')).toEqual({ 'one.jpg': 'ok', 'two.jpg': 'ok' });
    expect((await patch(first, '/cats/one.jpg', { set_star: 4 })).status).toBe(200);
    await first.stop();
    expect(readFileSync(`${root}.cache/labels.json`, 'utf8')).toContain('"cats/one.jpg"');

    // The file of the row is another one now; the row is the same.
    writeTable(folder, 'table.csv', [row('2.jpg', 'cats/one'), row('1.jpg', 'dogs/three')]);
    const second = await startServer(wish);
    await labelsReady(second);
    await tableRead(second);
    expect((await labelOf(second, '/cats/one.jpg')).star).toBe(4);
    expect(await statusOf(second, 'file', '/dogs/three.jpg')).toBe(200);
    const taken = await ask(second, 'file', { query: { path: '/cats/one.jpg' } });
    expect(taken.bytes).toEqual(readFileSync(join(folder, '2.jpg')));
    await second.stop();
    const exported = await runCli(['export', root, '--format', 'csv']);
    expect([exported.code, exported.out.includes('cats/one.jpg')]).toEqual([0, true]);
  });
});

describe('I10: what a row names outside of the base folder', () => {
  it('is shown, and never read', async () => {
    const [base, outside, tables] = [tempFolder('base'), tempFolder('outside'), tempFolder('table')];
    await writeImage(outside, 'secret.jpg');
    await writeImage(base, 'ok.jpg');
    await writeImage(base, 'swapped.jpg');
    symlinkSync(outside, join(base, 'linked'));
    symlinkSync(join(outside, 'secret.jpg'), join(base, 'link.jpg'));
    const sources = [
      'ok.jpg',
      join(base, 'ok.jpg'),
      'swapped.jpg',
      join(outside, 'secret.jpg'),
      `../${outside.split('/').at(-1) ?? ''}/secret.jpg`,
      `file://${outside}/secret.jpg`,
      'linked/secret.jpg',
      'link.jpg',
      'https://127.0.0.1:9/secret.jpg?token=hush',
      's3://bucket/secret.jpg',
    ];
    const rows = sources.map((source, at) => ({ source, shown: `${String(at)}.jpg` }));
    const root = writeTable(tables, 'table.ndjson', rows);
    const server = await startServer({
      root,
      args: ['--base-dir', base, '--path-column', 'shown', '--log-level', 'trace'],
    });
    expect(await tableRead(server)).toMatchObject({
      ...{ rows: 10, shown: 10, missing: 0, refused: 7 },
      refused_rows: { outside: 3, remote: 1, bucket: 1, address: 0 },
    });
    await hasPrinted(server, '3 lie outside of the base folder (--base-dir names another one); 1 is on another server');
    await hasPrinted(
      server,
      '(--allow-remote reads from there); 1 is in a bucket, which is not read for a table; 2 may not be read',
    );
    const states = await shownIn(server);
    sources.forEach((_, at) => expect([at, states[`${String(at)}.jpg`]]).toEqual([at, at < 3 ? 'ok' : 'denied']));
    // After it was listed: who opens it asks again.
    rmSync(join(base, 'swapped.jpg'));
    symlinkSync(join(outside, 'secret.jpg'), join(base, 'swapped.jpg'));
    expect(await statusOf(server, 'file', '/2.jpg')).toBe(404);
    for (let at = 3; at < sources.length; at += 1) {
      const path = `/${String(at)}.jpg`;
      for (const route of ['file', 'thumb', 'metadata'] as const) {
        const { status, bytes } = await ask(server, route, { query: { path } });
        expect([at, route, [403, 404].includes(status), bytes.includes('hush')]).toEqual([at, route, true, false]);
      }
    }
    expect(server.output()).not.toContain('hush');
    await server.stop();
  });
});

describe('SR6: a column that is neither metric nor category', () => {
  it('is left out, and named with the reason at the start and in health', async () => {
    const folder = tempFolder('table');
    const rows = Array.from({ length: 301 }, (_, at) => ({
      file: `${String(at)}.jpg`,
      score: at < 300 ? at : '-',
      at,
    }));
    const server = await startServer({ root: writeTable(folder, 'table.csv', rows) });
    const score = { name: 'score', why: 'not all are numbers: row 301 has "-"' };
    expect(await tableRead(server)).toMatchObject({ metrics: 1, left_out: { count: 1, first: [score] } });
    await hasPrinted(server, 'Left out: "score" (not all are numbers: row 301 has "-").');
    await server.stop();
  });
});

describe('SR6: a large table', () => {
  it('tells its first rows and then all of them, with the sizes that it knows', async () => {
    const folder = tempFolder('table');
    await writeImage(folder, 'n/7.jpg', { width: 20, height: 10 });
    const count = 20_500;
    const rows = Array.from({ length: count }, (_, at) => ({
      file: `n/${String(at)}.jpg`,
      width: 300,
      height: 200,
      at,
    }));
    const server = await startServer({ root: writeTable(folder, 'table.parquet', rows) });
    expect(await tableRead(server)).toMatchObject({ rows: count, shown: count, missing: count - 1, metrics: 1 });
    const query = { path: '/n', page: 100, page_size: 200 };
    const { items } = (await ask(server, 'folders', { query })).body;
    expect(items.at(0)).toMatchObject<Partial<ItemRow>>({ w: 300, h: 200, problem: 'missing' });
    const isMeasured = async (): Promise<void> => {
      const first = (await ask(server, 'folders', { query: { path: '/n', page: 1, page_size: 200 } })).body;
      expect([first.totalItems, first.items.at(7)?.w]).toEqual([count, 20]);
    };
    await waitFor(async () => (await isMeasured()) === undefined, 'the header to be read', patience);
    await server.stop();
  });
});
