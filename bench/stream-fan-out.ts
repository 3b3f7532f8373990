/** How long after a write was acknowledged 100 to 2,000 readers of the stream have it, and how many events a second get through. */
import { Buffer } from 'node:buffer';
import { setTimeout as pause } from 'node:timers/promises';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { join } from 'node:path';
import type { FolderManifest } from '#contracts';
import { indexed, memoryOf, startProgram, startServer, tempFolder, type BenchServer } from './support/bench-server.ts';
import { folderPath } from './support/data-sets.ts';
import { report, round, skip } from './support/measure.ts';
import { readWords } from './support/words.ts';

const name = 'stream-fan-out';
const pace = { perSecond: 100, seconds: 10 };
const flood = { readers: 1000, writers: 16, seconds: 5 };

interface Delivery {
  readonly expected: number;
  readonly delivered: number;
  readonly delivered_per_second: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  readonly max_ms: number;
  readonly ended: number;
  readonly repeated: number;
}

/** An event and when its write was acknowledged. */
type Acknowledged = [number, number];

const { sets } = readWords(['10k'], { isFixed: true });
const [set] = sets;
let writes = 0;

if (!set) skip(name, 'there is no data: npm run bench:data -- 10k');
else {
  const workspace = tempFolder('stream');
  const server = await startServer(set.folder, workspace);
  await indexed(server, { headers: true });
  const folder = (await server.client.getJson(
    `/folders?path=${encodeURIComponent(folderPath(set, 0))}`,
  )) as FolderManifest;
  const addresses = folder.items.map(({ path }) => `/item?path=${encodeURIComponent(path)}`);
  const figures: Record<string, object> = {};
  for (const count of [100, 500, 1000, 2000]) {
    const readers = await openReaders(server.url, count);
    await readers.measure(await paced(server, addresses, 1));
    const delivery = await readers.measure(await paced(server, addresses, pace.seconds));
    figures[`readers_${String(count)}`] = {
      ...delivery,
      lost: delivery.expected - delivery.delivered,
      server_mb: round(memoryOf(server.pid).server),
    };
    await readers.close();
  }
  const readers = await openReaders(server.url, flood.readers);
  figures['flood'] = { ...(await readers.measure(await flooded(server, addresses))), readers: flood.readers };
  await readers.close();
  const { headers } = await server.client.get('/folders');
  const [epoch = '', head = ''] = String(headers['x-sync-cursor']).split('.');
  await server.stop();
  // Nothing is in memory after a restart: all of it comes from the history.
  const again = await startServer(set.folder, workspace);
  await indexed(again);
  const missed = Math.min(Number(head), 10_000);
  figures['replay'] = await replayed(again, `${epoch}.${String(Number(head) - missed)}`, missed);
  report(name, { changes_per_second: pace.perSecond, ...figures });
  await again.stop();
}

/** How long a reader waits for the last of so many events that it has missed. */
async function replayed({ url }: BenchServer, cursor: string, missed: number): Promise<object> {
  const started = performance.now();
  const stopped = new AbortController();
  const answer = await fetch(`${url}/events`, { headers: { 'last-event-id': cursor }, signal: stopped.signal });
  let [events, text] = [0, ''];
  for await (const part of answer.body ?? []) {
    text += Buffer.from(part as Uint8Array).toString('latin1');
    const frames = text.split('\n\n');
    text = frames.pop() ?? '';
    events += frames.filter((frame) => frame.includes('\nid: ') && frame.startsWith('event: item')).length;
    if (events >= missed) break;
  }
  const milliseconds = round(performance.now() - started);
  stopped.abort();
  return { events, milliseconds };
}

interface Readers {
  measure(acknowledged: readonly Acknowledged[]): Promise<Delivery>;
  close(): Promise<void>;
}

/** In a process of their own: what they do must not hold up who writes and measures. */
async function openReaders(url: string, count: number): Promise<Readers> {
  const program = join(import.meta.dirname, 'support/stream-readers.ts');
  const child = startProgram(process.execPath, [program, url, String(count)]);
  const { stdin, stdout } = child;
  if (!stdin || !stdout) throw new Error('The readers have no standard input.');
  child.stderr?.pipe(process.stderr);
  const lines = createInterface({ input: stdout });
  await once(lines, 'line');
  return {
    async measure(acknowledged) {
      // The last of them are on their way.
      await pause(1000);
      const answered = once(lines, 'line') as Promise<[string]>;
      stdin.write(`${JSON.stringify(acknowledged)}\n`);
      return JSON.parse((await answered)[0]) as Delivery;
    },
    async close() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** So many changes a second, whatever the answers do. */
async function paced(server: BenchServer, addresses: readonly string[], seconds: number): Promise<Acknowledged[]> {
  const done: Promise<Acknowledged>[] = [];
  const started = performance.now();
  for (let turn = 0; turn < pace.perSecond * seconds; turn += 1) {
    done.push(writeOne(server, addresses));
    const wait = started + (turn + 1) * (1000 / pace.perSecond) - performance.now();
    if (wait > 0) await pause(wait);
  }
  return Promise.all(done);
}

/** As many changes as the server takes from a few who write without a break. */
async function flooded(server: BenchServer, addresses: readonly string[]): Promise<Acknowledged[]> {
  const done: Acknowledged[] = [];
  const until = performance.now() + flood.seconds * 1000;
  const write = async (): Promise<void> => {
    while (performance.now() < until) done.push(await writeOne(server, addresses));
  };
  await Promise.all(Array.from({ length: flood.writers }, write));
  return done;
}

/** Each changes something: the star is not the one from the last time around. */
async function writeOne({ client }: BenchServer, addresses: readonly string[]): Promise<Acknowledged> {
  const turn = (writes += 1);
  const address = addresses[turn % addresses.length] ?? '';
  const body = JSON.stringify({ set_star: Math.floor(turn / addresses.length) % 6 });
  const headers = { 'if-match': '*', 'idempotency-key': `fan-out-${String(turn)}` };
  const { status, bytes } = await client.patch(address, body, headers);
  const at = Number(process.hrtime.bigint()) / 1e6;
  if (status !== 200) throw new Error(`PATCH ${address} answered ${String(status)}`);
  const { gesture_id = '' } = JSON.parse(bytes.toString()) as { gesture_id?: string };
  // A gesture's id begins with its sequence number.
  return [parseInt(gesture_id.split('-')[0] ?? '', 36), at];
}
