import { connect } from 'node:net';
import type { RouteName } from '#contracts';
import { indexed } from '../../support/gallery-state.ts';
import { addressOf, ask, type Wish } from '../../support/http-client.ts';
import { writeMany } from '../../support/images.ts';
import { freshKey, gesturesOf, historyOf, labelOf, patch, put, writeHeaders } from '../../support/labels.ts';
import { sendRaw } from '../../support/raw-http.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const seed = chooseSeed();
const [path, other] = ['/image-0001.jpg', '/image-0002.jpg'];
const query = { path: '/', recursive: false, sort: { key: 'name', dir: 'asc' } } as const;

/** One of each kind of write, other every time. */
interface Write {
  readonly name: RouteName;
  readonly prepare: (server: TestServer, mark: string) => Promise<Wish> | Wish;
}

const label = (mark: string): object => ({ tags: [mark], notes: mark, star: 3 });
const writes: readonly Write[] = [
  { name: 'patchItem', prepare: (_, mark) => ({ query: { path }, body: { set_notes: mark } }) },
  { name: 'replaceItem', prepare: (_, mark) => ({ query: { path }, body: label(mark) }) },
  { name: 'bulk', prepare: (_, mark) => ({ body: { scope: { paths: [path, other] }, patch: { add_tags: [mark] } } }) },
  { name: 'pushMetrics', prepare: () => ({ body: { items: [{ path, metrics: { score: performance.now() } }] } }) },
  {
    name: 'undo',
    prepare: async (server, mark) => ({ id: (await patch(server, path, { set_notes: mark })).body.gesture_id! }),
  },
  { name: 'replaceViews', prepare: (_, mark) => ({ body: { views: [{ id: 'one', name: mark, query }] } }) },
];
const kinds = writes.map((write) => [write.name, write] as const);
const isVersioned = (name: RouteName): boolean => ['patchItem', 'replaceItem', 'replaceViews'].includes(name);

describe('writes that are sent again', () => {
  const root = tempFolder('gallery');
  let server: TestServer;
  let marks = 0;
  const mark = (): string => `mark ${(marks += 1)}`;
  const headersFor = (name: RouteName, key: string): ReturnType<typeof writeHeaders> =>
    writeHeaders({ key, ...(isVersioned(name) ? { base: '*' } : {}) });
  const counts = async (): Promise<object> => ({
    first: (await labelOf(server, path)).version,
    second: (await labelOf(server, other)).version,
    gestures: (await gesturesOf(server)).length,
    views: (await ask(server, 'views')).body.version,
  });

  beforeAll(async () => {
    await writeMany(root, 4);
    server = await startServer({ root });
    await indexed(server, 4);
  });

  it.each(kinds)('A14: %s with a known key answers as the first time, and does nothing', async (name, write) => {
    const wish = { ...(await write.prepare(server, mark())), headers: headersFor(name, freshKey()) };
    const first = await ask(server, name, wish);
    expect([first.status, first.headers['idempotency-replayed']]).toEqual([200, undefined]);
    const after = await counts();
    for (let turn = 0; turn < 3; turn += 1) {
      const again = await ask(server, name, wish);
      expect([again.status, again.headers['idempotency-replayed']]).toEqual([200, 'true']);
      expect(again.bytes.toString()).toBe(first.bytes.toString());
      expect(again.headers.etag).toBe(first.headers.etag);
    }
    expect(await counts()).toEqual(after);
  });

  it('A14: the replay is the first answer, whatever has happened to the item since', async () => {
    const wish = { query: { path }, body: { set_notes: mark() }, headers: writeHeaders({ base: '*' }) };
    const first = await ask(server, 'patchItem', wish);
    const later = await patch(server, path, { set_notes: mark() });
    const again = await ask(server, 'patchItem', wish);
    expect(again.bytes.toString()).toBe(first.bytes.toString());
    expect(await labelOf(server, path)).toMatchObject({ version: later.body.version, notes: later.body.notes });
  });

  it('A14: the replay is the first answer, also when the content of the file was read since', async () => {
    const unread = '/image-0003.jpg';
    const wish = { query: { path: unread }, body: { set_notes: mark() }, headers: writeHeaders({ base: '*' }) };
    const first = await ask(server, 'patchItem', wish);
    await waitFor(async () => (await labelOf(server, unread)).hash, 'its hash');
    expect((await ask(server, 'patchItem', wish)).bytes.toString()).toBe(first.bytes.toString());
  });

  it('A15: a key is for one request: another body, path, version or route is refused, and changes nothing', async () => {
    const key = freshKey();
    const { version } = await labelOf(server, path);
    const body = { set_notes: mark() };
    expect((await patch(server, path, body, { key, base: version })).status).toBe(200);
    const before = await counts();
    const others = [
      patch(server, path, { set_notes: 'something else' }, { key, base: version }),
      patch(server, path, { ...body, set_star: 1 }, { key, base: version }),
      patch(server, other, body, { key, base: version }),
      patch(server, path, body, { key, base: version + 1 }),
      patch(server, path, body, { key, base: '*' }),
      put(server, path, { tags: [], notes: '', star: null }, { key, base: version }),
      ask(server, 'bulk', {
        body: { scope: { paths: [path] }, patch: { set_star: 1 } },
        headers: writeHeaders({ key }),
      }),
      ask(server, 'pushMetrics', { body: { items: [{ path, metrics: { a: 1 } }] }, headers: writeHeaders({ key }) }),
      ask(server, 'replaceViews', { body: { views: [] }, headers: writeHeaders({ key, base: '*' }) }),
    ];
    for (const [turn, { status, problem }] of (await Promise.all(others)).entries()) {
      expect([turn, status, problem?.error]).toEqual([turn, 422, 'idempotency_key_reused']);
    }
    expect(await counts()).toEqual(before);
  });

  it.each(kinds)('A16: %s, twenty times at once with one key, happens once', async (name, write) => {
    for (let round = 0; round < rounds(4, 100); round += 1) {
      const wish = { ...(await write.prepare(server, mark())), headers: headersFor(name, freshKey()) };
      const before = (await gesturesOf(server)).at(-1)?.seq ?? 0;
      const views = (await ask(server, 'views')).body.version;
      const answers = await Promise.all(Array.from({ length: 20 }, () => ask(server, name, wish)));
      const done = answers.filter(({ status }) => status === 200);
      expect(done.filter(({ headers }) => headers['idempotency-replayed'] === undefined)).toHaveLength(1);
      expect(new Set(done.map(({ bytes }) => bytes.toString())).size).toBe(1);
      for (const { problem, headers } of answers.filter((answer) => !done.includes(answer))) {
        expect(problem?.error).toBe('idempotency_in_flight');
        expect(headers['retry-after']).toMatch(/^\d+$/);
      }
      if (name === 'replaceViews') expect((await ask(server, 'views')).body.version).toBe(views + 1);
      else expect(await gesturesOf(server, before)).toHaveLength(1);
    }
  });

  /** Sends a patch by hand, and cuts the connection some turns of the loop after the last byte went out. */
  const sendAndCut = (body: string, key: string, bytes: number, turns: number): Promise<void> => {
    const { hostname, port, host } = new URL(server.url);
    const text = [
      `PATCH ${addressOf('patchItem', { query: { path } })} HTTP/1.1`,
      `Host: ${host}`,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `Idempotency-Key: ${key}`,
      'If-Match: *',
      '',
      body,
    ].join('\r\n');
    return new Promise((resolve) => {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      socket.on('close', () => resolve());
      const cut = (left: number): void => {
        if (left === 0) socket.resetAndDestroy();
        else setImmediate(cut, left - 1);
      };
      socket.write(text.slice(0, text.length - bytes), () => cut(turns));
    });
  };

  it(`A18: an answer that is lost, and asked for five times more, is one effect, seed ${seed}`, async () => {
    const random = new SeededRandom(seed);
    for (let round = 0; round < rounds(30, 500); round += 1) {
      const { version } = await labelOf(server, path);
      const body = { set_notes: mark() };
      const key = freshKey();
      const missing = random.chance(0.2) ? random.between(1, 10) : 0;
      await sendAndCut(JSON.stringify(body), key, missing, random.below(40));
      const answers = [];
      for (let turn = 0; turn < 5; turn += 1) answers.push(await patch(server, path, body, { key }));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
      expect(new Set(answers.map(({ bytes }) => bytes.toString())).size).toBe(1);
      expect(answers[0]!.body).toMatchObject({ version: version + 1, notes: body.set_notes });
      if (missing > 0) expect(answers[0]!.headers).not.toHaveProperty('idempotency-replayed');
      expect(await historyOf(server, path, version)).toHaveLength(1);
    }
  });

  it('A21: a key whose request was refused is free for the corrected one', async () => {
    const corrected = { query: { path }, body: { set_notes: 'corrected' } };
    const { version } = await labelOf(server, path);
    const refusals: [number, Wish][] = [
      [400, { query: { path }, body: { set_star: 9 }, headers: { 'if-match': '*' } }],
      [400, { query: { path }, body: { set_star: 1 } }],
      [400, { query: { path }, body: { set_star: 1 }, headers: { 'if-match': 'x' } }],
      [400, { query: {}, body: { set_star: 1 }, headers: { 'if-match': '*' } }],
      [403, { ...corrected, headers: { 'if-match': '*', origin: 'http://evil.example' } }],
      [404, { query: { path: '/nowhere.jpg' }, body: { set_star: 1 }, headers: { 'if-match': '*' } }],
      [409, { query: { path }, body: { set_star: 1 }, headers: { 'if-match': `"${version + 500}"` } }],
      [413, { query: { path }, body: { set_notes: 'x'.repeat(300_000) }, headers: { 'if-match': '*' } }],
      [415, { ...corrected, headers: { 'if-match': '*', 'content-type': 'text/plain' } }],
    ];
    for (const [status, wish] of refusals) {
      const key = freshKey();
      for (let turn = 0; turn < 2; turn += 1) {
        const refused = await ask(server, 'patchItem', {
          ...wish,
          headers: { ...wish.headers, 'idempotency-key': key },
        });
        expect(refused.status).toBe(status);
        expect(refused.headers).not.toHaveProperty('idempotency-replayed');
      }
      const notes = mark();
      const done = await patch(server, path, { set_notes: notes }, { key });
      expect([done.status, done.headers['idempotency-replayed']]).toEqual([200, undefined]);
      expect((await labelOf(server, path)).notes).toBe(notes);
    }
  });

  describe('A22: a key must be there, once, and be plain', () => {
    const keys: [string, string | string[], string][] = [
      ['missing', [], 'missing_idempotency_key'],
      ['empty', '', 'missing_idempotency_key'],
      ['256 characters', 'x'.repeat(256), 'invalid_idempotency_key'],
      ['a tab inside', 'a\tb', 'invalid_idempotency_key'],
      ['Latin letters beyond ASCII', 'clé', 'invalid_idempotency_key'],
      ['two of them', ['one', 'two'], 'invalid_idempotency_key'],
      ['two that are equal', ['same', 'same'], 'invalid_idempotency_key'],
    ];
    it.each(keys)('%s', async (_, key, error) => {
      const before = await counts();
      for (const { name, prepare } of writes.filter((write) => write.name !== 'undo')) {
        const headers = { ...headersFor(name, ''), 'idempotency-key': key };
        const answer = await ask(server, name, { ...(await prepare(server, mark())), headers });
        expect([name, answer.status, answer.problem?.error]).toEqual([name, 400, error]);
      }
      expect(await counts()).toEqual(before);
    });

    it('of undo as well', async () => {
      const id = (await patch(server, path, { set_notes: mark() })).body.gesture_id!;
      const { status, problem } = await ask(server, 'undo', { id });
      expect([status, problem?.error]).toEqual([400, 'missing_idempotency_key']);
    });

    it('255 characters are fine, and a comma is a character like others', async () => {
      for (const key of [freshKey().padEnd(255, '~'), `${freshKey()}, ${freshKey()}`]) {
        expect((await patch(server, path, { set_notes: mark() }, { key })).status).toBe(200);
      }
    });

    it.each(['\u0001', '\u007f', '\u0000', '\u{1f9a9}'])('%j', async (character) => {
      const { host } = new URL(server.url);
      const head = `PATCH /item?path=${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\nIf-Match: *\r\n`;
      const rest = 'Content-Type: application/json\r\nContent-Length: 14\r\n\r\n{"set_star":5}';
      const { version } = await labelOf(server, path);
      const { status } = await sendRaw(server, Buffer.from(`${head}Idempotency-Key: a${character}b\r\n${rest}`));
      expect(status).toBe(400);
      expect((await labelOf(server, path)).version).toBe(version);
    });
  });
});
