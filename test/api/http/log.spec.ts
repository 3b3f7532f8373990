import { renameSync, rmSync } from 'node:fs';
import { StreamReader } from '../../support/event-stream.ts';
import { indexed } from '../../support/gallery-state.ts';
import { ask, send, type PlainAnswer, type PlainWish } from '../../support/http-client.ts';
import { writeBytes, writeImage } from '../../support/images.ts';
import { freshKey, patch } from '../../support/labels.ts';
import { logLines, type LogLine } from '../../support/log-lines.ts';
import { childrenOf, isRunning, listensAt } from '../../support/processes.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { TokenHolders } from '../../support/token-holders.ts';
import { waitFor } from '../../support/wait-for.ts';

describe('the log', () => {
  const people = new TokenHolders();
  const top = tempFolder('marked-source');
  const root = `${top}/gallery`;
  let token: string;

  beforeAll(async () => {
    token = await people.add('ada', 'admin');
    await writeImage(root, 'marked-folder/marked-image.jpg');
    await writeImage(root, 'marked-folder/deep/marked-image.jpg');
    await writeBytes(root, 'marked-folder/marked-broken.jpg', 'marked-content is no image');
    await writeBytes(root, 'marked-folder/marked-cut.png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
  });

  /** Signing in rightly and wrongly, labels, images whole and broken, and refusals of every kind. What was answered. */
  async function goThroughEverything(server: TestServer): Promise<{ answers: PlainAnswer[]; secrets: string[] }> {
    const answers: PlainAnswer[] = [];
    const get = async (path: string, wish: PlainWish = {}): Promise<PlainAnswer> => {
      const answer = await send(server.url + path, wish);
      answers.push(answer);
      return answer;
    };
    const json = { 'content-type': 'application/json' };
    const post = (path: string, body: unknown, headers = {}, method = 'POST'): Promise<PlainAnswer> =>
      get(path, { method, body: JSON.stringify(body), headers: { ...json, ...headers } });
    const signedIn = await post('/login', { token });
    const [cookie = ''] = String(signedIn.headers['set-cookie']).split(';');
    const mine = { authorization: `Bearer ${token}` };
    await waitFor(async () => {
      const { labels, indexing } = (await ask(server, 'health', { headers: mine })).body;
      return labels.state === 'ok' && indexing.state === 'ready';
    }, 'the gallery to be ready');
    await post('/login', { token: 'marked-wrong-body' });
    await post('/login', { token: 1, other: 'marked-field' });
    await get('/me', { headers: { cookie } });
    await get('/me', { headers: { cookie: `${cookie}marked-forged` } });
    await get('/me', { headers: { authorization: 'Bearer marked-wrong-bearer' } });
    await get('/me', { headers: { authorization: 'Basic bWFya2VkLWJhc2lj' } });
    await get(`/me?token=marked-wrong-query&access_token=${token}`);
    await get(`/?token=${token}`);
    await get(`/marked-nowhere/${token}`, { headers: mine });
    const [image, broken] = ['/marked-folder/marked-image.jpg', '/marked-folder/marked-broken.jpg'];
    const write = (): object => ({ ...mine, 'idempotency-key': `marked-key ${freshKey()}`, 'if-match': '*' });
    const at = `/item?path=${image}`;
    await post(at, { set_notes: 'marked-note', add_tags: ['marked-tag'] }, write(), 'PATCH');
    await post(at, { set_notes: 'marked-note', set_star: 'marked-star' }, write(), 'PATCH');
    await post(at, { set_notes: 'marked-note' }, { ...write(), 'if-match': '"77"' }, 'PATCH');
    await post('/items/bulk', { scope: { paths: [image] }, patch: { add_tags: ['marked-bulk'] } }, write());
    await post('/items/bulk', { scope: { paths: ['/marked-gone.jpg'] }, patch: { set_star: 1 } }, write());
    for (const path of [image, broken, '/marked-folder/marked-cut.png', '/marked-gone.jpg', '/../marked-outside.jpg'])
      for (const route of ['thumb', 'file', 'metadata', 'item'])
        await get(`/${route}?path=${encodeURIComponent(path)}`, { headers: mine });
    await get('/health', { headers: { ...mine, host: 'marked-host.example' } });
    await post('/browse', { path: '/' }, { cookie, origin: 'https://marked-origin.example' });
    await get('/browse', { method: 'POST', headers: { ...mine, ...json }, body: '{"path": "/marked-half' });
    await get('/views', { method: 'PUT', headers: { ...mine, ...json }, body: 'x'.repeat(300_000) });
    const reader = await StreamReader.open(server, { headers: mine });
    await reader.greeted();
    answers.push({ status: 200, headers: reader.headers, bytes: Buffer.alloc(0) });
    reader.close();
    // Before the gallery goes: of a folder that is away no manifest is written.
    await waitFor(() => server.log().includes('ENOTDIR'), 'the manifest that cannot be written', { seconds: 30 });
    // A folder that goes while it is looked at, and then everything.
    rmSync(`${root}/marked-folder/deep`, { recursive: true });
    renameSync(root, `${root}-away`);
    await waitFor(
      async () => (await get('/folders?path=/marked-folder', { headers: mine })).status === 503,
      'a refusal that is our own fault',
    );
    renameSync(`${root}-away`, root);
    return { answers, secrets: [token, cookie.split('=')[1]!, 'bWFya2VkLWJhc2lj'] };
  }

  it.each(['debug', 'trace'])('H10, SC11: holds nothing that is secret or private at %s', async (level) => {
    await writeImage(root, 'marked-folder/deep/marked-image.jpg');
    // A file in the way of a folder's manifest: the system names it in its refusal, which is logged.
    const workspace = tempFolder('workspace');
    await writeBytes(workspace, 'index/marked-folder', '');
    const args = ['--token-file', people.file, '--log-level', level];
    const server = await startServer({ root, workspace, args });
    const { answers, secrets } = await goThroughEverything(server);
    const lineOf = (answer: PlainAnswer): LogLine | undefined =>
      logLines(server).find(({ request }) => request === answer.headers['x-request-id']);
    await waitFor(() => answers.every(lineOf), 'the line of each request');
    for (const answer of answers)
      expect(lineOf(answer)).toMatchObject({
        request: answer.headers['x-request-id'],
        method: expect.any(String) as string,
        status: answer.status,
        ms: expect.any(Number) as number,
      });
    expect(new Set(answers.map(({ headers }) => headers['x-request-id'])).size).toBe(answers.length);
    const statuses = new Set(answers.map(({ status }) => status));
    for (const status of [200, 400, 401, 403, 404, 409, 413, 415, 421, 422, 503]) expect(statuses).toContain(status);
    expect(await server.stop()).toBe(0);
    const log = server.log();
    for (const secret of secrets) expect(log).not.toContain(secret);
    expect(log).not.toMatch(/marked/i);
    for (const line of logLines(server))
      expect(line).toMatchObject({ level: expect.any(Number) as number, msg: expect.any(String) as string });
  });

  it('SC11: SIGUSR2 makes it tell everything, and once more as little as before', async () => {
    const server = await startServer({ root, args: ['--log-level', 'error'] });
    await indexed(server);
    const told = (): unknown[] => logLines(server).flatMap(({ log_level }) => log_level ?? []);
    const turn = async (levels: readonly string[]): Promise<void> => {
      process.kill(server.pid, 'SIGUSR2');
      await waitFor(() => told().length >= levels.length, 'the line that says so');
      expect(told()).toEqual(levels);
    };
    const requestNow = async (): Promise<unknown> => (await ask(server, 'healthLive')).headers['x-request-id'];
    const isLogged = (id: unknown): boolean => logLines(server).some(({ request }) => request === id);
    const before = await requestNow();
    await turn(['debug']);
    const during = await requestNow();
    await waitFor(() => isLogged(during), 'the request to be logged');
    await turn(['debug', 'error']);
    const after = await requestNow();
    await turn(['debug', 'error', 'debug']);
    expect([before, during, after].map(isLogged)).toEqual([false, true, false]);
    expect(await server.stop()).toBe(0);
  });

  it('H24: no signal opens the server or its children to a debugger, or ends them', async () => {
    const server = await startServer({ root, args: ['--workers', '2'] });
    await indexed(server);
    const everyone = [server.pid, ...childrenOf(server.pid)];
    expect(everyone.length).toBeGreaterThan(1);
    for (const signal of ['SIGUSR1', 'SIGUSR2'] as const) for (const pid of everyone) process.kill(pid, signal);
    await waitFor(() => logLines(server).some(({ log_level }) => log_level === 'debug'), 'the signals to arrive');
    const thumb = await ask(server, 'thumb', { query: { path: '/marked-folder/marked-image.jpg' } });
    expect(thumb.status).toBe(200);
    expect((await patch(server, '/marked-folder/marked-image.jpg', { set_star: 1 })).status).toBe(200);
    expect(everyone.filter((pid) => !isRunning(pid))).toEqual([]);
    expect(server.output()).not.toMatch(/debugger/i);
    expect(everyone.flatMap(listensAt)).toEqual([Number(new URL(server.url).port)]);
    expect(await server.stop()).toBe(0);
  });
});
