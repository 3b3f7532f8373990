/** A table of half a million images with thirty metrics: when its first rows can be browsed, when all of them, when its numbers are known; and memory. */
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { FolderManifest } from '#contracts';
import { health, memoryOf, startServer, tempFolder, type BenchServer } from './support/bench-server.ts';
import { report, round, skip } from './support/measure.ts';
import { Random } from './support/random.ts';
import { readWords } from './support/words.ts';

const name = 'table-start';
const metrics = 30;
const minutes = 10;

const { sets } = readWords(['500k'], { isFixed: true });
const [set] = sets;

if (!set) skip(name, 'there is no data: npm run bench:data -- 500k');
else {
  const files = readdirSync(set.folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.\w+$/.test(file));
  const folder = tempFolder(name);
  const figures: Record<string, object> = {};
  for (const [format, write] of Object.entries({ parquet: writeParquet, csv: writeCsv })) {
    const table = join(folder, `table.${format}`);
    write(table, files);
    figures[format] = { file_mb: Math.round(statSync(table).size / 2 ** 20), ...(await startOnce(table, set.folder)) };
  }
  report(name, { rows: files.length, metrics, ...figures });
}

async function startOnce(table: string, baseDir: string): Promise<object> {
  const started = performance.now();
  const since = (): number => round(performance.now() - started);
  const server = await startServer(table, tempFolder('workspace'), ['--base-dir', baseDir]);
  const first = { first_rows: await firstRows(server), first_ms: since() };
  const waits = longestWait(server);
  await until(server, ({ indexing }) => indexing.state === 'ready');
  const all_ms = since();
  await until(server, ({ table: status }) => status?.ready === true);
  const values_ms = since();
  const memory = memoryOf(server.pid);
  const blocked_ms = round(await waits.end());
  await server.stop();
  return { ...first, all_ms, values_ms, longest_answer_ms: blocked_ms, server_mb: Math.round(memory.server) };
}

/** How many there are when there are any. */
async function firstRows(server: BenchServer): Promise<number> {
  for (;;) {
    const { totalItems = 0 } = (await server.client.getJson('/folders?recursive=1&page=1')) as FolderManifest;
    if (totalItems > 0) return totalItems;
    await pause(5);
  }
}

async function until(
  server: BenchServer,
  isSo: (status: Awaited<ReturnType<typeof health>>) => boolean,
): Promise<void> {
  const deadline = performance.now() + minutes * 60_000;
  while (!isSo(await health(server))) {
    if (performance.now() > deadline) throw new Error('The table is not read after ten minutes.');
    await pause(50);
  }
}

/** The longest that somebody waited for the smallest answer there is, meanwhile. */
function longestWait(server: BenchServer): { end: () => Promise<number> } {
  let [longest, isOver] = [0, false];
  const asking = (async (): Promise<void> => {
    while (!isOver) {
      const asked = performance.now();
      await server.client.get('/health/live');
      longest = Math.max(longest, performance.now() - asked);
      await pause(5);
    }
  })();
  return {
    end: async () => {
      isOver = true;
      await asking;
      return longest;
    },
  };
}

function column(seed: number, count: number): Float64Array {
  const random = new Random(seed + 1);
  return Float64Array.from({ length: count }, () => Math.round(random.next() * 1e4) / 1e4);
}

function names(): string[] {
  return Array.from({ length: metrics }, (_, at) => `metric_${String(at)}`);
}

function writeParquet(table: string, files: readonly string[]): void {
  const numbers = names().map((each, at) => ({ name: each, data: column(at, files.length), type: 'DOUBLE' as const }));
  const columnData = [{ name: 'file', data: [...files], type: 'STRING' as const }, ...numbers];
  writeFileSync(table, Buffer.from(parquetWriteBuffer({ columnData, rowGroupSize: 100_000 })));
}

function writeCsv(table: string, files: readonly string[]): void {
  const numbers = names().map((_, at) => column(at, files.length));
  writeFileSync(table, `file,${names().join(',')}\n`);
  const part = 10_000;
  for (let from = 0; from < files.length; from += part) {
    const rows = files
      .slice(from, from + part)
      .map((file, at) => [file, ...numbers.map((each) => each[from + at])].join(','));
    writeFileSync(table, `${rows.join('\n')}\n`, { flag: 'a' });
  }
}
