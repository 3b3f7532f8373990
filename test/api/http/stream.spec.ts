import { connect } from 'node:net';
import { healthOf, indexed } from '../../support/gallery-state.ts';
import { StreamReader } from '../../support/event-stream.ts';
import { ask, expectGuarded, send } from '../../support/http-client.ts';
import { writeMany } from '../../support/images.ts';
import { patch } from '../../support/labels.ts';
import { RawStream } from '../../support/raw-stream.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const path = '/image-0001.jpg';
const query = { path: '/', recursive: false, sort: { key: 'name', dir: 'asc' } } as const;
let notes = 0;
const news = (): { set_notes: string } => ({ set_notes: `note ${(notes += 1)}` });

describe('how a stream begins', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    await writeMany(root, 4, { width: 8, height: 8 });
    server = await startServer({ root });
    await indexed(server, 4);
  });

  /** The number of streams that the server knows of. */
  const streams = (count: number): Promise<unknown> =>
    waitFor(async () => (await healthOf(server)).sse_clients === count || undefined, `${count} streams to be open`);
  const headNow = async (): Promise<string> =>
    String((await ask(server, 'item', { query: { path } })).headers['x-sync-cursor']);

  it('ST7: is refused behind an answer that is not finished, where there is no connection to take', async () => {
    const { hostname, port, host } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    let answered = '';
    socket.setEncoding('utf8').on('data', (text: string) => (answered += text));
    socket.write(['/health', '/events'].map((at) => `GET ${at} HTTP/1.1\r\nHost: ${host}\r\n\r\n`).join(''));
    await waitFor(() => /HTTP\/1\.1 400 .*"error":"bad_request"/s.test(answered), 'the refusal');
    socket.destroy();
    await streams(0);
  });

  it('SC11: it is a line of the log when it has ended', async () => {
    const talkative = await startServer({ root, args: ['--log-level', 'debug'] });
    const reader = await StreamReader.open(talkative);
    await reader.greeted();
    reader.close();
    const line = await waitFor(
      () =>
        talkative
          .output()
          .split('\n')
          .find((each) => each.includes('"route":"/events"')),
      'the line',
    );
    const request = reader.headers['x-request-id'];
    expect(JSON.parse(line)).toMatchObject({ method: 'GET', status: 200, request, ms: expect.any(Number) as number });
    await talkative.stop();
  });

  it('ST7: its headers keep a browser safe, and every proxy from gathering or packing it', async () => {
    const reader = await StreamReader.open(server, { headers: { 'accept-encoding': 'gzip, br, deflate' } });
    expectGuarded(reader);
    expect(reader.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      connection: 'close',
    });
    for (const name of ['content-encoding', 'content-length', 'transfer-encoding', 'etag'])
      expect(reader.headers).not.toHaveProperty([name]);
    reader.close();
  });

  it('ST7: its first bytes are retry and an id without an event, then hb', async () => {
    const stream = await RawStream.open(server, { headers: ['Accept-Encoding: gzip'] });
    const head = await headNow();
    const { store_id } = await healthOf(server);
    const [opening = '', hb = ''] = stream.body.split('\n\n');
    expect(opening).toBe(`retry: 2000\nid: ${head}`);
    const { stream_id, ...told } = JSON.parse(hb.replace('event: hb\ndata: ', '')) as Record<string, unknown>;
    expect(told).toEqual({ head, store_id });
    expect(stream_id).toMatch(/^[\w-]{22}$/);
    stream.close();
  });

  it('ST7: two streams have two names, and each is counted while it is open', async () => {
    await streams(0);
    const readers = await Promise.all([StreamReader.open(server), StreamReader.open(server)]);
    const [one, two] = await Promise.all(readers.map((reader) => reader.greeted()));
    expect(one!.stream_id).not.toBe(two!.stream_id);
    await streams(2);
    for (const reader of readers) reader.close();
    await streams(0);
  });

  it('ST7: after hb come the folders with people, each once', async () => {
    const join = (gallery_id: string, client_id: string): Promise<unknown> =>
      ask(server, 'presenceJoin', { body: { gallery_id, client_id } });
    await join('/', 'one');
    await join('/', 'two');
    const first = await StreamReader.open(server);
    await first.until((each) => each.all('presence').some(({ viewing }) => viewing === 2), 'both to be told of');
    first.close();
    const reader = await StreamReader.open(server);
    await reader.until(({ frames }) => frames.length >= 2, 'hb and presence');
    expect(reader.frames.map(({ event, id }) => [event, id])).toEqual([
      ['hb', undefined],
      ['presence', undefined],
    ]);
    expect(reader.all('presence')).toMatchObject([{ gallery_id: '/', viewing: 2, editing: 0 }]);
    expect(reader.parser.retryMs).toBe(2000);
    reader.close();
  });

  it('B26, ST7: HEAD opens no stream, POST is 405, and who takes no stream gets 406', async () => {
    await streams(0);
    const head = await ask(server, 'events', { method: 'HEAD' });
    expect(head).toMatchObject({ status: 200, headers: { 'content-type': 'text/event-stream; charset=utf-8' } });
    expect(head.bytes).toHaveLength(0);
    const posted = await send(`${server.url}/events`, { method: 'POST' });
    expect(posted).toMatchObject({ status: 405, headers: { allow: 'GET' } });
    for (const accept of ['text/html', 'application/json', 'text/event-streams', '']) {
      const refused = await ask(server, 'events', { headers: { accept } });
      expect([accept, refused.status, refused.problem?.error]).toEqual([accept, 406, 'not_acceptable']);
      expect(refused.headers['content-type']).toMatch(/^application\/json/);
    }
    await streams(0);
    for (const accept of ['text/event-stream', '*/*', 'text/*', 'text/html, TEXT/EVENT-STREAM;q=0.1']) {
      const answer = await send(`${server.url}/events`, { headers: { accept }, isEndless: true });
      expect([accept, answer.status]).toEqual([accept, 200]);
    }
    expect((await send(`${server.url}/events`, { isEndless: true })).status).toBe(200);
    await streams(0);
  });

  it('B1: who has missed nothing is told nothing, and the next event comes', async () => {
    const before = await StreamReader.open(server);
    await before.greeted();
    await patch(server, path, news());
    await before.until(({ events }) => events.length === 1, 'the first event');
    before.close();
    const reader = await StreamReader.open(server, { cursor: before.cursor });
    expect((await reader.greeted()).head).toBe(before.cursor);
    expect(reader.cursor).toBe(before.cursor);
    await patch(server, path, news());
    await reader.until(({ events }) => events.length > 0, 'the next event');
    expect(reader.eventIds).toEqual([before.eventIds[0]! + 1]);
    expect(reader.resyncs).toEqual([]);
    reader.close();
  });

  it('ST7: a stream that is cut before its first event can go on where it began', async () => {
    const first = await StreamReader.open(server);
    await first.greeted();
    first.close();
    expect(first.cursor).toBe(await headNow());
    const { version } = (await patch(server, path, news())).body;
    const reader = await StreamReader.open(server, { cursor: first.cursor });
    await reader.until(({ events }) => events.length > 0, 'what happened in between');
    expect(reader.events).toMatchObject([{ event: { path, version } }]);
    expect(reader.resyncs).toEqual([]);
    reader.close();
  });

  it('B10, ST6: what is written between a page and its stream is told, whichever answer the page is made from', async () => {
    const { result } = (await ask(server, 'browse', { body: query })).body;
    const pages = [
      () => ask(server, 'folders', { query: { path: '/' } }),
      () => ask(server, 'item', { query: { path } }),
      () => ask(server, 'browse', { body: query }),
      () => ask(server, 'browseWindow', { result, query: { offset: 0, limit: 2 } }),
    ];
    for (const page of pages) {
      const cursor = String((await page()).headers['x-sync-cursor']);
      expect(cursor).toBe(await headNow());
      const { version, notes } = (await patch(server, path, news())).body;
      const reader = await StreamReader.open(server, { cursor });
      await reader.until(({ events }) => events.length > 0, 'what the page does not hold');
      expect(reader.events).toMatchObject([{ name: 'item-updated', event: { path, version, notes } }]);
      reader.close();
    }
  });

  it('ST6: a page holds everything up to its cursor, while others write', async () => {
    const writers = { areOver: false };
    const writing = (async () => {
      while (!writers.areOver) await patch(server, path, news());
    })();
    for (let turn = 0; turn < 40; turn += 1) {
      const { headers, body } = await ask(server, 'folders', { query: { path: '/' } });
      const held = body.items.find((row) => row.path === path)!.version;
      const reader = await StreamReader.open(server, { cursor: String(headers['x-sync-cursor']) });
      await reader.until(({ events }) => events.length > 0, 'an event');
      const [first] = reader.events;
      // The first that it is told of is the next, or one that is in the page already.
      expect(first!.event).toMatchObject({ path });
      expect((first!.event as { version: number }).version).toBeLessThanOrEqual(held + 1);
      reader.close();
    }
    writers.areOver = true;
    await writing;
  });
});

describe('signs of life', () => {
  const root = tempFolder('gallery');

  it('B19, ST7: hb comes again and again on a stream on which nothing happens, and tells where things stand', async () => {
    await writeMany(root, 1, { width: 8, height: 8 });
    const server = await startServer({ root, args: ['--stream-heartbeat', '1'] });
    await indexed(server, 1);
    const reader = await StreamReader.open(server);
    await reader.until(({ heartbeats }) => heartbeats.length === 3, 'three heartbeats');
    await patch(server, path, news());
    await reader.until(({ events }) => events.length === 1, 'the write');
    await reader.until(({ heartbeats, cursor }) => heartbeats.at(-1)!.head === cursor, 'one that knows of it');
    expect(new Set(reader.heartbeats.map(({ stream_id }) => stream_id)).size).toBe(1);
    await server.stop();
  });

  it('ST9: a stream ends for its age with bye, and goes on where it was', async () => {
    const server = await startServer({ root, args: ['--stream-lifetime', '2'] });
    await indexed(server, 1);
    const reader = await StreamReader.open(server);
    await patch(server, path, news());
    await reader.closed();
    expect(reader.byes).toEqual([{ reason: 'lifetime' }]);
    expect(reader.parser.retryMs).toBe(100);
    await patch(server, path, news());
    const next = await StreamReader.open(server, { cursor: reader.cursor });
    await next.until(({ events }) => events.length > 0, 'what it missed');
    expect(next.eventIds).toEqual([reader.eventIds[0]! + 1]);
    await server.stop();
  });
});
