import { indexed } from '../../support/gallery-state.ts';
import { addressOf, ask, expectGuarded, expectSilence, send } from '../../support/http-client.ts';
import { expectMatchesContract } from '../../support/openapi-validator.ts';
import { writeImage } from '../../support/images.ts';
import { sendRaw } from '../../support/raw-http.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import type { RouteName } from '#contracts';

/** One address of every kind: reading, media, health, page, files of the page, and one that is not there. */
const everyKind: [RouteName, string][] = [
  ['folders', '/folders'],
  ['thumb', '/thumb?path=/one.jpg'],
  ['file', '/file?path=/one.jpg'],
  ['health', '/health'],
  ['healthLive', '/health/live'],
  ['openapi', '/openapi.json'],
  ['docs', '/docs'],
  ['page', '/'],
  ['page', '/favicon.svg'],
  ['page', '/no/such/thing'],
];

describe('who may talk to the server', () => {
  const root = tempFolder('gallery');
  let server: TestServer;
  let port: string;

  beforeAll(async () => {
    await writeImage(root, 'one.jpg');
    server = await startServer({ root, args: ['--allow-host', 'Gallery.Example'] });
    ({ port } = new URL(server.url));
    await indexed(server, 1);
  });

  describe('H1: by its Host', () => {
    it.each([
      'evil.com',
      '127.0.0.1.evil.com',
      'localhost.evil.com',
      'evil.com:PORT',
      '[::1]%25',
      '[::1',
      'localhost.',
      '127.0.0.1.',
      '2130706433',
      '0177.0.0.1',
      '0x7f.0.0.1',
      '127.1',
      '0.0.0.0',
      'localhost:PORT@evil.com',
      'localhost/evil.com',
      'localhost:99999999',
      'sub.gallery.example',
    ])('refuses %j everywhere', async (host) => {
      for (const [name, path] of everyKind) {
        for (const method of ['GET', 'OPTIONS', 'POST']) {
          const answer = await send(server.url + path, { method, headers: { host: host.replace('PORT', port) } });
          expect([path, method, answer.status]).toEqual([path, method, 421]);
          expect(JSON.parse(answer.bytes.toString())).toMatchObject({ error: 'misdirected_host' });
          if (name !== 'page') expectMatchesContract(name, answer.status, JSON.parse(answer.bytes.toString()));
          expectGuarded(answer);
        }
      }
    });

    it.each(['localhost', 'LOCALHOST:PORT', '127.0.0.1:PORT', '[::1]:PORT', 'gallery.example', 'GALLERY.example:443'])(
      'knows %s',
      async (host) => {
        const { status } = await send(`${server.url}/folders`, { headers: { host: host.replace('PORT', port) } });
        expect(status).toBe(200);
      },
    );

    it.each([
      ['no Host', 'GET /folders HTTP/1.1\r\nConnection: close\r\n\r\n'],
      ['an empty Host', 'GET /folders HTTP/1.1\r\nHost: \r\nConnection: close\r\n\r\n'],
      ['no Host, in the old protocol', 'GET /folders HTTP/1.0\r\n\r\n'],
      ['two Hosts', 'GET /folders HTTP/1.1\r\nHost: localhost\r\nHost: evil.com\r\nConnection: close\r\n\r\n'],
      ['two Hosts', 'GET /folders HTTP/1.1\r\nHost: evil.com\r\nHost: localhost\r\nConnection: close\r\n\r\n'],
      [
        'another Host in the address',
        'GET http://evil.com/folders HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
      ],
      [
        'another Host in a bad address',
        'GET http://evil.com/%zz HTTP/1.1\r\nHost: evil.com\r\nConnection: close\r\n\r\n',
      ],
      ['a bad address', 'GET /%zz HTTP/1.1\r\nHost: evil.com\r\nConnection: close\r\n\r\n'],
      ['a long result', `GET /browse/${'x'.repeat(300)} HTTP/1.1\r\nHost: evil.com\r\nConnection: close\r\n\r\n`],
    ])('refuses %s', async (_, bytes) => {
      const { status, text } = await sendRaw(server, bytes);
      expect([400, 421]).toContain(status);
      expect(text).not.toContain('one.jpg');
      expectSilence(text);
      expect(text.toLowerCase()).toContain('x-content-type-options: nosniff');
    });
  });

  describe('H2, H3, H4: by the page that it comes from', () => {
    const own = (): string => `http://127.0.0.1:${port}`;
    const writes: RouteName[] = ['browse', 'refresh'];

    it.each([
      ['Origin', 'http://evil.com'],
      ['Origin', 'null'],
      ['Origin', ''],
      ['Origin', 'OWN.evil.com'],
      ['Origin', 'http://sub.127.0.0.1:PORT'],
      ['Origin', 'http://127.0.0.1:1'],
      ['Origin', 'http://127.0.0.1'],
      ['Origin', 'https://127.0.0.1:PORT'],
      ['Origin', 'http://localhost:PORT'],
      ['Origin', 'file://'],
      ['Sec-Fetch-Site', 'cross-site'],
      ['Sec-Fetch-Site', 'same-site'],
      ['Sec-Fetch-Site', 'none'],
    ])('refuses to write with %s: %s', async (header, value) => {
      const headers = { [header]: value.replace('OWN', own()).replace('PORT', port) };
      for (const name of writes) {
        const { status, problem } = await ask(server, name, {
          headers,
          ...(name === 'browse' ? { body: { path: '/' } } : {}),
        });
        expect([status, problem?.error]).toEqual([403, 'cross_site']);
      }
      for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
        const answer = await send(`${server.url}/item?path=/one.jpg`, { method, headers });
        expect(answer.status).toBe(403);
        expectGuarded(answer);
      }
    });

    it.each([
      {},
      { origin: 'OWN' },
      { origin: 'OWN', 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'same-origin' },
      { origin: 'https://gallery.example', host: 'gallery.example' },
    ])('takes a write with %j', async (given) => {
      const headers = Object.fromEntries(
        Object.entries(given).map(([key, value]) => [key, value.replace('OWN', own())]),
      );
      const { status } = await ask(server, 'browse', { body: { path: '/' }, headers });
      expect(status).toBe(200);
    });

    it.each(['no-cors', 'cors', 'websocket', ''])('refuses another site to read in mode %j', async (mode) => {
      for (const site of ['cross-site', 'same-site']) {
        for (const [, path] of everyKind) {
          const headers = { 'sec-fetch-site': site, ...(mode === '' ? {} : { 'sec-fetch-mode': mode }) };
          expect([path, (await send(server.url + path, { headers })).status]).toEqual([path, 403]);
        }
      }
    });

    it('lets people follow a link from another site', async () => {
      const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
      expect((await send(`${server.url}/`, { headers })).status).toBe(200);
    });

    it('H5: answers no other origin with a permission, and reflects none', async () => {
      for (const origin of ['http://evil.com', own()]) {
        for (const method of ['GET', 'POST', 'OPTIONS']) {
          const answer = await send(`${server.url}/folders`, {
            method,
            headers: {
              origin,
              'access-control-request-method': 'POST',
              'access-control-request-headers': 'x-client-id',
            },
          });
          expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
          expect(answer.bytes.toString()).not.toContain('evil');
        }
      }
    });

    it('H4: changes nothing on a GET, whatever route', async () => {
      for (const path of ['/refresh?path=/', addressOf('refresh')]) {
        const answer = await send(server.url + path, {});
        expect([answer.status, answer.headers.allow]).toEqual([405, 'POST']);
      }
    });

    it('H6: is no script for another site', async () => {
      for (const [, path] of everyKind) {
        const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' };
        const answer = await send(server.url + path, { headers });
        expect([answer.status, answer.headers['x-content-type-options']]).toEqual([403, 'nosniff']);
      }
    });
  });

  it('H14: believes no header that only a proxy may set', async () => {
    for (const name of [
      'x-forwarded-host',
      'forwarded',
      'x-forwarded-for',
      'x-real-ip',
      'remote-user',
      'x_remote_user',
    ]) {
      const headers = { [name]: 'evil.com', connection: 'close, x-remote-user' };
      expect((await ask(server, 'folders', { headers })).status).toBe(200);
      expect((await ask(server, 'folders', { headers: { ...headers, host: 'evil.com' } })).status).toBe(421);
    }
    const forged = { 'x-forwarded-host': 'evil.com', 'x-forwarded-proto': 'https', origin: 'https://evil.com' };
    expect((await ask(server, 'browse', { body: { path: '/' }, headers: forged })).status).toBe(403);
  });
});
