/** Half a million labels and five million operations: starting with them, writing labels.json, and the memory they take. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Health } from '#contracts';
import { health, indexed, memoryOf, tempFolder, type BenchServer } from './support/bench-server.ts';
import { report, round, skip } from './support/measure.ts';
import { startWatched } from './support/watched-server.ts';
import { readWords } from './support/words.ts';

const name = 'labels-at-scale';
/** Each changes every item. */
const gestures = 10;
/** The thread that wrote labels.json is ended after five seconds, and gives its memory back. */
const restMs = 8000;
const never = ['--flush-interval', '86400', '--flush-count', '1000000'];

const { sets } = readWords(['500k']);
const figures: Record<string, object> = {};

for (const { name: size, folder, items } of sets) {
  const workspace = tempFolder('scale');
  const first = await startWatched(folder, workspace, never);
  await indexed(first, { headers: true });
  const longest = await fill(first, items);
  await first.stop();

  const again = await startWatched(folder, workspace, ['--flush-interval', '1']);
  const started = performance.now();
  await again.client.getJson('/folders?path=/');
  const firstFolderMs = again.listeningMs + performance.now() - started;
  await until(again, ({ labels }) => labels.state === 'ok');
  const readyMs = again.listeningMs + performance.now() - started;
  await indexed(again, { headers: true });
  await again.longestBlock();
  const before = await health(again);
  await star(again, 'one-more');
  await again.longestBlock();
  const flushStarted = performance.now();
  await until(again, ({ labels }) => labels.flushed_seq > before.labels.flushed_seq);
  const [flushMs, flushBlock] = [performance.now() - flushStarted, await again.longestBlock()];
  await pause(restMs);
  figures[size] = {
    labels: before.labels.count,
    operations: items * gestures,
    slowest_bulk_ms: round(longest),
    start_to_first_folder_ms: round(firstFolderMs),
    start_to_ready_ms: round(readyMs),
    flush_ms: round(flushMs),
    flush_block_ms: round(flushBlock),
    labels_json_mb: Math.round(statSync(join(workspace, 'labels.json')).size / 1e6),
    database_mb: Math.round(statSync(join(workspace, 'labels.db')).size / 1e6),
    server_mb: Math.round(memoryOf(again.pid).server),
  };
  await again.stop();
}

if (sets.length === 0) skip(name, 'there is no data: npm run bench:data -- 500k');
else report(name, figures);

/** As people do: stars, and some tags. How long the slowest of it took. */
async function fill(server: BenchServer, items: number): Promise<number> {
  let slowest = 0;
  for (let turn = 0; turn < gestures; turn += 1) {
    const scope = { query: { path: '/', recursive: true } };
    const patch = turn % 2 === 0 ? { set_star: 1 + (turn % 5) } : { add_tags: [`tag ${String(turn)}`] };
    const started = performance.now();
    const { bytes } = await server.client.post(
      '/items/bulk',
      { scope, patch },
      { 'idempotency-key': `f-${String(turn)}` },
    );
    slowest = Math.max(slowest, performance.now() - started);
    const { changed } = JSON.parse(bytes.toString()) as { changed?: number };
    if (changed !== items) throw new Error(`/items/bulk answered ${bytes.toString().slice(0, 300)}`);
  }
  return slowest;
}

async function star(server: BenchServer, key: string): Promise<void> {
  const scope = { query: { path: '/group-000', recursive: true } };
  await server.client.post('/items/bulk', { scope, patch: { add_tags: [key] } }, { 'idempotency-key': key });
}

async function until(server: BenchServer, isSo: (health: Health) => boolean): Promise<void> {
  const deadline = performance.now() + 120_000;
  while (!isSo(await health(server))) {
    if (performance.now() > deadline) throw new Error('It did not come to pass in two minutes.');
    await pause(20);
  }
}
