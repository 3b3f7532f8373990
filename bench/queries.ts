/** Half a million images, 60,000 of them labelled, with thirty metrics pushed by jobs: questions, drift and facets. */
import type { BrowseAnswer, BrowseQuery, BulkAnswer, Drift, FacetsAnswer, Filter, Sort } from '#contracts';
import { indexed, memoryOf, tempFolder, type BenchServer } from './support/bench-server.ts';
import { p50p95, report, round, skip } from './support/measure.ts';
import { Random } from './support/random.ts';
import { startWatched } from './support/watched-server.ts';
import { readWords } from './support/words.ts';

const name = 'queries';
const labelled = 60_000;
const metrics = 30;
const itemsAPush = 1000;
const requests = 200;
const rounds = 30;
const quiet = ['--flush-interval', '86400', '--flush-count', '1000000'];

const { sets } = readWords(['500k']);
const figures: Record<string, object> = {};

const allSorts: readonly Sort[] = [
  { key: 'size', dir: 'asc' },
  { key: 'star', dir: 'desc' },
  { key: 'width', dir: 'asc' },
  { key: 'updated_at', dir: 'desc' },
  { key: 'metric:metric 3', dir: 'asc' },
  { key: 'random', dir: 'asc', seed: 5 },
];
/** As somebody types them, each asked for the first time. */
const typed = ['i', 'im', 'ima', 'image', '1', '12', '123', '1234', 'tag', 'tag:"tag 3"', '12 star:>=4', 'nowhere'];
const everything: BrowseQuery = { path: '/', recursive: true, sort: { key: 'name', dir: 'asc' } };
const wanted: Filter[] = [{ stars: { in: [2, 3, 4, 5] } }, { tags: { any: ['tag 1', 'tag 2', 'tag 3'] } }];

for (const { name: size, folder, items } of sets) {
  const server = await startWatched(folder, tempFolder('queries'), quiet);
  await indexed(server, { headers: true });
  const before = memoryOf(server.pid).server;
  const paths = await label(server, items);
  const { client } = server;
  const random = new Random(7);
  const window = (): object => ({ offset: random.below(items - 200), limit: 200 });

  const first = await ask<BrowseAnswer>(server, '/browse', everything);
  const byName = await many(requests, () => ask(server, '/browse', { ...everything, ...window() }));
  // Each with a bound of its own, so that no result is there already.
  const filtered = (turn: number): BrowseQuery => ({
    ...everything,
    filters: { and: [...wanted, { metric: { key: 'metric 5', min: -turn } }] },
    sort: { key: `metric:metric ${String(turn % metrics)}`, dir: turn % 2 === 0 ? 'asc' : 'desc' },
  });
  await server.longestBlock();
  const filteredFirst = await many(rounds, (turn) => ask(server, '/browse', filtered(turn)));
  const filteredBlock = await server.longestBlock();
  const answer = await ask<BrowseAnswer>(server, '/browse', filtered(0));
  const another = await many(requests, async () => {
    const offset = random.below(Math.max(answer.total - 200, 1));
    const { status } = await client.get(`/browse/${answer.result}?offset=${String(offset)}&limit=200`);
    if (status !== 200) throw new Error(`A window answered ${String(status)}`);
  });
  // The first time only: after that the result is there.
  const sorts: Record<string, object> = {};
  for (const sort of allSorts) sorts[sort.key] = await many(1, () => ask(server, '/browse', sorted(sort)));
  const named = await many(3, (turn) => ask(server, '/browse', byText(`${String(turn)}1`)));
  const sortBlock = await server.longestBlock();
  const texts = await many(typed.length, (turn) => ask(server, '/browse', { ...everything, text: typed[turn] }));
  const textBlock = await server.longestBlock();

  const query = { ...everything, filters: { and: wanted } };
  const facetsStarted = performance.now();
  const facets = await ask<FacetsAnswer>(server, '/browse/facets', query);
  const facetsFirstMs = performance.now() - facetsStarted;
  if (facets.metrics.values.length !== metrics) throw new Error(`${String(facets.metrics.values.length)} metrics`);
  const facetsBlock = await server.longestBlock();
  let stars = 0;
  const star = async (): Promise<void> => {
    const path = encodeURIComponent(paths[random.below(paths.length)] ?? '');
    const headers = { 'if-match': '*', 'idempotency-key': `star-${String((stars += 1))}` };
    const { status } = await client.patch(`/item?path=${path}`, JSON.stringify({ set_star: stars % 6 }), headers);
    if (status !== 200) throw new Error(`PATCH answered ${String(status)}`);
  };
  const facetsAfterOne = await many(requests, () => ask(server, '/browse/facets', query), star);
  const drift = await many(requests, () => driftOf(server, answer.result), star);
  const bulkMs = await bulk(server, { set_star: 1 });
  const driftAfterBulk = await many(1, () => driftOf(server, answer.result));
  const facetsAfterBulk = await many(1, () => ask(server, '/browse/facets', query));
  figures[size] = {
    by_name: byName,
    filtered_total: answer.total,
    filtered_first: filteredFirst,
    filtered_block_ms: round(filteredBlock),
    another_window: another,
    sorts,
    name_contains: named,
    sorts_block_ms: round(sortBlock),
    texts,
    texts_block_ms: round(textBlock),
    facets_first_ms: round(facetsFirstMs),
    facets_block_ms: round(facetsBlock),
    facets_after_one: facetsAfterOne,
    drift_after_one: drift,
    bulk_ms: round(bulkMs),
    drift_after_bulk_ms: driftAfterBulk.p50_ms,
    facets_after_bulk_ms: facetsAfterBulk.p50_ms,
    block_ms: round(await server.longestBlock()),
    server_mb: { before: Math.round(before), after: Math.round(memoryOf(server.pid).server) },
    total: first.total,
  };
  await server.stop();
}

if (sets.length === 0) skip(name, 'there is no data: npm run bench:data -- 500k');
else report(name, figures);

function sorted(sort: Sort): BrowseQuery {
  return { ...everything, sort };
}

function byText(text: string): BrowseQuery {
  return { ...everything, filters: { and: [{ name: { contains: text } }] } };
}

async function ask<Answer>({ client }: BenchServer, path: string, body: object): Promise<Answer> {
  const { status, bytes } = await client.post(path, body);
  if (status !== 200) throw new Error(`${path} answered ${String(status)}: ${bytes.toString().slice(0, 300)}`);
  return JSON.parse(bytes.toString()) as Answer;
}

async function driftOf({ client }: BenchServer, result: string): Promise<Drift> {
  return (await client.getJson(`/browse/${result}/drift`)) as Drift;
}

/** Only the exchange is measured, not what is done before it. */
async function many(
  times: number,
  action: (turn: number) => Promise<unknown>,
  before: () => Promise<void> = () => Promise.resolve(),
): Promise<{ p50_ms: number; p95_ms: number }> {
  const taken: number[] = [];
  for (let turn = 0; turn < times; turn += 1) {
    await before();
    const started = performance.now();
    await action(turn);
    taken.push(performance.now() - started);
  }
  return p50p95(taken);
}

/** Stars, tags and numbers on items all over the gallery, as jobs and people write them. */
async function label(server: BenchServer, items: number): Promise<string[]> {
  const paths: string[] = [];
  const apart = Math.max(1, Math.floor(items / labelled));
  for (let offset = 0; paths.length < labelled; offset += 500) {
    const window = { ...everything, offset, limit: 500, fields: ['path'] };
    const { items: some } = await ask<BrowseAnswer>(server, '/browse', window);
    if (some.length === 0) break;
    paths.push(...some.filter((_, at) => at % apart === 0).map(({ path }) => path));
  }
  const random = new Random(11);
  const write = async (path: string, key: string, body: object): Promise<void> => {
    const { status, bytes } = await server.client.post(path, body, { 'idempotency-key': key });
    if (status !== 200) throw new Error(`${path} answered ${String(status)}: ${bytes.toString().slice(0, 300)}`);
  };
  for (let kind = 0; kind < 12; kind += 1) {
    const scope = { paths: paths.filter((_, at) => at % 12 === kind) };
    const tags = [`tag ${String(kind % 5)}`, `tag ${String(5 + kind)}`];
    await write('/items/bulk', `label-${String(kind)}`, { scope, patch: { set_star: kind % 6, add_tags: tags } });
  }
  const numbers = (): object =>
    Object.fromEntries(Array.from({ length: metrics }, (_, at) => [`metric ${String(at)}`, random.next()]));
  for (let from = 0; from < paths.length; from += itemsAPush) {
    const some = paths.slice(from, from + itemsAPush).map((path) => ({ path, metrics: numbers() }));
    await write('/items/metrics', `push-${String(from)}`, { items: some });
  }
  return paths;
}

async function bulk(server: BenchServer, patch: object): Promise<number> {
  const started = performance.now();
  const scope = { query: { path: '/', recursive: true } };
  const { status, bytes } = await server.client.post('/items/bulk', { scope, patch }, { 'idempotency-key': 'bulk' });
  if (status !== 200) throw new Error(`/items/bulk answered ${String(status)}`);
  const { changed } = JSON.parse(bytes.toString()) as BulkAnswer;
  if (changed === 0) throw new Error('Nothing was changed.');
  return performance.now() - started;
}
