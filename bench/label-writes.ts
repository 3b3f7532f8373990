/** Durable writes of single labels with 1, 16 and 64 writers, in turn with a bare server that appends and syncs; and reading them. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { FolderManifest } from '#contracts';
import { indexed, startProgram, startServer, tempFolder, type BenchServer } from './support/bench-server.ts';
import { folderPath } from './support/data-sets.ts';
import { loadWith, type Load } from './support/load.ts';
import { median, percentile, report, round, skip } from './support/measure.ts';
import { readWords } from './support/words.ts';

const name = 'label-writes';
const rounds = 3;
const patch = '{"set_star":STAR}';
const pace = { perSecond: 50, seconds: 20 };

const { sets, against } = readWords(['10k'], { isFixed: true });
const [set] = sets;

if (!set) skip(name, 'there is no data: npm run bench:data -- 10k');
else {
  const server = await startServer(set.folder, tempFolder('labels'));
  await indexed(server, { headers: true });
  const below = folderPath(set, 0);
  const folder = (await server.client.getJson(`/folders?path=${encodeURIComponent(below)}`)) as FolderManifest;
  const addresses = folder.items.map(({ path }) => `/item?path=${encodeURIComponent(path)}`);
  const bare = await startBare();
  const writers: Record<string, object> = {};
  for (const connections of [1, 16, 64]) {
    const [ours, theirs, others]: Load[][] = [[], [], []];
    for (let turn = 0; turn < rounds; turn += 1) {
      ours?.push(await loadWith(server.url, addresses, { connections, patch }));
      theirs?.push(await loadWith(bare.url, addresses, { connections, patch }));
      if (against !== undefined) others?.push(await loadWith(against, addresses, { connections, patch }));
    }
    const figures = summed(ours ?? []);
    const bareFigures = summed(theirs ?? []);
    writers[`writers_${String(connections)}`] = {
      server: figures,
      bare: bareFigures,
      ratio: round(figures.per_second / bareFigures.per_second),
      ...(against !== undefined && { against: summed(others ?? []) }),
    };
  }
  const reads = await loadWith(server.url, addresses, { connections: 64 });
  report(name, {
    ...writers,
    paced: { per_second: pace.perSecond, p99_ms: round(percentile(await paced(server, addresses), 0.99)) },
    reads: { per_second: round(reads.perSecond), p99_ms: round(reads.p99Ms), failed: reads.failed },
  });
  bare.stop();
  await server.stop();
}

/** A team at work: so many a second, whatever the answers do. */
async function paced(server: BenchServer, addresses: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  const open: Promise<void>[] = [];
  for (let turn = 0; turn < pace.perSecond * pace.seconds; turn += 1) {
    const address = addresses[turn % addresses.length] ?? '';
    const started = performance.now();
    const headers = { 'if-match': '*', 'idempotency-key': `paced-${String(turn)}` };
    const body = patch.replace('STAR', String(turn % 2));
    open.push(
      server.client.patch(address, body, headers).then(({ status }) => {
        if (status !== 200) throw new Error(`PATCH ${address} answered ${String(status)}`);
        times.push(performance.now() - started);
      }),
    );
    await pause(1000 / pace.perSecond);
  }
  await Promise.all(open);
  return times;
}

async function startBare(): Promise<{ url: string; stop: () => void }> {
  const program = join(import.meta.dirname, 'support/bare-append-server.ts');
  const child = startProgram(process.execPath, [program, join(tempFolder('bare'), 'log')]);
  return new Promise((done, failed) => {
    child.stdout?.once('data', (line: Buffer) => {
      done({ url: line.toString().trim(), stop: () => child.kill('SIGTERM') });
    });
    child.once('exit', () => {
      failed(new Error('The bare server ended.'));
    });
  });
}

function summed(loads: readonly Load[]): { per_second: number; p99_ms: number; failed: number } {
  return {
    per_second: round(median(loads.map((load) => load.perSecond))),
    p99_ms: round(median(loads.map((load) => load.p99Ms))),
    failed: loads.reduce((sum, load) => sum + load.failed, 0),
  };
}
