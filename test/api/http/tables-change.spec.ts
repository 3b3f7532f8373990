import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCli } from '../../support/cli.ts';
import { healthOf, indexed } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { imageBytes, writeImage } from '../../support/images.ts';
import { labelOf, labelsReady, patch } from '../../support/labels.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { writeTable, type TableRow } from '../../support/tables.ts';
import { patience, shownIn, statusOf, tableRead } from '../../support/table-gallery.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

describe('WK4: a table that changes', () => {
  const folder = tempFolder('table');
  const row = (file: string, score = 1): TableRow => ({ file, score });
  const write = (rows: readonly TableRow[]): string => writeTable(folder, 'table.csv', rows);
  let server: TestServer;
  const until = (expected: Record<string, string>): Promise<unknown> =>
    waitFor(
      async () => expect(await shownIn(server)).toEqual(expected) === undefined,
      'the rows as they are',
      patience,
    );

  beforeAll(async () => {
    for (const name of ['1.jpg', '2.jpg', '3.jpg']) await writeImage(folder, name);
    server = await startServer({ root: write([row('1.jpg'), row('2.jpg')]) });
    await labelsReady(server);
    await tableRead(server);
  });

  it('shows new rows, and takes those away that are gone, but not their labels', async () => {
    await patch(server, '/1.jpg', { add_tags: ['kept'] });
    write([row('2.jpg'), row('3.jpg', 2), row('4.jpg', 3)]);
    await until({ '2.jpg': 'ok', '3.jpg': 'ok', '4.jpg': 'missing' });
    write([row('1.jpg'), row('4.jpg')]);
    await until({ '1.jpg': 'ok', '4.jpg': 'missing' });
    expect((await labelOf(server, '/1.jpg')).tags).toEqual(['kept']);
  });

  it('a file that comes is there with the next look at its folder', async () => {
    writeFileSync(join(folder, '4.jpg'), await imageBytes());
    expect((await ask(server, 'refresh', { query: { path: '/' } })).status).toBeLessThan(300);
    await until({ '1.jpg': 'ok', '4.jpg': 'ok' });
    expect(await statusOf(server, 'thumb', '/4.jpg')).toBe(200);
  });

  it('I11: one that cannot be read any more leaves what is known, says so, and heals', async () => {
    writeFileSync(join(folder, 'table.csv'), 'file,score\n"1.jpg,1\n');
    const problemOf = async (): Promise<string | undefined> => (await healthOf(server)).table?.problem;
    expect(await waitFor(problemOf, 'the table to be found broken', patience)).toMatch(/a quote is opened/);
    expect(await shownIn(server)).toEqual({ '1.jpg': 'ok', '4.jpg': 'ok' });
    expect(await statusOf(server, 'file', '/1.jpg')).toBe(200);
    await waitFor(() => server.log().includes('the table cannot be read'), 'it to be logged', patience);
    write([row('3.jpg')]);
    await until({ '3.jpg': 'ok' });
    await waitFor(async () => (await problemOf()) === undefined, 'it to be well again', patience);
  });
});

describe('SR3: a table whose base folder is unmounted', () => {
  it('keeps what it knows, says so, and heals by itself', async () => {
    const parent = tempFolder('mount');
    const [base, aside] = [join(parent, 'base'), join(parent, 'aside')];
    const paths = ['/1.jpg', '/2.jpg'];
    for (const path of paths) await writeImage(base, path);
    const root = writeTable(tempFolder('table'), 'table.csv', [{ file: '1.jpg' }, { file: '2.jpg' }]);
    const server = await startServer({ root, args: ['--base-dir', base] });
    await tableRead(server);
    await indexed(server, 2);
    const statuses = async (route: 'file' | 'thumb'): Promise<number[]> =>
      Promise.all(paths.map((path) => statusOf(server, route, path)));
    expect(await statusOf(server, 'thumb', '/1.jpg')).toBe(200);
    renameSync(base, aside);
    // As an unmounted disk leaves its empty place behind.
    mkdirSync(base);
    expect((await ask(server, 'refresh', { query: { path: '/' } })).status).toBe(503);
    const { ok, indexing, table } = await healthOf(server);
    expect([ok, indexing, table?.missing]).toEqual([false, expect.objectContaining({ state: 'error', items: 2 }), 0]);
    // A thumb that is kept is shown.
    expect([await statuses('file'), await statuses('thumb')]).toEqual([
      [503, 503],
      [200, 503],
    ]);
    rmSync(base, { recursive: true });
    renameSync(aside, base);
    await waitFor(async () => (await healthOf(server)).ok, 'the base folder to be back', patience);
    expect(await shownIn(server)).toEqual({ '1.jpg': 'ok', '2.jpg': 'ok' });
    expect([await statuses('file'), await statuses('thumb')]).toEqual([
      [200, 200],
      [200, 200],
    ]);
    await server.stop();
  });
});

describe('SR6: what cannot be served', () => {
  const folder = tempFolder('table');
  const table = writeTable(folder, 'table.csv', [{ name: 'one.jpg', n: 1 }]);
  writeFileSync(join(folder, 'not.parquet'), 'file\none.jpg\n');
  writeFileSync(join(folder, 'texts.csv'), 'file\none\ntwo\n');

  it.each([
    [[table], 1, 'name it with --source-column. The table has "name", "n".'],
    [[table, '--source-column', 'name', '--path-column', 'y'], 1, '--path-column: there is no column "y".'],
    [[join(folder, 'not.parquet')], 1, 'This is not a parquet file, or a broken one.'],
    [[join(folder, 'texts.csv')], 1, 'None of the first 2 rows names an image in the column "file"'],
  ])('says why: %#', async (words, code, sentence) => {
    const run = await runCli([...words, '--port', '0', '--workspace', tempFolder('workspace')]);
    expect([run.code, run.err]).toEqual([code, expect.stringContaining(sentence)]);
    expect(run.err).not.toMatch(/\n\s+at /);
  });

  it('RU6: lenslet index makes what a server would, and ends', async () => {
    await writeImage(folder, 'one.jpg');
    const workspace = tempFolder('workspace');
    const run = await runCli(['index', table, '--source-column', 'name', '--workspace', workspace], { seconds: 60 });
    expect([run.code, run.err, run.out]).toEqual([
      0,
      expect.any(String),
      'Ready: 1 image in 1 folder. Thumbnails: 1 made, 0 there already.\n',
    ]);
  });
});
