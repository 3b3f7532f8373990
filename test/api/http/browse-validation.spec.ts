import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { indexed } from '../../support/gallery-state.ts';
import { ask, send } from '../../support/http-client.ts';
import { writeImage } from '../../support/images.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

describe('what POST /browse refuses', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    await writeImage(root, 'one.jpg');
    server = await startServer({ root });
    await indexed(server, 1);
  });

  const post = async (body: string | Buffer, headers: Record<string, string> = {}): Promise<[number, string]> => {
    const answer = await send(`${server.url}/browse`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    const { error } = JSON.parse(answer.bytes.toString()) as { error: string };
    return [answer.status, error];
  };

  it.each([
    ['path', {}],
    ['path', { path: null }],
    ['path', { path: 5 }],
    ['path', { path: ['/'] }],
    ['recursive', { path: '/', recursive: 'true' }],
    ['recursive', { path: '/', recursive: 1 }],
    ['recursive', { path: '/', recursive: null }],
    ['offset', { path: '/', offset: -1 }],
    ['offset', { path: '/', offset: 1.5 }],
    ['offset', { path: '/', offset: '0' }],
    ['offset', { path: '/', offset: 2 ** 53 }],
    ['offset', { path: '/', offset: null }],
    ['limit', { path: '/', limit: 0 }],
    ['limit', { path: '/', limit: -1 }],
    ['limit', { path: '/', limit: 501 }],
    ['limit', { path: '/', limit: 1e9 }],
    ['limit', { path: '/', limit: '10abc' }],
    ['limit', { path: '/', limit: 10.5 }],
    ['sort', { path: '/', sort: 'name' }],
    ['sort', { path: '/', sort: ['name'] }],
    ['sort', { path: '/', sort: null }],
    ['sort.key', { path: '/', sort: { key: 'stars' } }],
    ['sort.key', { path: '/', sort: { key: 'constructor' } }],
    ['sort.key', { path: '/', sort: { key: 'NAME' } }],
    ['sort.dir', { path: '/', sort: { dir: 'up' } }],
    ['sort.order', { path: '/', sort: { order: 'asc' } }],
    ['sort.key', { path: '/', sort: { key: 'relevance' } }],
    ['sort.seed', { path: '/', text: 'a', sort: { key: 'relevance', seed: 1 } }],
    ['text', { path: '/', text: 5 }],
    ['text', { path: '/', text: null }],
    ['text', { path: '/', text: ['a'] }],
    ['text', { path: '/', text: 'star:abc' }],
    ['text', { path: '/', text: 'a\0b' }],
    ['text', { path: '/', text: 'x'.repeat(513) }],
    ['text', { path: '/', text: 'x '.repeat(17) }],
    ['locate', { path: '/', locate: 5 }],
    ['strar', { path: '/', strar: 5 }],
    ['updated_by', { path: '/', updated_by: 'me' }],
    ['toString', { path: '/', toString: 1 }],
    ['body', []],
    ['body', null],
    ['body', 'text'],
    ['body', 5],
  ])('E4, E16: %s in %j', async (field, body) => {
    const { status, problem } = await ask(server, 'browse', { body });
    expect([status, problem?.error, problem?.field]).toEqual([400, 'invalid_field', field]);
  });

  it.each(['/../a', '..', '/a/./b', '/a\0b', `/${'x'.repeat(4096)}`, '\\..\\a'])('E15: the path %j', async (path) => {
    for (const body of [{ path }, { path: '/', locate: path }]) {
      expect((await ask(server, 'browse', { body })).problem?.error).toBe('invalid_path');
    }
  });

  it.each([
    '{"__proto__":{"polluted":1},"path":"/"}',
    '{"path":"/","sort":{"constructor":{"prototype":{"polluted":1}}}}',
  ])('E6: %s', async (body) => {
    expect(await post(body)).toEqual([400, 'invalid_field']);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it.each([
    ['cut short', '{"path":"/"'],
    ['a trailing comma', '{"path":"/",}'],
    ['a comment', '{"path":"/"/* all */}'],
    ['a byte order mark', '\ufeff{"path":"/"}'],
    ['UTF-16', Buffer.from('{"path":"/"}', 'utf16le')],
    ['invalid UTF-8', Buffer.concat([Buffer.from('{"path":"/'), Buffer.from([0xff]), Buffer.from('"}')])],
    ['half a surrogate pair', '{"path":"/\\ud83d"}'],
    ['a bare NUL', '{"path":"/\0"}'],
    ['an endless number', '{"path":"/","offset":1e999}'],
    ['NaN', '{"path":"/","offset":NaN}'],
    ['minus nothing', '{"path":"/","offset":-0}'],
    ['nothing', ''],
    ['two values', '{"path":"/"}{"path":"/"}'],
    ['33 levels', `{"path":${'['.repeat(32)}${']'.repeat(32)}}`],
  ])('E7: %s', async (_, body) => {
    const [status, error] = await post(body);
    expect([status, error]).toEqual([400, body === '' ? expect.any(String) : 'invalid_json']);
  });

  it.each([
    ['100,000 levels', `{"path":${'['.repeat(100_000)}`],
    ['60,000 keys', `{${Array.from({ length: 20_000 }, (_, at) => `"k${at}":0`).join(',')}}`],
  ])('E8: %s, at once', async (_, body) => {
    const started = performance.now();
    expect((await post(body))[0]).toBe(400);
    // 50 ms of the server's time, on a machine that has other things to do.
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('SC9: a body over 256 KiB, whether its length is told or not', async () => {
    const body = JSON.stringify({ path: '/'.repeat(256 * 1024) });
    expect(await post(body)).toEqual([413, 'body_too_large']);
    expect(await post(body, { 'transfer-encoding': 'chunked' })).toEqual([413, 'body_too_large']);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json garbage',
    'Application/JSON;charset=utf-7',
    'application/json, text/plain',
    'application/vnd.api+json',
    'text/json',
    '',
    'garbage',
  ])('E9: a body of type %j', async (type) => {
    expect(await post('{"path":"/"}', { 'content-type': type })).toEqual([415, 'unsupported_media_type']);
  });

  it.each(['application/json', 'Application/JSON; charset=UTF-8', 'application/json;charset="utf-8"'])(
    'but takes one of type %j',
    async (type) => {
      const { status } = await send(`${server.url}/browse`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: '{"path":"/"}',
      });
      expect(status).toBe(200);
    },
  );

  it.each([
    ['gzip', gzipSync('{"path":"/"}')],
    ['deflate', deflateSync('{"path":"/"}')],
    ['br', brotliCompressSync('{"path":"/"}')],
    ['gzip', gzipSync(Buffer.alloc(50_000_000))],
    ['gzip', '{"path":"/"}'],
    ['gzip, gzip', gzipSync(gzipSync('{"path":"/"}'))],
  ])('E10: a body packed with %s', async (encoding, body) => {
    expect(await post(body, { 'content-encoding': encoding })).toEqual([415, 'unsupported_media_type']);
  });

  it('E9: any body of another type where none is expected', async () => {
    const answer = await send(`${server.url}/refresh`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: 'x',
    });
    expect(answer.status).toBe(415);
  });

  it.each([
    'offset=0',
    'limit=10',
    'offset=-1&limit=10',
    'offset=0&limit=0',
    'offset=0&limit=501',
    'offset=1e1&limit=1',
    '',
  ])('E16: a window of %j', async (query) => {
    const { problem } = await ask(server, 'browseWindow', { result: 'any', query });
    expect(problem?.error).toBe('invalid_field');
  });
});
