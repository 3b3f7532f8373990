/** One tag on every image of a large gallery, back and forth; and how long anyone else had to wait for the server's loop. */
import type { BulkAnswer } from '#contracts';
import { indexed, memoryOf, tempFolder } from './support/bench-server.ts';
import { median, report, round, skip } from './support/measure.ts';
import { startWatched } from './support/watched-server.ts';
import { readWords } from './support/words.ts';

const name = 'bulk-labels';
const rounds = 5;

const { sets } = readWords(['100k']);
const figures: Record<string, object> = {};

for (const { name: size, folder, items } of sets) {
  const server = await startWatched(folder, tempFolder('bulk'), [
    '--flush-interval',
    '3600',
    '--flush-count',
    '1000000',
  ]);
  await indexed(server, { headers: true });
  await server.longestBlock();
  let keys = 0;
  const bulk = async (patch: object): Promise<number> => {
    const scope = { query: { path: '/', recursive: true } };
    const started = performance.now();
    const { status, bytes } = await server.client.post(
      '/items/bulk',
      { scope, patch },
      { 'idempotency-key': `bulk-${String((keys += 1))}` },
    );
    const took = performance.now() - started;
    const answer = JSON.parse(bytes.toString()) as BulkAnswer;
    if (status !== 200 || answer.changed !== items) throw new Error(`/items/bulk answered ${bytes.toString()}`);
    return took;
  };
  const firstMs = await bulk({ add_tags: ['first'] });
  const firstBlock = await server.longestBlock();
  const times: number[] = [];
  const blocks: number[] = [];
  for (let turn = 0; turn < rounds; turn += 1) {
    times.push(await bulk(turn % 2 === 0 ? { add_tags: ['second'] } : { remove_tags: ['second'] }));
    blocks.push(await server.longestBlock());
  }
  figures[size] = {
    first_ms: round(firstMs),
    first_block_ms: round(firstBlock),
    one_tag_ms: round(median(times)),
    longest_block_ms: round(Math.max(firstBlock, ...blocks)),
    server_mb: Math.round(memoryOf(server.pid).server),
  };
  await server.stop();
}

if (sets.length === 0) skip(name, 'there is no data: npm run bench:data -- 100k');
else report(name, figures);
