import { readFileSync } from 'node:fs';
import { routes, type RouteContract, type RouteName } from '#contracts';
import { indexed } from '../../support/gallery-state.ts';
import { addressOf, ask, expectGuarded, expectSilence, send } from '../../support/http-client.ts';
import { usualRequests } from '../../support/usual-requests.ts';
import { writeImage } from '../../support/images.ts';
import { preview } from '../../support/imports.ts';
import { patch } from '../../support/labels.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const names = Object.keys(routes) as RouteName[];
/** Where nobody has to sign in, nobody can. */
const forSigningIn: readonly RouteName[] = ['signIn', 'signOut'];
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

describe.each([
  ['/', []],
  ['/team/gallery/', ['--base-path', '/team/gallery']],
] as const)('SC5: the table of routes under %s', (base, args) => {
  const root = tempFolder('gallery');
  let server: TestServer;
  let origin: string;
  let result: string;
  let id: string;
  let upload: string;
  const leases = new Map<RouteName, string>();

  beforeAll(async () => {
    await writeImage(root, 'one.jpg');
    server = await startServer({ root, args });
    ({ origin } = new URL(server.url));
    expect(`${server.url}/`).toBe(origin + base);
    await indexed(server, 1);
    ({ result } = (await ask(server, 'browse', { body: { path: '/' } })).body);
    for (const [name, client_id] of [
      ['presenceMove', 'one that moves'],
      ['presenceLeave', 'one that leaves'],
    ] as const) {
      const joined = await ask(server, 'presenceJoin', { body: { gallery_id: '/', client_id } });
      leases.set(name, joined.body.lease_id);
    }
    id = (await patch(server, '/one.jpg', { set_notes: 'to be undone' })).body.gesture_id!;
    upload = (await preview(server, 'csv', 'path\none.jpg\n')).id;
  });

  it.each(names.filter((name) => !forSigningIn.includes(name)))(
    '%s answers as it says, and guards its answer',
    async (name) => {
      const route: RouteContract = routes[name];
      const { query = {}, body: wish } = usualRequests[name] ?? {};
      const lease_id = leases.get(name);
      const body = lease_id === undefined ? wish : { ...(wish as object), lease_id };
      const answer = await send(
        server.url + addressOf(name, { result, id: name.startsWith('import') ? upload : id, query }),
        {
          method: route.method,
          isEndless: route.frames !== undefined,
          headers: {
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...(route.write === undefined ? {} : { 'idempotency-key': name }),
            ...(route.write === 'versioned' ? { 'if-match': '*' } : {}),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        },
      );
      const [status, kind] = Object.entries<string>(route.answers)[0]!;
      expect(answer.status).toBe(Number(status));
      const type = kind.includes('/') ? kind.split(', ')[0]!.replace('/*', '/') : 'application/json';
      expect(answer.headers['content-type']).toContain(type);
      expectGuarded(answer);
    },
  );

  it.each(names.filter((name) => routes[name].method === 'GET'))('%s answers HEAD without a body', async (name) => {
    const { query = {} } = usualRequests[name] ?? {};
    const named = name.startsWith('import') ? upload : id;
    const answer = await send(server.url + addressOf(name, { result, id: named, query }), { method: 'HEAD' });
    expect([answer.status, answer.bytes.length]).toEqual([200, 0]);
    expectGuarded(answer);
  });

  it('UI24: the page answers at its addresses, and nowhere else', async () => {
    for (const [path, status] of [
      ['', 200],
      ['history?by=Ada', 200],
      ['history/', 404],
      ['histories', 404],
    ] as const) {
      const answer = await send(`${server.url}/${path}`);
      expect([path, answer.status]).toEqual([path, status]);
      if (status === 200) expect(answer.bytes.toString()).toContain(`<base href="${base}"`);
    }
  });

  it('is the OpenAPI document, with the address of this server', async () => {
    const { body } = await ask(server, 'openapi');
    const document = body as { paths: Record<string, Record<string, unknown>>; servers: { url: string }[] };
    expect(document.servers).toEqual([{ url: base === '/' ? '/' : base.slice(0, -1) }]);
    const written = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    );
    const declared = names
      .filter((name) => name !== 'page')
      .map((name) => `${routes[name].method} ${routes[name].path}`);
    expect(written.sort()).toEqual(declared.sort());
  });

  it('SC7: shows the document as a page that needs nothing from elsewhere', async () => {
    const { headers, bytes } = await send(`${server.url}/docs`);
    const html = bytes.toString();
    expect(html).not.toMatch(/<script|src=|https?:\/\//);
    const [, nonce] = /style-src 'nonce-([^']+)'/.exec(String(headers['content-security-policy']))!;
    expect(html).toContain(`<style nonce="${nonce}">`);
    expect((await send(`${server.url}/docs`)).bytes.toString()).not.toContain(nonce!);
    for (const [, link = ''] of html.matchAll(/href="([^"#]+)/g)) {
      expect([link, (await send(new URL(link, `${server.url}/docs`).href)).status]).toEqual([link, 200]);
    }
  });

  it('serves the page and everything it names, under the base path', async () => {
    const page = await send(`${server.url}/`);
    const html = page.bytes.toString();
    expect(html).toContain(`<base href="${base}"`);
    expect(page.headers['cache-control']).toBe('no-store');
    const policy = page.headers['content-security-policy'] ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    const links = [...html.matchAll(/(?:src|href)="([^"]+)"/g)]
      .map(([, link = '']) => link)
      .filter((link) => link !== base);
    expect(links.length).toBeGreaterThan(1);
    for (const link of links) {
      const file = await send(new URL(link, origin + base).href, { headers: { 'accept-encoding': 'br' } });
      expect([link, file.status]).toEqual([link, 200]);
      expectGuarded(file);
      const { etag } = file.headers;
      const same = await send(new URL(link, origin + base).href, { headers: { 'if-none-match': etag } });
      expect([same.status, same.bytes.length]).toEqual([304, 0]);
      expectGuarded(same);
    }
    expect(html).not.toMatch(/<script(?![^>]*src=)[^>]*>[^<]/);
  });

  it('UI1: what the bundler named by its content is kept for good, the page itself is asked for again', async () => {
    const index = await send(`${server.url}/`);
    const named = index.bytes.toString().match(/(?:chunk|main|styles)-[\w-]+\.(?:js|css)/g) ?? [];
    const main = named.find((file) => file.startsWith('main-')) ?? '';
    const later = (await send(`${server.url}/${main}`)).bytes.toString().match(/chunk-[\w-]+\.js/g) ?? [];
    const files = [...new Set([...named, ...later])];
    expect(files.filter((file) => file.startsWith('chunk-')).length).toBeGreaterThan(3);
    for (const file of files) {
      const { headers } = await send(`${server.url}/${file}`);
      expect([file, headers['cache-control']]).toEqual([file, 'private, max-age=31536000, immutable']);
    }
    expect(index.headers['cache-control']).not.toContain('immutable');
    expect((await send(`${server.url}/theme.js`)).headers['cache-control']).toBe('private, no-cache');
  });

  it('UI13 SC7: serves the shared worker for good, small, and allowed to ask the gallery only', async () => {
    const [main = ''] = /main-[A-Z0-9]+\.js/.exec((await send(`${server.url}/`)).bytes.toString()) ?? [];
    const script = (await send(`${server.url}/${main}`)).bytes.toString();
    const [worker = ''] = /worker-[A-Z0-9]+\.js/.exec(script) ?? [];
    const { status, headers, bytes } = await send(`${server.url}/${worker}`);
    expect([worker, status]).toEqual([expect.stringContaining('worker-'), 200]);
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(headers['cache-control']).toContain('immutable');
    expect(headers['content-security-policy']).toBe("default-src 'none'; connect-src 'self'; frame-ancestors 'none'");
    // Angular alone would be five times as much.
    expect(bytes.length).toBeLessThan(40_000);
  });

  it.each([
    '/index.html',
    '/nowhere',
    '/main.js',
    '/..%2fapi%2fmain.js',
    '/.env',
    '/main.js.map',
    '/assets/',
    '/folders/x',
  ])('has nothing at %s', async (path) => {
    const answer = await send(server.url + path);
    expect(answer.status).toBe(404);
    expect(JSON.parse(answer.bytes.toString())).toMatchObject({ error: 'route_not_found' });
    expectGuarded(answer);
    expectSilence(answer.bytes.toString());
  });

  it('H24: no refusal tells a version or a place', async () => {
    for (const path of ['/nowhere', '/folders?path=/x', '/file?path=/x.jpg', '/file', '/browse/x', '/%zz']) {
      const { bytes } = await send(server.url + path);
      expectSilence(bytes.toString());
      expect(bytes.toString()).not.toContain(version);
    }
    const health = (await send(`${server.url}/health`)).bytes.toString();
    expect(health).not.toContain('/tmp');
    expect((await ask(server, 'health')).body.root).toBe(root.slice(root.lastIndexOf('/') + 1));
  });

  if (base !== '/') {
    it('has nothing outside of the base path', async () => {
      for (const path of [
        '/',
        '/folders',
        '/team',
        '/team/galleryx',
        '/team/gallery2/folders',
        '/health',
        '/health/live',
        '/TEAM/gallery/',
      ]) {
        const answer = await send(origin + path);
        expect([path, answer.status]).toEqual([path, 404]);
        expectGuarded(answer);
      }
    });

    it('takes the base path without its last slash for the page, and sends people to itself', async () => {
      for (const path of ['/team/gallery', '/team/gallery?path=/a', '/team/gallery/?path=/a']) {
        const answer = await send(origin + path);
        expect([path, answer.status, answer.headers['content-type']]).toEqual([path, 200, 'text/html; charset=utf-8']);
      }
    });
  }
});
