import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowseQuery } from '#contracts';
import { isWorthKeeping, type Label } from '../../../apps/api/src/persistence/label.ts';
import { encodeLabelsFile } from '../../../apps/api/src/persistence/labels-file/write-labels-file.ts';
import { csvRows, exported, ndjsonRows, parquetRows } from '../../support/exports.ts';
import { indexed } from '../../support/gallery-state.ts';
import { ask, send } from '../../support/http-client.ts';
import { imageBytes } from '../../support/images.ts';
import { bulk, labelsReady, patch, push } from '../../support/labels.ts';
import { fileWith, randomLabels, readAll } from '../../support/labels-file-samples.ts';
import { SeededRandom } from '../../support/seeded-random.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { writeTable } from '../../support/tables.ts';
import { tableRead } from '../../support/table-gallery.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { TokenHolders } from '../../support/token-holders.ts';

const seed = 20_260_123;
const header = { storeId: 'fe1b6d2e-9a3c-4c07-8c3a-3b1f0a7b2d11', seq: 7, savedAt: 1_700_000_000_000 };

/** As a file is on disk: what is no UTF-8 in a name stands in paths as code points of their own. */
function fileOf(root: string, path: string): string {
  return join(root, path);
}

async function galleryWith(root: string, labels: readonly Label[], more: readonly string[]): Promise<string> {
  const bytes = await imageBytes({ width: 12, height: 8 });
  for (const path of [...labels.map((label) => label.path), ...more]) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(fileOf(root, path), bytes);
  }
  const workspace = tempFolder('workspace');
  writeFileSync(`${workspace}/labels.json`, [...encodeLabelsFile(header, labels)].join(''));
  return workspace;
}

const timeOf = (at: number): string => (at === 0 ? '' : new Date(at).toISOString());
const byPath = (a: { path: string }, b: { path: string }): number => (a.path < b.path ? -1 : 1);

describe('EX1: an export', () => {
  const random = new SeededRandom(seed);
  const root = tempFolder('gallery');
  // Files of these names can be made on any disk, and are images by their names.
  const labels = randomLabels(random, 120)
    .filter(({ path }) => path.endsWith('.jpg') && !path.includes('\u{10ffe9}'))
    // What is later than now is taken for now when it is adopted.
    .map((label) => ({ ...label, updatedAt: Math.max(0, Math.min(label.updatedAt, 1.7e12)) }));
  const bare = Array.from({ length: 7 }, (_, at) => `/bare/${at}.jpg`);
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer({ root, workspace: await galleryWith(root, labels, bare) });
    await indexed(server, labels.length + bare.length);
    await labelsReady(server);
  });

  const kept = labels.filter(isWorthKeeping);
  const expected = new Map(labels.map((label) => [label.path, label]));

  it('as JSON is read back exactly, fields of other programs included, and says nothing of images without a label', async () => {
    const { bytes, headers } = await exported(server, { format: 'json' });
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    const { labels: read } = readAll(fileWith(tempFolder('read'), bytes));
    expect(read.sort(byPath)).toEqual([...kept].sort(byPath));
    // Not only equal: the text of each item is the one that was read.
    const lines = (text: string): string[] =>
      text
        .split('\n')
        .filter((line) => line.startsWith('    "'))
        .map((line) => line.replace(/,$/, ''))
        .sort();
    expect(lines(bytes.toString())).toEqual(lines([...encodeLabelsFile(header, kept)].join('')));
  });

  it('as NDJSON has a line for each image', async () => {
    const { bytes, headers } = await exported(server, { format: 'ndjson' });
    expect(headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
    const rows = ndjsonRows(bytes.toString());
    expect(rows.map(({ path }) => path).sort()).toEqual([...expected.keys(), ...bare].sort());
    for (const row of rows) {
      const label = expected.get(String(row['path']));
      expect(row).toEqual({
        path: row['path'],
        star: label?.star ?? null,
        tags: label?.tags ?? [],
        notes: label?.notes ?? '',
        version: label?.version ?? 1,
        updated_at: timeOf(label?.updatedAt ?? 0),
        updated_by: label?.updatedBy ?? '',
        ...(label?.metrics ? { metrics: label.metrics } : {}),
        ...{ width: 12, height: 8, size: expect.any(Number) as number },
      });
    }
  });

  it('E22: as CSV is exact, and nothing in it is run by a spreadsheet', async () => {
    const { bytes, headers } = await exported(server, { format: 'csv' });
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    // Cells as a spreadsheet sees them, with what makes them harmless.
    const cells = bytes.toString().match(/(?<=^|,|\r\n)(?:"(?:[^"]|"")*"|[^,"\r\n]*)/g) ?? [];
    const formulas = cells.map((cell) => cell.replace(/^"/, '')).filter((cell) => /^[=+\-@\t\r]/.test(cell));
    expect(formulas.filter((cell) => Number.isNaN(Number(cell)))).toEqual([]);
    const rows = csvRows(bytes.toString());
    expect(rows.map(({ path }) => path).sort()).toEqual([...expected.keys(), ...bare].sort());
    const names = [...new Set(labels.flatMap(({ metrics = {} }) => Object.keys(metrics)))];
    for (const row of rows) {
      const label = expected.get(row['path'] ?? '');
      expect(row).toMatchObject({
        star: String(label?.star ?? ''),
        tags: (label?.tags ?? []).map((tag) => tag.replaceAll(/[\\;]/g, '\\$&')).join(';'),
        notes: label?.notes ?? '',
        version: String(label?.version ?? 1),
        updated_at: timeOf(label?.updatedAt ?? 0),
        updated_by: label?.updatedBy ?? '',
        metrics: label?.metrics ? JSON.stringify(label.metrics) : '',
        ...{ width: '12', height: '8' },
      });
      for (const name of names) {
        const number = label?.metrics && Object.hasOwn(label.metrics, name) ? label.metrics[name] : undefined;
        const cell = row[`metric:${name}`];
        expect([name, cell === '' ? undefined : Number(cell)]).toEqual([name, number]);
      }
    }
  });

  it('as Parquet has columns of types, and null where nothing is', async () => {
    const { bytes, headers } = await exported(server, { format: 'parquet' });
    expect(headers['content-type']).toBe('application/vnd.apache.parquet');
    const rows = await parquetRows(bytes);
    expect(rows.map(({ path }) => path).sort()).toEqual([...expected.keys(), ...bare].sort());
    for (const row of rows) {
      const label = expected.get(String(row['path']));
      const { path, ...fields } = row;
      const numbers = Object.entries(fields).filter(([name, value]) => name.startsWith('metric:') && value !== null);
      expect([path, Object.fromEntries(numbers.map(([name, value]) => [name.slice(7), value]))]).toEqual([
        path,
        label?.metrics ?? {},
      ]);
      expect(fields).toMatchObject({
        star: label?.star ?? null,
        tags: label?.tags ?? [],
        notes: label?.notes ?? '',
        version: label?.version ?? 1,
        updated_at: label?.updatedAt ? new Date(label.updatedAt) : null,
        updated_by: label?.updatedBy ?? null,
        ...{ width: 12, height: 8, size: BigInt(readFileSync(fileOf(root, String(path))).length) },
      });
    }
  });

  it('leaves out what nobody has written on where that is wanted', async () => {
    const people = labels.filter(({ star, tags, notes }) => star !== null || tags.length > 0 || notes !== '');
    const rows = ndjsonRows((await exported(server, { format: 'ndjson', labelled: 'only' })).bytes.toString());
    expect(rows.map(({ path }) => path).sort()).toEqual(people.map(({ path }) => path).sort());
  });

  it('is of a query: its conditions, its text and its order', async () => {
    const sort = { key: 'path', dir: 'desc' } as const;
    const queries: BrowseQuery[] = [
      { path: '/', recursive: true, sort, filters: { and: [{ stars: { in: [5, 4, null] } }] } },
      { path: '/bare', recursive: false, sort },
      { path: '/', recursive: true, text: 'quo', sort: { key: 'name', dir: 'asc' } },
    ];
    for (const query of queries) {
      const { items } = (await ask(server, 'browse', { body: { ...query, limit: 500 } })).body as {
        items: { path: string }[];
      };
      const { bytes } = await exported(server, { format: 'ndjson', query: JSON.stringify(query) });
      expect(items.length).toBeGreaterThan(0);
      expect(ndjsonRows(bytes.toString()).map(({ path }) => path)).toEqual(items.map(({ path }) => path));
    }
  });

  it('of nothing is a whole file all the same', async () => {
    const empty = JSON.stringify({ path: '/bare', recursive: false, text: 'no such name' });
    const of = (format: 'json' | 'ndjson' | 'csv' | 'parquet'): Promise<Buffer> =>
      exported(server, { format, query: empty }).then(({ bytes }) => bytes);
    expect(readAll(fileWith(tempFolder('read'), await of('json'))).labels).toEqual([]);
    expect((await of('ndjson')).toString()).toBe('');
    expect((await of('csv')).toString()).toMatch(/^path,star,tags,notes,version,updated_at,updated_by,metrics,width/);
    expect(await parquetRows(await of('parquet'))).toEqual([]);
  });

  it('is named for what is in it, kept nowhere, and sent as it is', async () => {
    const { headers } = await exported(server, { path: '/bare' }, { 'accept-encoding': 'br, gzip' });
    const day = new Date().toISOString().slice(0, 10);
    expect(headers['content-disposition']).toContain(`attachment; filename="bare-${day}.json"`);
    expect(headers).toMatchObject({ 'cache-control': 'no-store' });
    expect(headers['content-encoding']).toBeUndefined();
    expect(headers['x-sync-cursor']).toMatch(/\.7$/);
    const head = await send(`${server.url}/export?path=/bare&format=csv`, { method: 'HEAD' });
    expect([head.status, head.bytes.length, head.headers['content-type']]).toEqual([200, 0, 'text/csv; charset=utf-8']);
    expect(head.headers['content-disposition']).toContain(`filename="bare-${day}.csv"`);
  });

  it('E21: is refused by name where it cannot be', async () => {
    const refused: [Record<string, string>, number, string][] = [
      [{ format: 'xlsx' }, 400, 'format'],
      [{ labelled: 'yes' }, 400, 'labelled'],
      [{ path: '/a/../b' }, 400, 'path'],
      [{ query: '{' }, 400, 'query'],
      [{ query: '{"path":"/","surprise":1}' }, 400, 'query.surprise'],
      [{ query: '{"path":"/"}', path: '/' }, 400, 'query'],
      [{ strange: '1' }, 400, 'strange'],
    ];
    for (const [query, status, field] of refused) {
      for (const method of ['GET', 'HEAD']) {
        const answer = await ask(server, 'export', { query, method });
        expect([query, answer.status]).toEqual([query, status]);
        if (method === 'GET') expect(answer.problem?.field).toBe(field);
      }
    }
    expect((await exported(server, { path: '/not/there' })).status).toBe(404);
  });
});

describe('EX1: an export of what jobs and tables say', () => {
  it('tells the numbers of both apart where they can be read back, and the ones that count where there is one column', async () => {
    const folder = tempFolder('table');
    for (const name of ['a', 'b', 'c']) writeFileSync(`${folder}/${name}.jpg`, await imageBytes());
    const rows = [
      { file: 'a.jpg', score: -1.5, kind: '=cat' },
      { file: 'b.jpg', score: 2, kind: 'dog, "small"' },
      { file: 'c.jpg', score: null, kind: null },
    ];
    const server = await startServer({ root: writeTable(folder, 'table.csv', rows) });
    await tableRead(server);
    await push(server, [{ path: '/b.jpg', metrics: { score: -7, loss: 0.1 } }]);
    const [first, second, third] = csvRows((await exported(server, { format: 'csv' })).bytes.toString());
    expect(first).toMatchObject({ 'metric:score': '-1.5', 'metric:loss': '', 'category:kind': '=cat', metrics: '' });
    expect(second).toMatchObject({ 'metric:score': '-7', 'metric:loss': '0.1', 'category:kind': 'dog, "small"' });
    expect(JSON.parse(second?.['metrics'] ?? '')).toEqual({ score: -7, loss: 0.1 });
    expect(third).toMatchObject({ 'metric:score': '', 'category:kind': '' });
    const lines = ndjsonRows((await exported(server, { format: 'ndjson' })).bytes.toString());
    expect(lines[1]).toMatchObject({
      ...{ metrics: { score: -7, loss: 0.1 }, source_metrics: { score: 2 }, categories: { kind: 'dog, "small"' } },
    });
    const table = await parquetRows((await exported(server, { format: 'parquet' })).bytes);
    expect(table.map((row) => [row['metric:score'], row['category:kind']])).toEqual([
      [-1.5, '=cat'],
      [-7, 'dog, "small"'],
      [null, null],
    ]);
    const json = (await exported(server, { format: 'json' })).bytes.toString();
    expect(Object.keys((JSON.parse(json) as { items: object }).items)).toEqual(['b.jpg']);
    await server.stop();
  });
});

describe('EX1: who may export', () => {
  it('SC5: whoever may look, and nobody else', async () => {
    const root = tempFolder('gallery');
    writeFileSync(`${root}/one.jpg`, await imageBytes());
    const people = new TokenHolders();
    await people.add('Vera', 'viewer');
    const server = await startServer({ root, args: ['--token-file', people.file] });
    await indexed(server, 1, people.headersOf('Vera'));
    expect((await exported(server)).status).toBe(401);
    expect((await exported(server, {}, people.headersOf('Vera'))).status).toBe(200);
    await server.stop();
  });

  it('RU2: nothing has to be written for it', async () => {
    const root = tempFolder('gallery');
    writeFileSync(`${root}/one.jpg`, await imageBytes());
    const server = await startServer({ root, workspace: null, args: ['--no-write'] });
    await indexed(server, 1);
    await patch(server, '/one.jpg', { set_notes: 'in memory' });
    await bulk(server, { scope: { paths: ['/one.jpg'] }, patch: { set_star: 2 } });
    for (const format of ['json', 'csv', 'ndjson', 'parquet'] as const) {
      expect([format, (await exported(server, { format })).bytes.includes('in memory')]).toEqual([format, true]);
    }
    await server.stop();
  });
});
