import { readdirSync, writeFileSync } from 'node:fs';
import { healthOf, indexed } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { writeMany } from '../../support/images.ts';
import { bulk, freshKey, gesturesOf, historyOf, labelOf, labelsReady, patch } from '../../support/labels.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { canTrace, trace } from '../../support/tracing.ts';
import { waitFor } from '../../support/wait-for.ts';

const path = '/image-0001.jpg';
const itTraced = canTrace ? it : it.skip;

describe('a disk that fails under the labels', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(() => writeMany(root, 30, { width: 8, height: 8 }));
  beforeEach(async () => {
    server = await startServer({ root, args: ['--flush-interval', '3600', '--flush-count', '1000000'] });
    await indexed(server, 30);
    await labelsReady(server);
  });
  afterEach(() => server.kill());

  /** Everything else goes on, and quickly. */
  const expectReadable = async (): Promise<void> => {
    const started = performance.now();
    expect((await labelOf(server, path)).notes).toBe('good');
    expect((await ask(server, 'browse', { body: { path: '/', recursive: true } })).body.total).toBe(30);
    expect((await ask(server, 'tags')).status).toBe(200);
    expect((await ask(server, 'healthLive')).body).toEqual({ ok: true });
    expect(performance.now() - started).toBeLessThan(2000);
  };

  const works = (): Promise<number> =>
    waitFor(
      async () => {
        const { status, body } = await patch(server, '/image-0030.jpg', { set_notes: freshKey() });
        return status === 200 && body.version;
      },
      'writes to work again',
      { seconds: 5, everyMs: 100 },
    );

  /** What was acknowledged is there, also for the next server; and of what was not, each at most once. */
  const expectWhole = async (doubts: readonly { key: string; by: string }[]): Promise<void> => {
    for (const isNext of [false, true]) {
      if (isNext) {
        await server.kill();
        server = await startServer({ root, workspace: server.workspace });
        await labelsReady(server);
      }
      for (const { by } of doubts) expect((await gesturesOf(server, 0, { by })).length).toBeLessThanOrEqual(1);
      const history = await historyOf(server, path);
      expect(history.map(({ version }) => version)).toEqual(history.map((_, turn) => turn + 2));
      expect(history.some(({ updated_by }) => updated_by === 'acknowledged')).toBe(true);
      expect((await labelOf(server, path)).version).toBe(history.length + 1);
    }
    for (const { key, by } of doubts) {
      const told = [];
      for (let turn = 0; turn < 2; turn += 1)
        told.push(await patch(server, path, { set_notes: by }, { key, by }).then(({ bytes }) => bytes.toString()));
      expect(told[1]).toBe(told[0]);
      expect(await gesturesOf(server, 0, { by })).toHaveLength(1);
    }
  };

  itTraced.each([
    ['fsync,fdatasync', 'EIO', 503, 'storage_failed'],
    ['pwrite64', 'EIO', 503, 'storage_failed'],
    ['pwrite64', 'ENOSPC', 507, 'storage_full'],
    ['pwrite64,fsync,fdatasync', 'EROFS', 503, 'storage_failed'],
  ])('D9, D11, LB9: %s fails with %s', async (calls, errno, status, error) => {
    await patch(server, path, { set_notes: 'good' }, { by: 'acknowledged' });
    const { version } = await labelOf(server, path);
    const tracing = await trace(server.pid, `trace=${calls}`, `inject=${calls}:error=${errno}`);
    const doubts = [];
    for (let turn = 0; turn < 5; turn += 1) {
      const doubt = { key: freshKey(), by: `doubt ${turn}` };
      doubts.push(doubt);
      const answer = await patch(server, path, { set_notes: doubt.by }, doubt);
      expect([answer.status, answer.problem?.error]).toEqual([status, error]);
      expect(await labelOf(server, path)).toMatchObject({ version, notes: 'good' });
      await expectReadable();
    }
    const many = await bulk(server, { scope: { paths: [path, '/image-0002.jpg'] }, patch: { set_star: 5 } });
    expect([many.status, many.problem?.error]).toEqual([status, error]);
    const { labels, ok } = await healthOf(server);
    expect({ ok, state: labels.state, error: typeof labels.error }).toEqual({
      ok: false,
      state: 'failed',
      error: 'string',
    });
    // Whatever the reason: nothing is sent to a server that cannot write.
    expect((await ask(server, 'healthReady')).status).toBe(503);
    await tracing.stop();
    await works();
    await waitFor(async () => (await healthOf(server)).labels.state === 'ok', 'the health to say so', { seconds: 5 });
    await expectWhole(doubts);
  });

  itTraced('D9: a sync that hangs is given up after 15 s, and what was waiting is refused too', async () => {
    await patch(server, path, { set_notes: 'good' }, { by: 'acknowledged' });
    const tracing = await trace(server.pid, 'trace=fsync,fdatasync', 'inject=fsync,fdatasync:delay_enter=20000000');
    const started = performance.now();
    const doubts = Array.from({ length: 30 }, (_, turn) => ({ key: freshKey(), by: `hung ${turn}` }));
    const answers = doubts.map(async (doubt) => {
      const { status, problem } = await patch(server, path, { set_notes: doubt.by }, doubt);
      return { status, error: problem?.error, seconds: (performance.now() - started) / 1000 };
    });
    await waitFor(() => tracing.lines().length > 0, 'the sync to begin');
    await expectReadable();
    await waitFor(async () => (await healthOf(server)).labels.waiting > 0, 'the health to tell of those who wait');
    for (const { seconds, ...told } of await Promise.all(answers)) {
      expect(told).toEqual({ status: 503, error: 'storage_failed' });
      expect(Math.abs(seconds - 15.5)).toBeLessThan(1.5);
    }
    expect((await healthOf(server)).labels).toMatchObject({ state: 'failed', error: expect.any(String) as string });
    await expectReadable();
    await tracing.stop();
    await works();
    await expectWhole(doubts);
  });

  it('D21: when the thread of the store dies, requests are refused, the process ends and says why', async () => {
    const folder = tempFolder('preload');
    const trigger = `${folder}/now`;
    // In the store's thread, and there only: in the middle of its next transaction.
    const program = `
      const { isMainThread } = require('node:worker_threads');
      if (!isMainThread) {
        const { existsSync } = require('node:fs');
        const { StatementSync } = require('node:sqlite');
        const { run } = StatementSync.prototype;
        StatementSync.prototype.run = function (...values) {
          const answer = run.apply(this, values);
          if (existsSync(${JSON.stringify(trigger)})) process.exit(7);
          return answer;
        };
      }`;
    writeFileSync(`${folder}/preload.cjs`, program);
    await server.kill();
    const { workspace } = server;
    server = await startServer({ root, workspace, env: { NODE_OPTIONS: `--require ${folder}/preload.cjs` } });
    await labelsReady(server);
    await patch(server, path, { set_notes: 'good' }, { by: 'acknowledged' });
    writeFileSync(trigger, '');
    const doubts = Array.from({ length: 10 }, (_, turn) => ({ key: freshKey(), by: `dying ${turn}` }));
    const answers = await Promise.all(
      doubts.map(async (doubt) =>
        patch(server, path, { set_notes: doubt.by }, doubt).then(
          ({ status }) => status,
          () => 'the connection ended',
        ),
      ),
    );
    expect(answers.filter((status) => status !== 503 && status !== 'the connection ended')).toEqual([]);
    const code = await server.ended();
    expect([code === 0, code === null]).toEqual([false, false]);
    expect(server.output()).toMatch(/labels.* thread|thread.* labels|Nothing can be kept/i);
    expect(answers).toContain(503);
    server = await startServer({ root, workspace });
    await labelsReady(server);
    expect(await labelOf(server, path)).toMatchObject({ notes: 'good', updated_by: 'acknowledged' });
    await expectWhole(doubts);
  });

  it('K10: ten restarts, in peace and otherwise, leave nothing behind', async () => {
    const left = (): string[] => readdirSync(server.workspace, { recursive: true, encoding: 'utf8' }).sort();
    const isOurs = (name: string): boolean => !/^(index|thumbs)(\/|$)/.test(name);
    await patch(server, path, { set_notes: 'first' });
    await server.stop();
    const before = left().filter(isOurs);
    for (let turn = 0; turn < 10; turn += 1) {
      server = await startServer({ root, workspace: server.workspace, args: ['--flush-count', '1', '--workers', '1'] });
      await labelsReady(server);
      expect((await patch(server, path, { set_notes: `turn ${turn}` })).body.version).toBe(turn + 3);
      if (turn % 2 === 0) expect(await server.stop()).toBe(0);
      else await server.kill();
    }
    server = await startServer({ root, workspace: server.workspace, args: ['--workers', '1'] });
    await labelsReady(server);
    expect((await labelOf(server, path)).version).toBe(12);
    expect(await server.stop()).toBe(0);
    expect(left().filter(isOurs)).toEqual(before);
    expect(left().filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
