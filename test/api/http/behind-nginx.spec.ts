import { createServer, type IncomingHttpHeaders, type OutgoingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { limits, type ErrorBody } from '#contracts';
import { StreamReader } from '../../support/event-stream.ts';
import { send, type PlainAnswer } from '../../support/http-client.ts';
import { writeImage } from '../../support/images.ts';
import { freshKey } from '../../support/labels.ts';
import { canRunExamples, startExample, type Front } from '../../support/nginx-example.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { TokenHolders } from '../../support/token-holders.ts';

const name = 'images.example.com';
const path = '/one.jpg';
const people = new TokenHolders();
const root = tempFolder('gallery');
const describeBehind = canRunExamples ? describe : describe.skip;

beforeAll(async () => {
  await writeImage(root, path.slice(1), { width: 64, height: 48 });
  await people.add('ada', 'labeller');
});

/** A write as a page of this origin sends it. */
function write(front: Front, method: string, route: string, body: string, headers: OutgoingHttpHeaders) {
  const own = { origin: front.origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };
  return send(front.url + route, { method, body, headers: { ...own, 'idempotency-key': freshKey(), ...headers } });
}

function star(front: Front, stars: number, headers: OutgoingHttpHeaders) {
  const body = JSON.stringify({ set_star: stars });
  return write(front, 'PATCH', `/item?path=${path}`, body, { 'if-match': '*', ...headers });
}

function cookieOf(headers: IncomingHttpHeaders): string {
  return headers['set-cookie']?.[0] ?? '';
}

function json(answer: PlainAnswer): unknown {
  return JSON.parse(answer.bytes.toString());
}

describeBehind.each([
  ['root', ''],
  ['sub-path', '/team/gallery'],
])('behind nginx, as deploy/nginx/%s.conf has it', (example, base) => {
  let server: TestServer;
  let front: Front;
  let cookie: string;

  beforeAll(async () => {
    const args = ['--allow-host', name, '--token-file', people.file];
    server = await startServer({ root, args: [...args, ...(base === '' ? [] : ['--base-path', base])] });
    front = await startExample(example, server);
    const signedIn = await write(front, 'POST', '/login', JSON.stringify({ token: people.tokens.get('ada') }), {});
    cookie = cookieOf(signedIn.headers).split(';', 1)[0]!;
  });

  const get = (route: string, headers: OutgoingHttpHeaders = {}) =>
    send(front.url + route, { headers: { cookie, ...headers } });

  it('RU3, SC2: leads to the page to sign in under the base path, and back', async () => {
    const stranger = await send(`${front.url}/?path=%2Fholiday`);
    const wanted = encodeURIComponent(`${base}/?path=%2Fholiday`);
    expect([stranger.status, stranger.headers.location]).toEqual([302, `${base}/login?next=${wanted}`]);
    const page = await send(front.origin + stranger.headers.location!);
    expect(page.bytes.toString()).toContain(`data-next="${base}/?path=%2Fholiday"`);
  });

  it('SC2, SC6: the cookie is for the base path, and for https alone when the browser came by it', async () => {
    const token = people.tokens.get('ada');
    const signIn = (headers: OutgoingHttpHeaders) =>
      send(`${front.url}/login`, { method: 'POST', body: JSON.stringify({ token }), headers });
    const type = { 'content-type': 'application/json' };
    const secure = await signIn({ ...type, origin: front.origin });
    expect(secure.status).toBe(200);
    expect(cookieOf(secure.headers)).toMatch(/^__Secure-lenslet_\d+_[\w-]{8}=[\w.-]+; /);
    expect(cookieOf(secure.headers).split('; ').slice(1)).toEqual([
      ...[`Path=${base}/`, `Max-Age=${30 * 86_400}`, 'HttpOnly', 'SameSite=Strict', 'Secure'],
    ]);
    // Nobody's word but that of the browser counts.
    const plain = await send(`${server.url}/login`, {
      ...{ method: 'POST', body: JSON.stringify({ token }) },
      headers: { ...type, origin: new URL(server.url).origin, 'x-forwarded-proto': 'https' },
    });
    expect(cookieOf(plain.headers)).not.toContain('Secure');
    const out = await write(front, 'POST', '/logout', '', { cookie });
    expect(cookieOf(out.headers)).toMatch(/=; .*Max-Age=0;.*Secure$/);
  });

  it('RU3: the page and all it needs, packed, and kept by the browser', async () => {
    const page = await get('/');
    expect(page.status).toBe(200);
    const html = page.bytes.toString();
    expect(html).toContain(`<base href="${base}/"`);
    const assets = [...html.matchAll(/(?:src|href)="([^"]+\.(?:js|css|svg))"/g)].map(([, asset]) => asset!);
    expect(assets.length).toBeGreaterThan(2);
    for (const asset of assets) {
      const { status, headers } = await get(`/${asset}`, { 'accept-encoding': 'br' });
      expect([asset, status, headers['content-encoding']]).toEqual([asset, 200, 'br']);
      expect((await get(`/${asset}`, { 'if-none-match': headers.etag })).status).toBe(304);
    }
  });

  it('SC6: reads and writes as the page does over https, and refuses other pages', async () => {
    const answer = await star(front, 4, { cookie });
    expect([answer.status, json(answer)]).toEqual([200, expect.objectContaining({ star: 4, updated_by: 'ada' })]);
    expect(json(await get(`/item?path=${path}`))).toMatchObject({ star: 4 });
    const browse = await write(front, 'POST', '/browse', JSON.stringify({ path: '/' }), { cookie });
    expect([browse.status, json(browse)]).toEqual([200, expect.objectContaining({ total: 1 })]);
    for (const origin of ['https://evil.example.org', `https://${name}`, front.origin.replace('images', 'other')]) {
      const refused = await star(front, 1, { cookie, origin });
      expect([origin, refused.status]).toEqual([origin, 403]);
    }
  });

  it('TH1, IM1: thumbnails and originals, whole, in part, and not again', async () => {
    const thumb = await get(`/thumb?path=${path}`);
    expect([thumb.status, thumb.headers['content-type']]).toEqual([200, 'image/webp']);
    expect((await get(`/thumb?path=${path}`, { 'if-none-match': thumb.headers.etag })).status).toBe(304);
    const whole = await get(`/file?path=${path}`);
    expect([whole.status, whole.headers['content-length']]).toEqual([200, String(whole.bytes.length)]);
    const part = await get(`/file?path=${path}`, { range: 'bytes=10-19' });
    expect([part.status, part.headers['content-range']]).toEqual([206, `bytes 10-19/${whole.bytes.length}`]);
    expect(part.bytes.equals(whole.bytes.subarray(10, 20))).toBe(true);
    expect((await get(`/file?path=${path}`, { 'if-none-match': whole.headers.etag })).status).toBe(304);
    const changed = await get(`/file?path=${path}`, { range: 'bytes=10-19', 'if-range': '"another"' });
    expect(changed.status).toBe(200);
  });

  it('SC9: takes bulk writes up to the limit, and addresses of the deepest folders', async () => {
    const body = JSON.stringify({ scope: { paths: [path] }, patch: { add_tags: ['sea'] } });
    const largest = await write(front, 'POST', '/items/bulk', body.padEnd(limits.bulkBodyBytes), { cookie });
    expect(largest.status).toBe(200);
    const tooLarge = await write(front, 'POST', '/items/bulk', body.padEnd(limits.bulkBodyBytes + 1), { cookie });
    expect(tooLarge.status).toBe(413);
    const deep = `/${'ä'.repeat(2000)}`;
    const answer = await get(`/item?path=${encodeURIComponent(deep)}`);
    expect([answer.status, (json(answer) as ErrorBody).error]).toEqual([404, 'item_not_found']);
  });

  it('B18: passes events on at once', async () => {
    const reader = await StreamReader.open(front, { headers: { cookie, 'accept-encoding': 'gzip, br' } });
    await reader.greeted();
    for (let turn = 1; turn <= 3; turn += 1) {
      expect((await star(front, turn, { cookie })).status).toBe(200);
      await reader.until(({ events }) => events.length === turn, `event ${turn}`);
      expect(reader.isClosed).toBe(false);
    }
    reader.close();
  });

  it('SC6: a name that the server does not know is refused, and says what to do', async () => {
    const answer = await get('/', { host: 'other.example.org' });
    expect([answer.status, json(answer)]).toEqual([
      421,
      expect.objectContaining({
        error: 'misdirected_host',
        message: expect.stringContaining('--allow-host') as string,
      }),
    ]);
  });

  it('leads from http to https', async () => {
    const { status, headers } = await send(`${front.plainOrigin}${base}/?path=%2Fx`);
    expect([status, headers.location]).toEqual([301, `https://${name}${base}/?path=%2Fx`]);
  });

  it('SC3: a header from outside says nothing of who somebody is', async () => {
    const proxied = await startServer({ root, args: [...identity, ...(base === '' ? [] : ['--base-path', base])] });
    const before = await startExample(example, proxied);
    const headers = { 'x-forwarded-user': 'mallory' };
    expect((await send(`${proxied.url}/me`, { headers })).status).toBe(200);
    expect((await send(`${before.url}/me`, { headers })).status).toBe(401);
    await proxied.stop();
  });

  if (base !== '') {
    it('RU3: the base path without its slash leads to the page, with what was asked for', async () => {
      const { status, headers } = await send(`${front.origin}${base}?path=%2Fx`);
      expect([status, headers.location]).toEqual([301, `${front.origin}${base}/?path=%2Fx`]);
      expect((await send(`${front.origin}/`)).headers).not.toHaveProperty('x-request-id');
    });
  }
});

const identity = ['--allow-host', name, '--auth-proxy-header', 'X-Forwarded-User', '--auth-proxy-from', '127.0.0.1'];

describeBehind('people whom nginx knows', () => {
  it('SC3: its word replaces that of the client', async () => {
    const server = await startServer({ root, args: identity });
    const replace = { 'X-Forwarded-User ""': 'X-Forwarded-User ada' };
    const front = await startExample('root', server, { replace });
    for (const headers of [{}, { 'x-forwarded-user': 'mallory' }, { 'x-forwarded-user': ['mallory', 'eve'] }]) {
      expect(json(await send(`${front.url}/me`, { headers }))).toMatchObject({ name: 'ada', role: 'labeller' });
    }
    expect(json(await star(front, 5, { 'x-forwarded-user': 'mallory' }))).toMatchObject({ updated_by: 'ada' });
    await server.stop();
  });

  it('SC3: as deploy/nginx/oauth2-proxy.conf has it, they are asked elsewhere', async () => {
    const server = await startServer({ root, args: identity });
    const replace = { '127.0.0.1:4180': await startSignInElsewhere() };
    const front = await startExample('oauth2-proxy', server, { replace });
    const spoofed = { 'x-forwarded-user': 'mallory', 'x-auth-request-user': 'mallory' };
    const asked = await send(`${front.url}/?path=%2Fa&all=1`, {
      headers: { ...spoofed, 'sec-fetch-dest': 'document' },
    });
    expect(asked.bytes.toString()).toBe('/oauth2/sign_in: who are you? Then on to /?path=%2Fa&all=1');
    for (const route of ['/me', '/events', '/oauth2/auth']) {
      const { status } = await send(front.url + route, { headers: spoofed });
      expect([route, status]).toEqual([route, route === '/oauth2/auth' ? 404 : 401]);
    }
    expect((await star(front, 1, spoofed)).status).toBe(401);
    const headers = { ...spoofed, cookie: 'elsewhere=ada' };
    expect(json(await send(`${front.url}/me`, { headers }))).toMatchObject({ name: 'ada' });
    const reader = await StreamReader.open(front, { headers });
    await reader.greeted();
    expect((await star(front, 2, headers)).status).toBe(200);
    await reader.until(({ events }) => events.length === 1, 'the event');
    reader.close();
    await server.stop();
  });
});

const elsewhere = new Set<Server>();

/** Answers as oauth2-proxy does; it knows whoever says so in a cookie. */
async function startSignInElsewhere(): Promise<string> {
  const server = createServer(({ url, headers }, response) => {
    const person = /elsewhere=(\w+)/.exec(headers.cookie ?? '')?.[1];
    if (url === '/oauth2/auth') {
      response.writeHead(
        person === undefined ? 401 : 202,
        person === undefined ? {} : { 'x-auth-request-user': person },
      );
      response.end();
    } else response.end(`${String(url)}: who are you? Then on to ${String(headers['x-auth-request-redirect'])}`);
  });
  elsewhere.add(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // It listens on a port, not on a path.
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterAll(() => {
  for (const server of elsewhere) server.close();
});
