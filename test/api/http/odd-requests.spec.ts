import { indexed } from '../../support/gallery-state.ts';
import { ask, expectGuarded, expectSilence, send } from '../../support/http-client.ts';
import { writeImage } from '../../support/images.ts';
import { sendRaw } from '../../support/raw-http.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const head = 'Host: localhost\r\nConnection: close\r\n';
const post = `POST /browse HTTP/1.1\r\n${head}Content-Type: application/json\r\n`;
const body = '{"path":"/"}';

describe('what is hardly a request', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    await writeImage(root, 'one.jpg');
    server = await startServer({ root });
    await indexed(server, 1);
  });

  afterAll(async () => {
    // After all of this, it is as well as before.
    expect((await ask(server, 'folders')).body.items).toHaveLength(1);
  });

  it.each([
    ['a length that is too short', `${post}Content-Length: 5\r\n\r\n${body}`, [400]],
    ['a length that is no number', `${post}Content-Length: 12abc\r\n\r\n${body}`, [400]],
    ['two lengths', `${post}Content-Length: 12\r\nContent-Length: 5\r\n\r\n${body}`, [400]],
    ['both ways to tell the length', `${post}Content-Length: 12\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, [400]],
    ['a hidden way to tell the length', `${post}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`, [400, 501]],
    [
      'a folded header',
      `GET /folders HTTP/1.1\r\nHost: localhost\r\nX-A: a\r\n b\r\nConnection: close\r\n\r\n`,
      [200, 400],
    ],
    ['bare line feeds', 'GET /folders HTTP/1.1\nHost: localhost\nConnection: close\n\n', [200, 400]],
    ['a NUL in a header', `GET /folders HTTP/1.1\r\n${head}X-A: a\0b\r\n\r\n`, [400]],
    ['a space before the colon', `GET /folders HTTP/1.1\r\n${head}X-A : a\r\n\r\n`, [400]],
    ['another protocol', `GET /folders HTTP/9.9\r\n${head}\r\n`, [400, 505]],
    ['no protocol', 'hello\r\n\r\n', [400]],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', [400]],
    ['a header of 20 KiB', `GET /folders HTTP/1.1\r\n${head}X-A: ${'a'.repeat(20_480)}\r\n\r\n`, [431]],
    ['a cookie of 1 MiB', `GET /folders HTTP/1.1\r\n${head}Cookie: ${'a'.repeat(2 ** 20)}\r\n\r\n`, [431]],
    ['an address of 20 KiB', `GET /folders?path=${'a'.repeat(20_480)} HTTP/1.1\r\n${head}\r\n`, [414, 431]],
  ])('E11, E12: %s is refused, and the connection ended', async (_, bytes, allowed) => {
    const { status, text, isClosed } = await sendRaw(server, bytes);
    expect(allowed).toContain(status);
    expect(isClosed).toBe(true);
    expectSilence(text);
    if (status < 400) return;
    const [headers = '', told = ''] = text.split('\r\n\r\n');
    expect(headers.toLowerCase()).toContain('x-content-type-options: nosniff');
    expect(headers.toLowerCase()).toContain("frame-ancestors 'none'");
    const expected = status === 431 ? 'headers_too_large' : 'bad_request';
    if (!text.includes('invalid_json')) expect(JSON.parse(told)).toMatchObject({ error: expected });
  });

  it('E11: one request is one request, whatever it says of its length', async () => {
    const smuggled = `GET /health HTTP/1.1\r\n${head}\r\n`;
    const { text } = await sendRaw(
      server,
      `POST /browse HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${smuggled.length}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
    );
    expect(text.match(/HTTP\/1\.1 \d/g)).toHaveLength(1);
    expect(text).not.toContain('indexing');
  });

  it('E11: a body that never comes holds up nobody else', async () => {
    const waiting = sendRaw(server, `${post}Transfer-Encoding: chunked\r\n\r\n5\r\n{"pat`, 0.3);
    expect((await ask(server, 'folders')).status).toBe(200);
    expect(await waiting).toMatchObject({ status: 0, isClosed: false });
  });

  it('E12: 200 headers are no harm', async () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`x-${at}`, 'a']));
    expect((await ask(server, 'folders', { headers: many })).status).toBe(200);
  });

  it.each(['TRACE', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'OPTIONS', 'PURGE'])(
    'E13: %s is answered with what is possible',
    async (method) => {
      const answer = await send(`${server.url}/folders`, { method });
      expect(JSON.parse(answer.bytes.toString())).toMatchObject({ error: 'method_not_allowed' });
      expect([answer.status, answer.headers.allow]).toEqual([405, 'GET']);
      expectGuarded(answer);
      expect((await send(`${server.url}/nowhere`, { method })).status).toBe(404);
    },
  );

  it('E13: CONNECT and unknown methods end the connection; a method in a header is not believed', async () => {
    expect((await sendRaw(server, `CONNECT evil.com:443 HTTP/1.1\r\n${head}\r\n`)).isClosed).toBe(true);
    expect([400, 405]).toContain((await sendRaw(server, `BREW /folders HTTP/1.1\r\n${head}\r\n`)).status);
    const headers = { 'x-http-method-override': 'POST', 'x-method-override': 'POST' };
    expect((await send(`${server.url}/refresh?_method=POST`, { headers })).status).toBe(405);
  });

  it.each([
    'path=/one.jpg&path=/one.jpg',
    'path[]=/one.jpg',
    'path[a]=/one.jpg',
    'path=/one.jpg&%70ath=/two.jpg',
    'path=/one.jpg&__proto__=1',
    'path=/one.jpg&constructor=1',
    'path=/one.jpg&toString=1',
    'path=/one.jpg&hasOwnProperty=1',
    'path=/one.jpg&=1',
    'path=/one.jpg&_=1',
  ])('E14: the query %s', async (query) => {
    for (const name of ['item', 'file', 'thumb', 'metadata', 'folders'] as const) {
      const { status, problem } = await ask(server, name, { query });
      expect([name, status, problem?.error]).toEqual([name, 400, 'invalid_field']);
    }
  });

  it.each([
    ['missing', '', 'invalid_field'],
    ['empty', 'path=', 'item_not_found'],
    ['over 4 KiB', `path=/${'a'.repeat(5000)}`, 'invalid_path'],
    ['no percent encoding', 'path=%zz', 'invalid_field'],
    ['overlong', 'path=%c0%af', 'invalid_field'],
    ['not UTF-8', 'path=%ff.jpg', 'invalid_field'],
    ['half a surrogate pair', 'path=%ed%a0%80', 'invalid_field'],
    ['with a NUL', 'path=/one.jpg%00.txt', 'invalid_path'],
  ])('E15: a path that is %s', async (_, query, code) => {
    for (const name of ['item', 'file', 'thumb', 'metadata'] as const) {
      expect([name, (await ask(server, name, { query })).problem?.error]).toEqual([name, code]);
    }
  });

  it('E19: whatever languages or types are asked for', async () => {
    for (const junk of ['xx-XX;q=9', '*/*;q=0', '', ';;;', 'text/html,application/xml;q=0.9', 'a'.repeat(4000)]) {
      const { body: found } = await ask(server, 'folders', { headers: { accept: junk, 'accept-language': junk } });
      expect(found.items).toHaveLength(1);
    }
    for (const encoding of ['identity', 'br', 'gzip', '*', 'br;q=0', 'nonsense', '*;q=0']) {
      expect((await send(`${server.url}/folders`, { headers: { 'accept-encoding': encoding } })).status).toBe(200);
    }
  });

  it.each([
    '/%66olders',
    '//folders',
    '/folders/',
    '/FOLDERS',
    '/folders;x',
    '/./folders',
    '/folders%2f',
    '/a/../folders',
    '/folders%00',
    '/%2ffolders',
    '\\folders',
  ])('H7: %s is the canonical address or none', async (path) => {
    const { status, text } = await sendRaw(server, `GET ${path} HTTP/1.1\r\n${head}\r\n`);
    expect([200, 400, 404]).toContain(status);
    expect(text.includes('one.jpg')).toBe(status === 200);
    expect(text.toLowerCase()).toContain('x-content-type-options: nosniff');
    // The door stands before every spelling.
    const elsewhere = await sendRaw(server, `GET ${path} HTTP/1.1\r\n${head.replace('localhost', 'evil.com')}\r\n`);
    expect([400, 421]).toContain(elsewhere.status);
  });
});
