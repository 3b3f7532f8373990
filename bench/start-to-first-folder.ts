/** From the start of the process to the first folder answered: with an empty workspace, and with that of the last run. */
import { setTimeout as pause } from 'node:timers/promises';
import { indexed, startServer, tempFolder } from './support/bench-server.ts';
import { median, report, round, skip } from './support/measure.ts';
import { readWords } from './support/words.ts';

const name = 'start-to-first-folder';
const rounds = 5;

const { sets } = readWords(['10k', '100k', '500k', '1m']);
const figures: Record<string, object> = {};

for (const { name: size, folder } of sets) {
  const kept = tempFolder('kept');
  const filling = await startServer(folder, kept);
  await indexed(filling);
  await filling.stop();
  const cold: number[] = [];
  const warm: number[] = [];
  const listening: number[] = [];
  for (let turn = 0; turn < rounds; turn += 1) {
    // In turn: a machine that slows down slows both.
    const first = await startOnce(folder, tempFolder('cold'));
    const again = await startOnce(folder, kept);
    cold.push(first.answered);
    warm.push(again.answered);
    listening.push(first.listening, again.listening);
  }
  figures[size] = {
    cold_ms: round(median(cold)),
    warm_ms: round(median(warm)),
    listening_ms: round(median(listening)),
  };
}

if (sets.length === 0) skip(name, 'there is no data: npm run bench:data -- 10k');
else report(name, figures);

async function startOnce(folder: string, workspace: string): Promise<{ listening: number; answered: number }> {
  const started = performance.now();
  const server = await startServer(folder, workspace);
  const { status } = await server.client.get('/folders');
  const answered = performance.now() - started;
  if (status !== 200) throw new Error(`GET /folders answered ${String(status)}`);
  // It must not be ended in the middle of its first breath: what that costs is not measured here.
  await pause(200);
  await server.stop();
  return { listening: server.listeningMs, answered };
}
