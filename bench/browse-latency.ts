/** The unfiltered catalogue by name: a window, another window of the same result, and the layout of all of it. */
import type { BrowseAnswer } from '#contracts';
import { indexed, startServer, tempFolder } from './support/bench-server.ts';
import { p50p95, report, round, skip } from './support/measure.ts';
import { Random } from './support/random.ts';
import { readWords } from './support/words.ts';

const name = 'browse-latency';
const requests = 300;
const warmUp = 20;

const { sets } = readWords(['500k']);
const figures: Record<string, object> = {};

for (const { name: size, folder, items } of sets) {
  const server = await startServer(folder, tempFolder('browse'));
  await indexed(server, { headers: true });
  const random = new Random(5);
  const question = { path: '', recursive: true, sort: { key: 'name', dir: 'asc' } };
  const window = (): { offset: number; limit: number } => ({ offset: random.below(items - 200), limit: 200 });
  const post = async (): Promise<BrowseAnswer> => {
    const { status, bytes } = await server.client.post('/browse', { ...question, ...window() });
    if (status !== 200) throw new Error(`/browse answered ${String(status)}: ${bytes.toString().slice(0, 200)}`);
    return JSON.parse(bytes.toString()) as BrowseAnswer;
  };
  const started = performance.now();
  const first = await post();
  const firstMs = performance.now() - started;
  if (first.total !== items) throw new Error(`${String(first.total)} items in the result, of ${String(items)}`);
  const get = async (address: string, headers: Record<string, string> = {}): Promise<Buffer> => {
    const { status, bytes } = await server.client.get(address, headers);
    if (status !== 200) throw new Error(`${address} answered ${String(status)}`);
    return bytes;
  };
  const result = `/browse/${encodeURIComponent(first.result)}`;
  const another = (): string => {
    const { offset, limit } = window();
    return `${result}?offset=${String(offset)}&limit=${String(limit)}`;
  };
  const compressed = await get(another(), { 'accept-encoding': 'br, gzip' });
  const layout = await get(`${result}/layout`);
  figures[size] = {
    first_ms: round(firstMs),
    by_name: await many(post),
    another_window: await many(() => get(another())),
    layout: { ...(await many(() => get(`${result}/layout`))), bytes: layout.length },
    window_compressed_bytes: compressed.length,
  };
  await server.stop();
}

if (sets.length === 0) skip(name, 'there is no data: npm run bench:data -- 500k');
else report(name, figures);

/** Only the exchange is measured: what the answer says is looked at once, above. */
async function many(ask: () => Promise<unknown>): Promise<{ p50_ms: number; p95_ms: number }> {
  const times: number[] = [];
  for (let turn = 0; turn < warmUp + requests; turn += 1) {
    const started = performance.now();
    await ask();
    if (turn >= warmUp) times.push(performance.now() - started);
  }
  return p50p95(times);
}
