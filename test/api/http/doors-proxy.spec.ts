import { roles } from '#contracts';
import { healthOf, indexed } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { writeImage } from '../../support/images.ts';
import { bulk, patch, undo } from '../../support/labels.ts';
import { expectRight, routeNames } from '../../support/route-rights.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { TokenHolders } from '../../support/token-holders.ts';

const behindProxy = ['--auth-proxy-header', 'X-Forwarded-User', '--auth-proxy-from'];

describe.each(roles)('a gallery behind a proxy whose people are %ss', (role) => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    await writeImage(root, 'one.jpg');
    server = await startServer({ root, args: [...behindProxy, '127.0.0.0/8', '--auth-proxy-role', role] });
    await indexed(server, 1, { 'x-forwarded-user': 'Ada' });
  });

  it.each(routeNames)('H8, H9, SC3, SC5: lets them in at %s as the table says, and nobody else', async (name) => {
    await expectRight(server, name, role, { 'x-forwarded-user': 'Ada' });
    await expectRight(server, name, 'public', {});
  });
});

describe('a gallery behind a proxy that knows people', () => {
  const root = tempFolder('gallery');

  beforeAll(() => writeImage(root, 'one.jpg'));

  it('SC3, H14: believes the header from there, and from nowhere else', async () => {
    const near = await startServer({ root, args: [...behindProxy, '127.0.0.0/8', '--auth-proxy-role', 'viewer'] });
    const headers = { 'x-forwarded-user': 'Ada' };
    expect((await ask(near, 'me', { headers })).body).toMatchObject({
      name: 'Ada',
      role: 'viewer',
      can_sign_out: false,
    });
    expect((await ask(near, 'me')).status).toBe(401);
    expect((await patch(near, '/one.jpg', { set_star: 1 })).status).toBe(401);
    const twice = { 'x-forwarded-user': ['Ada', 'Bob'] };
    expect((await ask(near, 'me', { headers: twice })).status).toBe(401);
    const other = [
      { x_forwarded_user: 'Ada' },
      { 'x-forwarded-user': '' },
      { 'remote-user': 'Ada' },
      { 'x-remote-user': 'Ada', connection: 'x-forwarded-user' },
    ];
    for (const headers of other) expect((await ask(near, 'me', { headers })).status).toBe(401);
    await near.stop();
    const far = await startServer({ root, args: [...behindProxy, '10.0.0.0/8'] });
    for (const more of [{}, { 'x-forwarded-for': '10.1.2.3' }, { forwarded: 'for=10.1.2.3' }]) {
      expect((await ask(far, 'me', { headers: { ...headers, ...more } })).status).toBe(401);
    }
    await far.stop();
  });

  it('SC3, H14: counts the header from elsewhere, and what else a stranger says of addresses changes nothing', async () => {
    const holders = new TokenHolders();
    await holders.add('eve', 'viewer');
    const args = [...behindProxy, '10.0.0.0/8', '--token-file', holders.file];
    const server = await startServer({ root, args });
    const forged = { 'x-forwarded-for': '10.1.2.3', 'x-real-ip': '10.1.2.3', forwarded: 'for=10.1.2.3' };
    for (let turn = 0; turn < 3; turn += 1) {
      expect((await ask(server, 'me', { headers: { 'x-forwarded-user': 'Ada', ...forged } })).status).toBe(401);
    }
    const eve = holders.headersOf('eve');
    const named = { ...eve, 'x-forwarded-user': 'Ada' };
    expect((await ask(server, 'me', { headers: named })).body).toMatchObject({ name: 'eve', role: 'viewer' });
    expect((await healthOf(server, eve)).auth).toEqual({ ignored_proxy_headers: 4 });
    const metrics = (await ask(server, 'prometheus', { headers: eve })).bytes.toString();
    expect(metrics).toContain('\nlenslet_ignored_proxy_headers_total 4\n');
    // The socket counts: another address in a header for each try is still one address.
    const tries: number[] = [];
    for (let turn = 0; turn < 12; turn += 1) {
      const from = `10.0.0.${turn}`;
      const headers = { 'x-forwarded-for': from, 'x-real-ip': from, authorization: `Bearer wrong ${turn}` };
      tries.push((await ask(server, 'me', { headers })).status);
    }
    expect(tries).toEqual([...Array<number>(10).fill(401), 429, 429]);
    await server.stop();
  });

  it('SC3, SC6: a token that the proxy adds lets nobody in, keeps nobody out, and opens no other door', async () => {
    const args = [...behindProxy, '127.0.0.0/8'];
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const authorization = 'Bearer of.another.kind';
    for (const server of [await startServer({ root, args }), await startServer({ root })]) {
      const headers = { authorization, 'x-forwarded-user': 'Ada' };
      expect((await ask(server, 'me', { headers })).status).toBe(200);
      const body = { gallery_id: '/', client_id: 'elsewhere' };
      const answer = await ask(server, 'presence', { body, headers: { ...headers, ...foreign } });
      expect(answer.problem?.error).toBe('cross_site');
      await server.stop();
    }
  });

  it('without any of it everything is as it was', async () => {
    const server = await startServer({ root });
    expect((await ask(server, 'me')).body).toEqual({
      ...{ name: 'local', role: 'admin', authenticated: false, can_sign_out: false },
    });
    const done = await bulk(server, { scope: { paths: ['/one.jpg'] }, patch: { set_star: 3 } });
    expect((await undo(server, done.body.gesture_id!)).status).toBe(200);
    await server.stop();
  });
});
