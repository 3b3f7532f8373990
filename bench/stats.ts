/** The statistics of half a million images with two million operations in the history, and queries by who worked when. */
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { BrowseQuery, Filter, Stats } from '#contracts';
import { health, indexed, memoryOf, tempFolder, type BenchServer } from './support/bench-server.ts';
import { p50p95, report, round, skip } from './support/measure.ts';
import { startWatched, type WatchedServer } from './support/watched-server.ts';
import { readWords } from './support/words.ts';

const name = 'stats';
const people = ['Ana', 'Ben', 'Cleo', 'Dmitri', 'Eve', 'Fay'];
/** Over all images, each by folders. */
const passes = 4;
const asked = 30;
const never = ['--flush-interval', '86400', '--flush-count', '1000000'];
const everything: BrowseQuery = { path: '/', recursive: true, sort: { key: 'name', dir: 'asc' } };

const { sets } = readWords(['500k']);
const figures: Record<string, object> = {};

for (const { name: size, folder } of sets) {
  const workspace = tempFolder('stats');
  const first = await startWatched(folder, workspace, never);
  await indexed(first);
  const operations = await fill(first);
  await indexed(first, { headers: true });
  await first.stop();
  spread(workspace);

  const server = await startWatched(folder, workspace, never);
  const started = performance.now();
  await server.client.getJson('/folders?path=/');
  const firstFolderMs = server.listeningMs + performance.now() - started;
  await indexed(server, { headers: true });
  while ((await health(server)).labels.state !== 'ok') await pause(20);
  await server.longestBlock();
  const before = memoryOf(server.pid).server;
  const reading = await readFirst(server);
  const readBlock = await server.longestBlock();
  const { hours } = await statsOf(server);
  if (hours.reduce((sum, each) => sum + each, 0) !== operations)
    throw new Error(`Not all of ${String(operations)} were counted.`);

  const whole = await many(asked, () => statsOf(server));
  const inTime = await many(asked, (turn) =>
    statsOf(server, `?from=${dayAt(turn)}&to=${dayAt(turn + 7)}&tz=Europe/Berlin`),
  );
  const ofFolder = await many(asked, (turn) => statsOf(server, `?path=/group-${String(turn).padStart(3, '0')}`));
  const warmBlock = await server.longestBlock();
  const afterOne = await many(
    asked,
    () => statsOf(server),
    (turn) => star(server, turn),
  );
  const afterOneBlock = await server.longestBlock();
  const worked = await many(asked, (turn) => browse(server, { worked: { by: [people[turn % 6] ?? ''], from: dayAt(turn), to: dayAt(turn + 1), hours: [8, 9, 10], tz: 'Europe/Berlin' } })); // prettier-ignore
  const part = await many(asked, (turn) => browse(server, { part: { of: 31, index: turn + 1 } }));
  figures[size] = {
    operations,
    start_to_first_folder_ms: round(firstFolderMs),
    ...reading,
    read_block_ms: round(readBlock),
    whole,
    in_time: inTime,
    of_folder: ofFolder,
    warm_block_ms: round(warmBlock),
    after_one: afterOne,
    after_one_block_ms: round(afterOneBlock),
    worked_first: worked,
    part_first: part,
    queries_block_ms: round(await server.longestBlock()),
    server_mb: { before: Math.round(before), after: Math.round(memoryOf(server.pid).server) },
  };
  await server.stop();
}

if (sets.length === 0) skip(name, 'there is no data: npm run bench:data -- 500k');
else report(name, figures);

/** The first question after a start: how soon it is told that it takes a while, and how long it takes. */
async function readFirst(
  server: BenchServer,
): Promise<{ first_answer_ms: number; told_to_wait: number; read_ms: number }> {
  const started = performance.now();
  let [firstAnswerMs, waits] = [NaN, 0];
  for (;;) {
    const { status } = await server.client.get('/stats');
    firstAnswerMs = Number.isNaN(firstAnswerMs) ? performance.now() - started : firstAnswerMs;
    if (status === 200) break;
    if (status !== 202) throw new Error(`/stats answered ${String(status)}`);
    waits += 1;
  }
  return { first_answer_ms: round(firstAnswerMs), told_to_wait: waits, read_ms: round(performance.now() - started) };
}

async function statsOf({ client }: BenchServer, words = ''): Promise<Stats> {
  const { status, bytes } = await client.get(`/stats${words}`);
  if (status !== 200) throw new Error(`/stats answered ${String(status)}: ${bytes.toString().slice(0, 300)}`);
  return JSON.parse(bytes.toString()) as Stats;
}

async function browse({ client }: BenchServer, filter: Filter): Promise<void> {
  const { status, bytes } = await client.post('/browse', { ...everything, filters: { and: [filter] } });
  if (status !== 200) throw new Error(`/browse answered ${String(status)}: ${bytes.toString().slice(0, 300)}`);
}

/** People who share the folders out among them, a pass after another. How many labels that makes. */
async function fill(server: WatchedServer): Promise<number> {
  const { dirs } = (await server.client.getJson('/folders?path=/')) as { dirs: { name: string }[] };
  let operations = 0;
  for (let pass = 0; pass < passes; pass += 1)
    for (const [at, { name: group }] of dirs.entries()) {
      const scope = { query: { path: `/${group}`, recursive: true } };
      const patch = pass % 2 === 0 ? { set_star: 1 + ((pass + at) % 5) } : { add_tags: [`tag ${String(pass)}`] };
      const headers = {
        'idempotency-key': `f-${String(pass)}-${String(at)}`,
        'x-updated-by': people[(at + pass) % 6] ?? '',
      };
      const { bytes } = await server.client.post('/items/bulk', { scope, patch }, headers);
      operations += (JSON.parse(bytes.toString()) as { changed: number }).changed;
    }
  return operations;
}

/** As if people had worked for months, and most of it image by image: a server has only the clock of its machine. */
function spread(workspace: string): void {
  const database = new DatabaseSync(join(workspace, 'labels.db'));
  let at = Date.parse('2026-03-02T07:00:00Z');
  const move = database.prepare('UPDATE gestures SET at = ? WHERE seq = ?');
  database.exec('BEGIN');
  for (const { seq } of database.prepare('SELECT seq FROM gestures ORDER BY seq').all())
    move.run((at += 240_000), Number(seq));
  database.exec("UPDATE gestures SET kind = 'edit' WHERE kind = 'bulk' AND seq % 5 > 0");
  database.exec('COMMIT');
  database.close();
}

function dayAt(turn: number): string {
  return new Date(Date.parse('2026-03-02') + turn * 86_400_000).toISOString().slice(0, 10);
}

async function star({ client }: BenchServer, turn: number): Promise<void> {
  const { items } = JSON.parse((await client.post('/browse', { ...everything, offset: turn * 1000, limit: 1 })).bytes.toString()) as { items: { path: string }[] }; // prettier-ignore
  const headers = { 'if-match': '*', 'idempotency-key': `star-${String(turn)}` };
  const { status } = await client.patch(`/item?path=${encodeURIComponent(items[0]?.path ?? '')}`, JSON.stringify({ set_star: turn % 6 }), headers); // prettier-ignore
  if (status !== 200) throw new Error(`PATCH answered ${String(status)}`);
}

/** Only the exchange is measured, not what is done before it. */
async function many(
  times: number,
  action: (turn: number) => Promise<unknown>,
  before: (turn: number) => Promise<void> = () => Promise.resolve(),
): Promise<{ p50_ms: number; p95_ms: number }> {
  const taken: number[] = [];
  for (let turn = 0; turn < times; turn += 1) {
    await before(turn);
    const started = performance.now();
    await action(turn);
    taken.push(performance.now() - started);
  }
  return p50p95(taken);
}
