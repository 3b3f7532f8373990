/** Resident memory once every folder is listed and every header is read. The most it took on the way is told too. */
import { setTimeout as pause } from 'node:timers/promises';
import { health, memoryOf, startServer, tempFolder } from './support/bench-server.ts';
import { report, round, skip } from './support/measure.ts';
import { readWords } from './support/words.ts';

const name = 'memory-by-size';
/** Long enough for the last manifests to be written and for memory to be given back. */
const restMs = 5000;

const { sets } = readWords(['10k', '100k', '500k', '1m']);
const figures: Record<string, object> = {};

for (const { name: size, folder, items } of sets) {
  const server = await startServer(folder, tempFolder('memory'));
  const started = performance.now();
  let peak = 0;
  let listed = 0;
  for (;;) {
    const { indexing } = await health(server);
    peak = Math.max(peak, memoryOf(server.pid).server);
    if (indexing.state === 'ready' && listed === 0) listed = performance.now() - started;
    if (indexing.state === 'ready' && indexing.headers >= items) break;
    if (performance.now() - started > 30 * 60_000)
      throw new Error(`Not done after 30 minutes: ${JSON.stringify(indexing)}`);
    await pause(100);
  }
  const headers = performance.now() - started;
  await pause(restMs);
  const { server: main, children } = memoryOf(server.pid);
  figures[size] = {
    server_mb: round(main),
    peak_mb: round(Math.max(peak, main)),
    children_mb: round(children),
    listed_s: round(listed / 1000),
    headers_s: round(headers / 1000),
  };
  await server.stop();
}

if (sets.length === 0) skip(name, 'there is no data: npm run bench:data -- 500k');
else report(name, figures);
