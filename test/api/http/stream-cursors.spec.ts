import { healthOf, indexed } from '../../support/gallery-state.ts';
import { StreamReader, type StreamWish } from '../../support/event-stream.ts';
import { send } from '../../support/http-client.ts';
import { writeMany } from '../../support/images.ts';
import { patch } from '../../support/labels.ts';
import { manyBulkWrites, manyWrites } from '../../support/many-writes.ts';
import { RawStream } from '../../support/raw-stream.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** Smaller than in life, so that it can be gone past. */
const replayLimit = 600;
const items = 500;
/** Five hundred paths of this length make an event of forty thousand characters. */
const longFolder = 'f'.repeat(60);
const paths = Array.from({ length: items }, (_, at) => `/${longFolder}/image-${String(at + 1).padStart(4, '0')}.jpg`);
const [path] = paths as [string];

describe('where a stream goes on', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    await writeMany(`${root}/${longFolder}`, items, { width: 8, height: 8 });
    server = await startServer({ root, args: ['--replay-limit', String(replayLimit)] });
    await indexed(server, items);
  });

  const cursorOf = (epoch: string, seq: number): string => `${epoch}.${seq}`;
  const now = async (): Promise<{ head: string; epoch: string; seq: number }> => {
    const reader = await StreamReader.open(server);
    const { head } = await reader.greeted();
    reader.close();
    const [epoch = '', seq] = head.split('.');
    return { head, epoch, seq: Number(seq) };
  };
  const numbers = (first: number, count: number): number[] => Array.from({ length: count }, (_, at) => first + at);
  /** Opens it there, has something written, and closes it when that was told. */
  const readPast = async (wish: StreamWish): Promise<StreamReader> => {
    const reader = await StreamReader.open(server, wish);
    await reader.greeted();
    await manyWrites(server, paths, 1);
    const { seq } = await now();
    await reader.until(({ eventIds }) => eventIds.at(-1) === seq, 'the last write to be told');
    reader.close();
    return reader;
  };

  it.each([1, 500, replayLimit])(
    'B2, ST4: who missed %i is told these, once, in order, then what comes',
    async (count) => {
      const { head, seq } = await now();
      await manyWrites(server, paths, count);
      const reader = await readPast({ cursor: head });
      expect(reader.eventIds).toEqual(numbers(seq + 1, count + 1));
      expect(reader.resyncs).toEqual([]);
    },
  );

  it('B3, ST4: who missed more than the limit begins again', async () => {
    const before = await now();
    await manyWrites(server, paths, replayLimit + 1);
    const { head, seq } = await now();
    const misses = (await healthOf(server)).presence.replay_miss_total;
    const reader = await readPast({ cursor: before.head });
    expect(reader.frames[0]).toEqual({ event: 'resync', id: head, data: { reason: 'evicted', head } });
    expect(reader.eventIds).toEqual([seq + 1]);
    expect((await healthOf(server)).presence.replay_miss_total).toBe(misses + 1);
    const inTime = await readPast({ cursor: cursorOf(before.epoch, before.seq + 2) });
    expect(inTime.eventIds).toEqual(numbers(before.seq + 3, replayLimit + 1));
  });

  it.each([
    ['B4', 'unknown_epoch', 'of an epoch that never was', () => 'AAAAAAAAAAAA.1'],
    ['B5', 'future', 'after the head', (epoch: string, seq: number) => cursorOf(epoch, seq + 1)],
    ['B5', 'future', 'far after the head', (epoch: string) => cursorOf(epoch, 999_999_999_999_999)],
  ] as const)('%s, ST4: resync %s for a cursor %s, with the head as its id', async (_, reason, _which, cursor) => {
    const { head, epoch, seq } = await now();
    const reader = await readPast({ cursor: cursor(epoch, seq) });
    expect(reader.frames[0]).toEqual({ event: 'resync', id: head, data: { reason, head } });
    expect(reader.eventIds).toEqual([seq + 1]);
    expect(reader.frames.filter(({ event }) => event === 'resync')).toHaveLength(1);
    // Where the resync said, it can go on.
    const next = await readPast({ cursor: head });
    expect(next.resyncs).toEqual([]);
  });

  const odd: readonly [string, string][] = [
    ['a word', 'abc'],
    ['a number', '1'],
    ['a negative number', '-1'],
    ['10 KiB', 'x'.repeat(10_240)],
    ['10 KiB of digits', `a.${'1'.repeat(10_240)}`],
    ['no number', 'AAAAAAAAAAAA.'],
    ['no epoch', '.5'],
    ['leading zeros', 'AAAAAAAAAAAA.007'],
    ['an exponent', 'AAAAAAAAAAAA.1e3'],
    ['a negative sequence', 'AAAAAAAAAAAA.-1'],
    ['a fraction', 'AAAAAAAAAAAA.1.5'],
    ['sixteen digits', 'AAAAAAAAAAAA.9007199254740993'],
    ['a name of every object', '__proto__'],
    ['a name of every object, with a number', 'constructor.0'],
    ['the end of a line and a field', 'a\r\nevent: evil\ndata: x\n\n'],
    ['NUL', 'a\0b'],
    ['an emoji', '😀'],
    ['half a pair', '%ED%A0%80'],
    ['nothing', ''],
  ];

  it.each(odd)('B7, ST4: %s in the query is answered on the stream', async (_, text) => {
    const { head } = await now();
    const reader = await StreamReader.open(server, { query: `last_event_id=${encodeURIComponent(text)}` });
    await reader.greeted();
    const reason = text === 'constructor.0' ? 'unknown_epoch' : 'malformed';
    expect(reader.frames.map(({ event }) => event)).toEqual(['resync', 'hb']);
    expect(reader.resyncs).toEqual([{ reason, head }]);
    expect(JSON.stringify([reader.headers, reader.frames])).not.toContain('evil');
    reader.close();
  });

  it.each(odd.filter(([, text]) => !/[\r\n\0]/.test(text)))('B7, ST4: %s in the header is, too', async (_, text) => {
    const stream = await RawStream.open(server, { headers: [`Last-Event-ID: ${text}`] });
    expect(stream.status).toBe(200);
    expect(stream.body).toMatch(/^retry: 2000\n\nevent: resync\nid: [\w-]+\.\d+\ndata: /);
    expect(stream.body).toContain(text === 'constructor.0' ? '"unknown_epoch"' : '"malformed"');
    stream.close();
  });

  it('B7: NUL and a broken line in the header are no request, and open nothing', async () => {
    for (const header of ['Last-Event-ID: a\0b', 'Last-Event-ID: a\nevent: evil\n\n', 'Last-Event-ID: a\r\n\0: b']) {
      const stream = RawStream.ask(server, { headers: [header] });
      await stream.until(({ status }) => status > 0, 'an answer');
      expect([200, 400]).toContain(stream.status);
      expect(stream.body).not.toContain('evil');
      stream.close();
    }
  });

  it('B7: two headers are no cursor, and the header goes before the query', async () => {
    const { head, epoch, seq } = await now();
    const good = cursorOf(epoch, seq - 2);
    const twice = await RawStream.open(server, { headers: [`Last-Event-ID: ${head}`, `Last-Event-ID: ${good}`] });
    expect(twice.body).toContain('"malformed"');
    const other = await RawStream.open(server, {
      headers: [`Last-Event-ID: ${head}`],
      query: `?last_event_id=${good}`,
    });
    expect(other.body).not.toMatch(/resync|item-updated/);
    const empty = await RawStream.open(server, { headers: ['Last-Event-ID:'], query: `?last_event_id=${good}` });
    expect(empty.body).toContain('"malformed"');
    const byQuery = await readPast({ query: `last_event_id=${encodeURIComponent(good)}` });
    expect(byQuery.eventIds.slice(0, 3)).toEqual(numbers(seq - 1, 3));
    for (const stream of [twice, other, empty]) stream.close();
  });

  it.each([
    'last_event_id=a&last_event_id=b',
    'last_event_id[]=a',
    'last_event_id=%00',
    'last_event_id=%ff',
    'last_event_id=%',
    'last_event_id',
    '__proto__=1&last_event_id=x',
    'unknown=1',
  ])('B7: ?%s is a stream or a refusal in words, never a failure', async (query) => {
    const answer = await send(`${server.url}/events?${query}`, { isEndless: true });
    expect([200, 400]).toContain(answer.status);
  });

  it('B25: the cursor advances with what happens elsewhere, so that nobody is left behind', async () => {
    const reader = await StreamReader.open(server);
    await reader.greeted();
    const { seq } = await now();
    // Of no interest to one who looks at the first item only.
    await manyWrites(server, paths.slice(1), replayLimit + 100);
    await reader.until(({ events }) => events.length === replayLimit + 100, 'all of it');
    reader.close();
    expect(reader.eventIds).toEqual(numbers(seq + 1, replayLimit + 100));
    const next = await readPast({ cursor: reader.cursor });
    expect(next.resyncs).toEqual([]);
    expect(next.eventIds).toHaveLength(1);
  });

  it('B12, ST5: what is written while a replay is read comes after it, once', async () => {
    const before = await now();
    // More than the system takes in for a reader that does not read, and more than is kept in memory.
    const [missed, live] = [300, 100];
    await manyBulkWrites(server, paths, missed);
    const reader = await StreamReader.open(server, { cursor: before.head });
    reader.stall();
    await manyBulkWrites(server, paths, live / 2);
    reader.readOn();
    await manyWrites(server, paths, live / 2);
    await reader.until(({ events }) => events.length >= missed + live, 'all of it', 20);
    await patch(server, path, { set_notes: 'the last one' });
    await reader.until(({ events }) => events.length > missed + live, 'what comes then');
    expect(reader.eventIds).toEqual(numbers(before.seq + 1, missed + live + 1));
    expect(reader.resyncs).toEqual([]);
    expect((await healthOf(server)).presence.dropped_slow_clients_total).toBe(0);
    reader.close();
  });
});
