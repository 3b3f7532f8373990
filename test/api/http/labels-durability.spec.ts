import { existsSync, statSync } from 'node:fs';
import { runCli } from '../../support/cli.ts';
import { healthOf, indexed } from '../../support/gallery-state.ts';
import { writeMany } from '../../support/images.ts';
import { bulk, historyOf, labelOf, labelsReady, patch, push, put } from '../../support/labels.ts';
import { readLabelsFile } from '../../support/labels-file.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const paths = Array.from({ length: 60 }, (_, turn) => `/image-${String(turn + 1).padStart(4, '0')}.jpg`);
const [path] = paths as [string];

describe('labels on disk', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(() => writeMany(root, paths.length, { width: 8, height: 8 }));
  afterEach(() => server.kill());

  const start = async (workspace?: string, ...args: string[]): Promise<void> => {
    server = await startServer({ root, args, ...(workspace === undefined ? {} : { workspace }) });
    await indexed(server, paths.length);
    await labelsReady(server);
  };
  const fileTime = (): number | undefined =>
    existsSync(`${server.workspace}/labels.json`) ? statSync(`${server.workspace}/labels.json`).mtimeMs : undefined;

  it('D13, LB4: a second server on the same workspace ends at once, names it, and disturbs nobody', async () => {
    await start();
    await patch(server, path, { set_star: 2 });
    const started = performance.now();
    const second = await runCli([root, '--port', '0', '--workspace', server.workspace]);
    expect(performance.now() - started).toBeLessThan(5000);
    expect(second.code).toBeGreaterThan(0);
    expect(second.err).toContain(server.workspace);
    expect(second.out).not.toMatch(/http:/);
    expect((await patch(server, path, { set_star: 3 }, { base: 2 })).body.version).toBe(3);
    expect(await server.stop()).toBe(0);
    expect(readLabelsFile(server.workspace).items[path.slice(1)]).toMatchObject({ star: 3, item_version: 3 });
  });

  it('D13: of several that start at the same moment exactly one serves', async () => {
    const workspace = tempFolder('workspace');
    const attempts = await Promise.allSettled(
      Array.from({ length: 4 }, () => startServer({ root, workspace, args: ['--workers', '1'] })),
    );
    const serving = attempts.filter((attempt) => attempt.status === 'fulfilled').map(({ value }) => value);
    const refused = attempts.filter((attempt) => attempt.status === 'rejected').map(({ reason }) => String(reason));
    for (const each of serving.slice(1)) await each.kill();
    server = serving[0]!;
    expect(serving).toHaveLength(1);
    for (const reason of refused) expect(reason).toContain(workspace);
    await labelsReady(server);
    expect((await patch(server, path, { set_star: 1 })).status).toBe(200);
  });

  it('D14: the lock of a killed server holds nobody up', async () => {
    await start();
    for (let turn = 0; turn < 3; turn += 1) {
      expect((await patch(server, path, { set_notes: `turn ${turn}` })).body.version).toBe(turn + 2);
      await server.kill();
      const started = performance.now();
      await start(server.workspace);
      expect(performance.now() - started).toBeLessThan(8000);
      expect(await labelOf(server, path)).toMatchObject({ version: turn + 2, notes: `turn ${turn}` });
    }
  });

  it('D16: asked to end while fifty write: ends with 0, keeps every write that it accepted, and writes labels.json', async () => {
    await start(undefined, '--flush-interval', '3600', '--flush-count', '1000000');
    const before = await Promise.all(paths.map((each) => labelOf(server, each)));
    expect(before.every(({ version }) => version === 1)).toBe(true);
    let accepted = 0;
    const writing = paths.slice(0, 50).map(async (each) => {
      let version = 1;
      for (let turn = 0; ; turn += 1) {
        const answer = await patch(server, each, { set_notes: `turn ${turn}` }, { base: version }).catch(
          () => undefined,
        );
        if (answer?.status !== 200) {
          // In between it may say so; a write that was not answered may be there or not.
          if (answer) expect(answer.problem?.error).toBe('shutting_down');
          return { path: each, version, isSure: answer !== undefined };
        }
        ({ version } = answer.body);
        accepted += 1;
      }
    });
    await waitFor(() => accepted > 100, 'the writes to flow');
    const started = performance.now();
    expect(await server.stop()).toBe(0);
    expect(performance.now() - started).toBeLessThan(10_000);
    const ended = await Promise.all(writing);
    const { items, seq, store_id } = readLabelsFile(server.workspace);
    await start(server.workspace);
    const { labels, store_id: told } = await healthOf(server);
    expect([seq, store_id]).toEqual([labels.acked_seq, told]);
    for (const { path: each, version, isSure } of ended) {
      const now = await labelOf(server, each);
      expect(isSure ? [version] : [version, version + 1]).toContain(now.version);
      expect(items[each.slice(1)]).toMatchObject({ item_version: now.version, notes: now.notes });
      expect((await historyOf(server, each)).at(-1)?.version).toBe(now.version);
    }
  });

  it('LB5: labels.json holds what differs from the default, and nothing else', async () => {
    await start();
    await patch(server, path, { set_star: 4, set_notes: 'golden hour', add_tags: ['cute'] }, { by: 'Ada' });
    await put(server, paths[1]!, { tags: ['gone again'], notes: '', star: null });
    await put(server, paths[1]!, { tags: [], notes: '', star: null });
    await push(server, [{ path: paths[2]!, metrics: { sharpness: 0.5 } }]);
    const { updated_at } = await labelOf(server, path);
    const { store_id } = await healthOf(server);
    await server.stop();
    const file = readLabelsFile(server.workspace);
    expect(file).toMatchObject({ version: 1, store_id, saved_at: expect.stringMatching(/^\d{4}-.*Z$/) as string });
    expect(file.items['image-0001.jpg']).toEqual({
      tags: ['cute'],
      notes: 'golden hour',
      star: 4,
      updated_at,
      updated_by: 'Ada',
      item_version: 2,
    });
    expect(file.items['image-0003.jpg']?.metrics).toEqual({ sharpness: 0.5 });
    expect(Object.keys(file.items).sort()).toEqual(['image-0001.jpg', 'image-0003.jpg']);
  });

  it('LB6: is written when so many items have changed, at once', async () => {
    await start(undefined, '--flush-interval', '3600', '--flush-count', '25');
    await bulk(server, { scope: { paths: paths.slice(0, 24) }, patch: { set_star: 1 } });
    expect((await healthOf(server)).pending_label_flush_count).toBe(24);
    expect(fileTime()).toBeUndefined();
    await patch(server, path, { set_star: 2 });
    expect((await healthOf(server)).pending_label_flush_count).toBe(24);
    await patch(server, paths[30]!, { set_star: 2 });
    await waitFor(() => fileTime() !== undefined, 'the file to be written', { seconds: 3 });
    await waitFor(async () => (await healthOf(server)).pending_label_flush_count === 0, 'the health to say so');
    expect(Object.keys(readLabelsFile(server.workspace).items)).toHaveLength(25);
    const { last_label_flush_at, labels } = await healthOf(server);
    expect([Date.parse(last_label_flush_at!) > 0, labels.flushed_seq]).toEqual([true, labels.acked_seq]);
  });

  it('LB6: is written when the first change is so old', async () => {
    await start(undefined, '--flush-interval', '2', '--flush-count', '1000000');
    const started = performance.now();
    await patch(server, path, { set_star: 1 });
    await waitFor(() => fileTime() !== undefined, 'the file to be written');
    const seconds = (performance.now() - started) / 1000;
    expect([seconds > 1.5, seconds < 5]).toEqual([true, true]);
  });

  it('LB6: is not written again and again for those who write all the time', async () => {
    await start(undefined, '--flush-count', '1', '--flush-interval', '1');
    const times = new Set<number>();
    const started = performance.now();
    for (let turn = 0; performance.now() - started < 3500; turn += 1) {
      await patch(server, path, { set_notes: `${turn}` });
      const time = fileTime();
      if (time !== undefined) times.add(time);
    }
    expect(times.size).toBeGreaterThan(0);
    expect(times.size).toBeLessThanOrEqual(4);
  });
});
