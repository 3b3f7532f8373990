import { roles } from '#contracts';
import { StreamReader } from '../../support/event-stream.ts';
import { indexed } from '../../support/gallery-state.ts';
import { ask, send } from '../../support/http-client.ts';
import { writeImage } from '../../support/images.ts';
import { freshKey } from '../../support/labels.ts';
import { hasPrinted, logLines } from '../../support/log-lines.ts';
import { sendRaw } from '../../support/raw-http.ts';
import { expectRight, routeNames } from '../../support/route-rights.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { TokenHolders } from '../../support/token-holders.ts';
import { waitFor } from '../../support/wait-for.ts';

describe('a gallery with tokens', () => {
  const root = tempFolder('gallery');
  const people = new TokenHolders();
  let server: TestServer;

  beforeAll(async () => {
    await writeImage(root, 'one.jpg');
    for (const role of roles) await people.add(`a ${role}`, role);
    server = await startServer({ root, args: ['--token-file', people.file] });
    await indexed(server, 1, people.headersOf('a viewer'));
  });

  const tried = [null, ...roles].flatMap((role) => routeNames.map((name) => [role ?? 'nobody', name] as const));

  it.each(tried)('H8, H9, SC5: %s asks for %s, and gets in as the table says', async (who, name) => {
    if (who === 'nobody') await expectRight(server, name, 'public', {});
    else await expectRight(server, name, who, people.headersOf(`a ${who}`));
  });

  it('SC2, H13: a token is its name, whatever else a request says', async () => {
    const headers = people.headersOf('a labeller');
    expect((await ask(server, 'me', { headers })).body).toEqual({
      ...{ name: 'a labeller', role: 'labeller', authenticated: true, can_sign_out: true },
    });
    const body = { set_star: 4 };
    const asked = { ...headers, 'idempotency-key': freshKey(), 'if-match': '*', 'x-updated-by': 'somebody else' };
    const answer = await ask(server, 'patchItem', { query: { path: '/one.jpg' }, body, headers: asked });
    expect(answer.body.updated_by).toBe('a labeller');
    const { body: history } = await ask(server, 'itemHistory', { query: { path: '/one.jpg' }, headers });
    expect(JSON.stringify(history)).not.toContain('somebody else');
  });

  it.each(['updated_by', 'version', 'seq', 'event_id', 'role'])('H13: nobody writes what %s is', async (field) => {
    const wish = { query: { path: '/one.jpg' }, headers: people.headersOf('a labeller') };
    const write = { ...wish.headers, 'idempotency-key': freshKey(), 'if-match': '*' };
    const answer = await ask(server, 'patchItem', { ...wish, headers: write, body: { set_star: 4, [field]: 7 } });
    expect([answer.status, answer.problem?.field]).toEqual([400, field]);
  });

  it.each([
    '/%66olders',
    '//folders',
    '/folders/',
    '/FOLDERS',
    '/folders;x',
    '/./folders',
    '/folders%2f',
    '/%2ffolders',
    '/health/live/../../folders',
    '/folders%00',
    '/x/..%2ffolders',
    '/folders?',
    '/folders#x',
  ])('H7: %s is the canonical address, with its right, or none', async (path) => {
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST']) {
      const request = `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
      const { status, text } = await sendRaw(server, request);
      expect([400, 401, 404, 405]).toContain(status);
      expect(text).not.toContain('one.jpg');
    }
  });

  it.each(['websocket', 'h2c', 'TLS/1.0'])('H7: who wants to go on in %s is asked the same', async (protocol) => {
    const request = `GET /folders HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\n\r\n`;
    expect((await sendRaw(server, request, 1)).status).toBe(401);
  });

  it.each([
    ['Basic YTpi', 'unauthenticated'],
    ['Bearer', 'unauthenticated'],
    ['Bearer nothing', 'unauthenticated'],
    [`Bearer ${'x'.repeat(300)}`, 'unauthenticated'],
  ])('H12: %s is nobody', async (authorization, error) => {
    const answer = await ask(server, 'me', { headers: { authorization } });
    expect([answer.status, answer.problem?.error]).toEqual([401, error]);
  });

  it('H2, SC6: a program with a token is let in from anywhere, a browser with the password of a proxy is not', async () => {
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const body = { gallery_id: '/', client_id: 'elsewhere' };
    const askFrom = (headers: Record<string, string>) =>
      ask(server, 'presence', { body, headers: { ...foreign, ...headers } });
    expect((await askFrom(people.headersOf('a viewer'))).status).toBe(200);
    expect((await askFrom({ authorization: 'Basic YTpi' })).problem?.error).toBe('cross_site');
  });

  it('H10: a token in the address is no token', async () => {
    const token = people.tokens.get('a viewer')!;
    for (const query of [`token=${token}`, `access_token=${token}`]) {
      expect([400, 401]).toContain((await send(`${server.url}/health?${query}`)).status);
    }
    expect(server.output()).not.toContain(token);
  });

  it('SC2: the page sends to the page that asks for a token, and that one back', async () => {
    const page = await send(`${server.url}/?path=%2Fholiday`);
    expect([page.status, page.headers.location]).toEqual([
      302,
      `/login?next=${encodeURIComponent('/?path=%2Fholiday')}`,
    ]);
    const login = await send(server.url + String(page.headers.location));
    expect(login.bytes.toString()).toContain('data-next="/?path=%2Fholiday"');
  });

  it('SC2, UI23: the dashboard does, too', async () => {
    const page = await send(`${server.url}/dashboard?path=%2Fholiday`);
    const next = encodeURIComponent('/dashboard?path=%2Fholiday');
    expect([page.status, page.headers.location]).toEqual([302, `/login?next=${next}`]);
    expect((await send(`${server.url}/dashboard/more`)).status).toBe(404);
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example/',
    '/%0d%0aset-cookie:a=b\r\n',
    'javascript:x',
    '/"onload=x',
  ])('H18: after signing in nobody is sent to %s', async (next) => {
    const { bytes, headers } = await send(`${server.url}/login?next=${encodeURIComponent(next)}`);
    const [, shown] = /data-next="([^"]*)"/.exec(bytes.toString())!;
    expect(new URL(shown!.replaceAll('&quot;', '"'), server.url).origin).toBe(new URL(server.url).origin);
    expect(headers).not.toHaveProperty('set-cookie');
  });

  it('SC2, H12: a token is exchanged for a cookie that is good here, and nowhere else', async () => {
    const signedIn = await ask(server, 'signIn', { body: { token: people.tokens.get('a labeller') } });
    const [cookie = ''] = signedIn.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^lenslet_\d+_\w+=[\w.-]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain(people.tokens.get('a labeller'));
    const [pair = ''] = cookie.split(';');
    expect((await ask(server, 'me', { headers: { cookie: `a=b; ${pair}` } })).body.name).toBe('a labeller');
    const [name = '', value = ''] = pair.split('=');
    const [hash, until, signature] = value.split('.');
    const forged = [
      `${name}=${hash}.${Number(until) + 1}.${signature}`,
      `${name}=${hash}.${until}.${'A'.repeat(43)}`,
      `${name}=${value}x`,
      `other=${value}`,
    ];
    for (const each of forged) expect((await ask(server, 'me', { headers: { cookie: each } })).status).toBe(401);
    const other = await startServer({ root, args: ['--token-file', people.file] });
    expect((await ask(other, 'me', { headers: { cookie: pair } })).status).toBe(401);
    await other.stop();
    // H2: who is known by a cookie is a browser, and those say where a write comes from.
    const signOut = (origin: object) =>
      send(`${server.url}/logout`, { method: 'POST', headers: { cookie: pair, ...origin } });
    for (const origin of [{}, { origin: 'null' }, { origin: 'http://127.0.0.1:1' }]) {
      expect((await signOut(origin)).status).toBe(403);
    }
    const out = await signOut({ origin: server.url });
    expect(out.status).toBe(204);
    const gone = [expect.stringMatching(`^__Secure-${name}=; .*; Secure$`), expect.stringMatching(`^${name}=; `)];
    expect(out.headers['set-cookie']).toEqual(gone);
  });

  it('SC2: over https, the cookie never goes without', async () => {
    const host = 'gallery.example';
    const other = await startServer({ root, args: ['--token-file', people.file, '--allow-host', host] });
    const headers = { host, origin: `https://${host}`, 'sec-fetch-site': 'same-origin' };
    const signedIn = await ask(other, 'signIn', { body: { token: people.tokens.get('a viewer') }, headers });
    const [cookie = ''] = signedIn.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^__Secure-lenslet_\w+=[\w.-]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict; Secure$/);
    const [pair = ''] = cookie.split(';');
    expect((await ask(other, 'me', { headers: { host, cookie: pair } })).body.name).toBe('a viewer');
    await other.stop();
  });

  it('H11: wrong tokens are slowed down, and a right one is taken all the same', async () => {
    const statuses: number[] = [];
    for (let turn = 0; turn < 15; turn += 1) {
      statuses.push((await ask(server, 'signIn', { body: { token: `wrong ${turn}` } })).status);
    }
    expect(statuses.at(-1)).toBe(429);
    const guess = await ask(server, 'me', { headers: { authorization: 'Bearer another guess' } });
    expect([guess.status, guess.problem?.message]).toEqual([
      429,
      expect.stringMatching(/A right one is still taken\.$/),
    ]);
    expect((await ask(server, 'me', { headers: people.headersOf('a viewer') })).status).toBe(200);
  });

  it('A17: the key of another person is another key', async () => {
    await people.add('bob', 'labeller');
    await waitFor(async () => (await ask(server, 'me', { headers: people.headersOf('bob') })).status === 200, 'bob');
    const query = { path: '/one.jpg' };
    const body = { set_notes: 'mine' };
    const headers = (who: string) => ({ ...people.headersOf(who), 'idempotency-key': 'one key', 'if-match': '*' });
    const first = await ask(server, 'patchItem', { query, body, headers: headers('a labeller') });
    const second = await ask(server, 'patchItem', { query, body: { set_notes: 'his' }, headers: headers('bob') });
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.headers).not.toHaveProperty('idempotency-replayed');
  });

  it('SC2: what others did only an admin takes back', async () => {
    const write = { ...people.headersOf('a labeller'), 'idempotency-key': freshKey(), 'if-match': '*' };
    const query = { path: '/one.jpg' };
    const { gesture_id } = (await ask(server, 'patchItem', { query, body: { set_star: 1 }, headers: write })).body;
    const undoAs = (who: string) =>
      ask(server, 'undo', { id: gesture_id!, headers: { ...people.headersOf(who), 'idempotency-key': freshKey() } });
    expect((await undoAs('bob')).problem?.error).toBe('forbidden');
    expect((await undoAs('a admin')).body.reverted).toBe(1);
  });

  it('C18: a viewer is counted, and cannot be editing', async () => {
    const body = { gallery_id: '/', client_id: 'a viewer', status: 'editing' } as const;
    const answer = await ask(server, 'presence', { body, headers: people.headersOf('a viewer') });
    expect([answer.body.viewing > 0, answer.body.editing]).toEqual([true, 0]);
  });

  it('B28: whose token is revoked is out within five seconds, streams included', async () => {
    await people.add('eve', 'viewer');
    const headers = people.headersOf('eve');
    await waitFor(async () => (await ask(server, 'me', { headers })).status === 200, 'eve to be let in');
    const reader = await StreamReader.open(server, { headers });
    await reader.greeted();
    await people.revoke('eve');
    await reader.closed(5);
    expect(reader.byes).toEqual([{ reason: 'signed_out' }]);
    // The wrong tokens of the tests before count too.
    expect([401, 429]).toContain((await ask(server, 'me', { headers })).status);
  });

  it('B27: a person has 20 streams, and one with too many keeps nobody else out', async () => {
    const headers = people.headersOf('a viewer');
    const open = await Promise.all(Array.from({ length: 20 }, () => StreamReader.open(server, { headers })));
    await expect(StreamReader.open(server, { headers })).rejects.toMatchObject({ status: 503 });
    const refused = await ask(server, 'events', { headers });
    expect(refused.problem?.message).toBe('You have 20 streams open, and one person may have no more: close one.');
    await hasPrinted(server, 'a stream was refused');
    const told = logLines(server).filter(({ msg }) => msg.startsWith('a stream was refused'));
    expect(told.map(({ msg }) => msg)).toEqual(['a stream was refused: one person has as many as one may']);
    const other = await StreamReader.open(server, { headers: people.headersOf('a admin') });
    for (const reader of [...open, other]) reader.close();
  });

  it('SC9: one person writes 200 times a second, not more', async () => {
    // Without a key they cost no disk, which may be slower than that: they count all the same.
    const write = () =>
      ask(server, 'patchItem', {
        query: { path: '/one.jpg' },
        body: { set_star: 2 },
        headers: people.headersOf('bob'),
      });
    const answers = await Promise.all(Array.from({ length: 700 }, write));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400, 429]));
    const refused = answers.filter(({ status }) => status === 429);
    expect(new Set(refused.map(({ headers }) => headers['retry-after']))).toEqual(new Set(['1']));
    expect((await ask(server, 'me', { headers: people.headersOf('bob') })).status).toBe(200);
  });

  it.each([
    ['would be no JSON', 3],
    ['would be too large', 9 * 2 ** 20],
  ])('H8, SC9: nothing is read of a body that nobody may send, also where it %s', async (_, length) => {
    // Only the head is sent: an answer shows that nobody waits for the rest.
    const head =
      'POST /items/bulk HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\n' +
      `Content-Length: ${length}\r\n`;
    const { status, text } = await sendRaw(server, `${head}\r\n`);
    expect([status, text]).toEqual([401, expect.stringContaining('"unauthenticated"')]);
    const { authorization } = people.headersOf('a viewer');
    expect((await sendRaw(server, `${head}Authorization: ${authorization}\r\n\r\n`)).status).toBe(403);
  });
});
