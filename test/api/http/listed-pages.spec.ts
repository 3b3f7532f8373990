import { routes, type RouteContract, type RouteName } from '#contracts';
import { addressOf, ask, send } from '../../support/http-client.ts';
import { indexed } from '../../support/gallery-state.ts';
import { writeImage } from '../../support/images.ts';
import { sendRaw } from '../../support/raw-http.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { TokenHolders } from '../../support/token-holders.ts';
import { usualRequests } from '../../support/usual-requests.ts';

const listed = 'https://tools.example:8443';
const fetched = { origin: listed, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' };
const permissions = (headers: object): string[] => Object.keys(headers).filter((name) => /^access-control/.test(name));
const allRoutes = Object.keys(routes) as RouteName[];

describe('H5, SC6: pages that were listed with --cors-origin', () => {
  const root = tempFolder('gallery');
  const people = new TokenHolders();
  let server: TestServer;
  let closed: TestServer;

  beforeAll(async () => {
    await writeImage(root, 'one.jpg');
    await people.add('ada', 'admin');
    const args = ['--cors-origin', `${listed},http://localhost:4200`, '--cors-origin', 'http://[::1]:4200'];
    server = await startServer({ root, args });
    closed = await startServer({ root, args: [...args, '--token-file', people.file] });
    await indexed(server, 1);
  });

  it.each(allRoutes)('%s tells them by name what they may send, and that they may read', async (name) => {
    const route: RouteContract = routes[name];
    const url = server.url + addressOf(name, { ...usualRequests[name], result: 'x', id: 'x' });
    const asked = { ...fetched, 'access-control-request-method': route.method };
    const preflight = await send(url, { method: 'OPTIONS', headers: asked });
    expect([preflight.status, preflight.bytes.length]).toEqual([204, 0]);
    expect(preflight.headers).toMatchObject({ 'access-control-allow-origin': listed, vary: 'Origin' });
    expect(preflight.headers['access-control-allow-methods']?.split(', ')).toContain(route.method);
    expect(permissions(preflight.headers)).not.toContain('access-control-allow-credentials');
    const { body } = usualRequests[name] ?? {};
    const answer = await send(url, {
      method: route.method,
      isEndless: route.frames !== undefined,
      headers: { ...fetched, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(answer.headers['access-control-allow-origin']).toBe(listed);
    expect(answer.headers['access-control-expose-headers']).toMatch(/etag.*x-sync-cursor/);
    expect(permissions(answer.headers)).not.toContain('access-control-allow-credentials');
    expect(String(answer.headers.vary)).toMatch(/^Origin\b/);
    // Only to sign in and out is for our own page.
    expect(answer.status === 403).toBe(['/login', '/logout'].includes(route.path));
  });

  it('names every header that a route reads from a program', async () => {
    const asked = { ...fetched, 'access-control-request-method': 'PATCH' };
    const { headers } = await send(`${server.url}/item`, { method: 'OPTIONS', headers: asked });
    const named = headers['access-control-allow-headers']?.split(', ');
    expect(named).toEqual(expect.arrayContaining(['authorization', 'content-type', 'idempotency-key', 'if-match']));
    expect(named).toEqual(expect.arrayContaining(['last-event-id', 'range', 'x-client-id', 'x-updated-by']));
    expect([...(named ?? []), ...String(headers['access-control-allow-methods']).split(', ')]).not.toContain('*');
  });

  it.each([
    ['GET', '/no/such/thing', 404],
    ['GET', '/item', 400],
    ['PATCH', '/item?path=/one.jpg', 400],
    ['DELETE', '/item?path=/one.jpg', 405],
  ])('reads refusals too: %s %s', async (method, path, status) => {
    const answer = await send(server.url + path, { method, headers: fetched });
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([status, listed]);
  });

  it('reads the refusal of an address that no router understands', async () => {
    const { status, text } = await sendRaw(
      server,
      `GET /%zz HTTP/1.1\r\nHost: localhost\r\nOrigin: ${listed}\r\nConnection: close\r\n\r\n`,
    );
    expect(status).toBe(400);
    expect(text).toContain(`access-control-allow-origin: ${listed}`);
  });

  it.each([
    'https://tools.example',
    'https://tools.example:8443/',
    'https://tools.example:84430',
    'http://tools.example:8443',
    'https://TOOLS.example:8443',
    'https://x.tools.example:8443',
    'https://tools.example:8443.evil.example',
    'https://evil.example',
    'http://localhost:4201',
    'http://127.0.0.1:4200',
    'null',
    '',
    `${listed}, ${listed}`,
  ])('is not %j', async (origin) => {
    const sites = [{}, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' }];
    for (const site of sites) {
      for (const method of ['OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE', 'GET']) {
        const headers = { origin, ...site, 'access-control-request-method': 'POST' };
        const answer = await send(`${server.url}/presence`, { method, headers });
        if (method !== 'GET') expect([method, answer.status]).toEqual([method, 403]);
        expect(permissions(answer.headers)).toEqual([]);
        expect(answer.headers.vary).toBe('Origin');
      }
    }
  });

  it('is said on every answer that it depends on who asks', async () => {
    for (const path of ['/', '/folders', '/favicon.svg', '/thumb?path=/one.jpg', '/file?path=/one.jpg', '/nothing']) {
      expect(String((await send(server.url + path)).headers.vary)).toMatch(/^Origin\b/);
    }
    const refused = await send(`${server.url}/folders`, { headers: { host: 'evil.example' } });
    expect([refused.status, refused.headers.vary]).toEqual([421, 'Origin']);
  });

  it.each(['no-cors', 'navigate', 'websocket', 'same-origin'])(
    'are as foreign as any with what is not fetched: %s',
    async (mode) => {
      const headers = { ...fetched, 'sec-fetch-mode': mode };
      expect((await send(`${server.url}/refresh?path=/`, { method: 'POST', headers })).status).toBe(403);
      if (mode !== 'navigate') expect((await send(`${server.url}/folders`, { headers })).status).toBe(403);
    },
  );

  describe('where people sign in', () => {
    it('are whoever their token says, and nobody without', async () => {
      const { cookie } = await signedIn();
      expect((await ask(closed, 'me', { headers: { cookie } })).body.name).toBe('ada');
      // From another port of our own name the browser sends the cookie along.
      for (const site of ['same-site', 'cross-site']) {
        const headers = { ...fetched, 'sec-fetch-site': site, cookie };
        expect((await send(`${closed.url}/me`, { headers })).status).toBe(401);
        expect((await send(`${closed.url}/refresh?path=/`, { method: 'POST', headers })).status).toBe(401);
      }
      const answer = await send(`${closed.url}/me`, { headers: { ...fetched, ...people.headersOf('ada') } });
      expect(JSON.parse(answer.bytes.toString())).toMatchObject({ name: 'ada' });
    });

    it('sign nobody in or out', async () => {
      const body = JSON.stringify({ token: people.tokens.get('ada') });
      const headers = { ...fetched, 'content-type': 'application/json' };
      for (const path of ['/login', '/logout', '/log%6fut']) {
        const answer = await send(closed.url + path, { method: 'POST', headers, body });
        expect([path, answer.status, answer.headers['set-cookie']]).toEqual([path, 403, undefined]);
      }
    });

    it('are our own when they are listed for no reason', async () => {
      const { cookie } = await signedIn();
      const host = 'localhost:4200';
      const own = { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin', cookie };
      expect((await send(`${closed.url}/me`, { headers: own })).status).toBe(200);
    });

    async function signedIn(): Promise<{ cookie: string }> {
      const { headers } = await ask(closed, 'signIn', { body: { token: people.tokens.get('ada') } });
      return { cookie: String(headers['set-cookie']?.[0]?.split(';', 1)[0]) };
    }
  });
});
