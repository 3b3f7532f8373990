/** Half a million rows with thirty numbers and a label each, in every format: the first byte, all of them, memory, and who had to wait. */
import { readdirSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { exportFormats, type ExportFormat, type Health } from '#contracts';
import { setTimeout as pause } from 'node:timers/promises';
import { health, memoryOf, tempFolder } from './support/bench-server.ts';
import { report, round, skip } from './support/measure.ts';
import { Random } from './support/random.ts';
import { startWatched, type WatchedServer } from './support/watched-server.ts';
import { readWords } from './support/words.ts';

const name = 'export';
const metrics = 30;
const minutes = 10;

const { sets } = readWords(['500k'], { isFixed: true });
const [set] = sets;

if (!set) skip(name, 'there is no data: npm run bench:data -- 500k');
else {
  const files = readdirSync(set.folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.\w+$/.test(file));
  const [folder, workspace] = [tempFolder(name), tempFolder('workspace')];
  const table = join(folder, 'table.parquet');
  writeTable(table, files);
  writeLabels(join(workspace, 'labels.json'), files);
  const args = ['--base-dir', set.folder, '--flush-interval', '86400'];
  const server = await startWatched(table, workspace, args);
  await until(server, ({ table: status, labels }) => status?.ready === true && labels.state === 'ok');
  const idle = memoryOf(server.pid).server;
  const figures: Record<string, object> = {};
  for (const format of exportFormats) figures[format] = await takeAway(server, format, idle);
  await server.stop();
  report(name, { rows: files.length, columns: metrics, ...figures });
}

async function takeAway(server: WatchedServer, format: ExportFormat, idle: number): Promise<object> {
  await server.longestBlock();
  const started = performance.now();
  const since = (): number => performance.now() - started;
  let [firstByte, bytes, peak, isOver] = [0, 0, 0, false];
  const watching = (async (): Promise<void> => {
    while (!isOver) {
      peak = Math.max(peak, memoryOf(server.pid).server);
      await pause(200);
    }
  })();
  await new Promise<void>((resolve, reject) => {
    get(`${server.url}/export?format=${format}`, (response) => {
      if (response.statusCode !== 200) reject(new Error(`The export answered ${String(response.statusCode)}.`));
      response.on('data', (part: Uint8Array) => {
        if (bytes === 0) firstByte = since();
        bytes += part.length;
      });
      response.on('end', resolve);
      response.on('error', reject);
    }).on('error', reject);
  });
  const whole = since();
  isOver = true;
  await watching;
  return {
    first_byte_ms: round(firstByte),
    whole_ms: round(whole),
    mb: Math.round(bytes / 1e6),
    more_memory_mb: Math.max(0, Math.round(peak - idle)),
    block_ms: round(await server.longestBlock()),
  };
}

async function until(server: WatchedServer, isSo: (status: Health) => boolean): Promise<void> {
  const deadline = performance.now() + minutes * 60_000;
  while (!isSo(await health(server))) {
    if (performance.now() > deadline) throw new Error('The table is not read after ten minutes.');
    await pause(100);
  }
}

function writeTable(table: string, files: readonly string[]): void {
  const numbers = Array.from({ length: metrics }, (_, at) => {
    const random = new Random(at + 1);
    const data = Float64Array.from({ length: files.length }, () => Math.round(random.next() * 1e4) / 1e4);
    return { name: `metric_${String(at)}`, data, type: 'DOUBLE' as const };
  });
  const columnData = [{ name: 'file', data: [...files], type: 'STRING' as const }, ...numbers];
  writeFileSync(table, Buffer.from(parquetWriteBuffer({ columnData, rowGroupSize: 100_000 })));
}

/** As people label: stars on all of them, a tag, and a note on some. */
function writeLabels(file: string, files: readonly string[]): void {
  writeFileSync(file, '{"version":1,"items":{');
  const part = 10_000;
  for (let from = 0; from < files.length; from += part) {
    const lines = files.slice(from, from + part).map((path, at) => {
      const label = {
        ...{ tags: [`tag ${String((from + at) % 40)}`], notes: at % 10 === 0 ? 'Look at this one again.' : '' },
        ...{ star: 1 + ((from + at) % 5), updated_at: '2026-01-23T19:22:05Z', updated_by: 'Ada', item_version: 3 },
      };
      return `${JSON.stringify(path)}:${JSON.stringify(label)}`;
    });
    writeFileSync(file, `${from === 0 ? '' : ','}${lines.join(',\n')}`, { flag: 'a' });
  }
  writeFileSync(file, '}}', { flag: 'a' });
}
