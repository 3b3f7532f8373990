import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { healthOf, indexed } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { writeMany } from '../../support/images.ts';
import { historyOf, labelOf, patch } from '../../support/labels.ts';
import { logLines } from '../../support/log-lines.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const one = '/image-0001.jpg';
const two = '/image-0002.jpg';

describe('files of the workspace that are removed under a running server', () => {
  const root = tempFolder('gallery');
  let workspace: string;
  let server: TestServer;

  beforeAll(() => writeMany(root, 3, { width: 8, height: 8 }));
  beforeEach(() => {
    workspace = `${tempFolder('workspace')}/here`;
    mkdirSync(workspace);
  });
  afterEach(() => server.stop());

  const start = async (): Promise<void> => {
    server = await startServer({ root, workspace });
    await indexed(server, 3);
  };
  const empty = (): void => {
    for (const name of readdirSync(workspace)) rmSync(`${workspace}/${name}`, { recursive: true });
  };
  const expectRefused = async (): Promise<void> => {
    const { status, problem } = await patch(server, two, { set_star: 1 });
    expect([status, problem?.error]).toEqual([503, 'storage_failed']);
    expect(problem?.message).toContain('was removed or replaced');
    expect((await labelOf(server, two)).star).toBeNull();
  };
  const failures = (): string[] =>
    logLines(server)
      .map(({ msg }) => msg)
      .filter((msg) => msg.startsWith('labels ') && msg.includes('kept'));

  it('LB14: no write is acknowledged any more, from the very first, and what was is there after a restart', async () => {
    await start();
    await patch(server, one, { set_notes: 'kept', set_star: 4 });
    empty();
    await expectRefused();
    expect((await ask(server, 'healthReady')).status).toBe(503);
    expect(await healthOf(server)).toMatchObject({ ok: false, labels: { state: 'failed' } });
    expect(await labelOf(server, one)).toMatchObject({ notes: 'kept', star: 4 });
    // What a crash would leave.
    await waitFor(() => readFileSync(`${workspace}/labels.json`, 'utf8').includes('kept'), 'labels.json');
    await waitFor(() => failures().length > 0, 'the log');
    expect(failures()).toEqual(['labels cannot be kept']);
    expect(await server.stop()).toBe(0);
    await start();
    expect(await labelOf(server, one)).toMatchObject({ notes: 'kept', star: 4, version: 2 });
    // More than labels.json holds.
    expect(await historyOf(server, one)).toHaveLength(1);
    expect((await labelOf(server, two)).star).toBeNull();
    expect((await healthOf(server)).labels.state).toBe('ok');
    expect((await patch(server, two, { set_star: 2 })).status).toBe(200);
  });

  it('LB14: health says so although nobody writes, and a workspace that is gone as a whole is made again at the end', async () => {
    await start();
    await patch(server, one, { set_notes: 'kept' });
    rmSync(workspace, { recursive: true });
    await waitFor(async () => (await healthOf(server)).labels.state === 'failed', 'the health to say so');
    expect(existsSync(workspace)).toBe(false);
    expect(await server.stop()).toBe(0);
    await start();
    expect(await labelOf(server, one)).toMatchObject({ notes: 'kept', version: 2 });
  });

  it.each(['server.lock', 'labels.db-wal', 'labels.db-shm'])('LB14: the same where only %s is gone', async (name) => {
    await start();
    await patch(server, one, { set_notes: 'kept' });
    rmSync(`${workspace}/${name}`);
    await expectRefused();
    expect(await server.stop()).toBe(0);
    await start();
    expect(await labelOf(server, one)).toMatchObject({ notes: 'kept', version: 2 });
    expect(readdirSync(workspace).filter((each) => /rescued|orphan/.test(each))).toEqual([]);
  });

  it('LB14: goes on by itself when the very files are back, as with a disk that was away', async () => {
    await start();
    await patch(server, one, { set_notes: 'kept' });
    renameSync(workspace, `${workspace}-away`);
    // As an unmounted disk leaves its empty place behind.
    mkdirSync(workspace);
    await expectRefused();
    rmSync(workspace, { recursive: true });
    renameSync(`${workspace}-away`, workspace);
    await waitFor(async () => (await ask(server, 'healthReady')).status === 200, 'writing to work again');
    expect((await patch(server, two, { set_star: 5 })).status).toBe(200);
    await waitFor(() => failures().length > 1, 'the log');
    expect(failures()).toEqual(['labels cannot be kept', 'labels are kept again']);
    await server.kill();
    await start();
    expect(await labelOf(server, one)).toMatchObject({ notes: 'kept' });
    expect(await labelOf(server, two)).toMatchObject({ star: 5, version: 2 });
  });

  it('LB14: does not write over a server that has begun in the emptied workspace; what it held lies beside', async () => {
    await start();
    await patch(server, one, { set_notes: 'of the first' });
    empty();
    const second = await startServer({ root, workspace });
    expect((await patch(second, two, { set_notes: 'of the second' })).status).toBe(200);
    await expectRefused();
    expect(await server.stop()).toBe(0);
    expect(readdirSync(workspace).filter((name) => name.includes('.rescued-'))).toHaveLength(1);
    expect((await patch(second, two, { set_star: 3 })).status).toBe(200);
    await second.stop();
    await start();
    expect(await labelOf(server, two)).toMatchObject({ notes: 'of the second', star: 3 });
  });
});
