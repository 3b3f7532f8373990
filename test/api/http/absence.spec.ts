import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirsIn, healthOf, indexed, namesIn } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { writeImage, writeMany } from '../../support/images.ts';
import { startServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

describe('F15: a gallery that goes away and comes back', () => {
  const awayAndBack = async (args: readonly string[], isReplaced: boolean): Promise<void> => {
    const parent = tempFolder('mount');
    const root = `${parent}/gallery`;
    await writeMany(`${root}/a`, 20);
    await writeImage(`${root}/b/c`, 'deep.jpg');
    const server = await startServer({ root, args });
    await indexed(server, 21);
    renameSync(root, `${parent}/aside`);
    // As an unmounted disk leaves its empty place behind.
    if (isReplaced) mkdirSync(root);
    await waitFor(async () => !(await healthOf(server)).ok, 'the health to say so', { seconds: 60 });
    const health = await healthOf(server);
    expect(health).toMatchObject({ ok: false, storage: { ok: false }, indexing: { state: 'error', items: 21 } });
    expect((await ask(server, 'healthLive')).status).toBe(200);
    for (const path of ['/a/new.jpg', '/b/c/new.jpg', '/x/y.jpg', '/b/c/deep.jpg']) {
      for (const name of ['file', 'metadata', 'thumb'] as const) {
        const { status, problem } = await ask(server, name, { query: { path } });
        // A thumb that is kept is shown.
        if (name === 'thumb') expect([200, 503]).toContain(status);
        else expect([name, status, problem?.error]).toEqual([name, 503, 'source_unavailable']);
      }
    }
    if (isReplaced) rmSync(root, { recursive: true });
    renameSync(`${parent}/aside`, root);
    await waitFor(async () => (await healthOf(server)).ok, 'the gallery to be back', { seconds: 60 });
    await waitFor(async () => (await namesIn(server, '/b/c')).join() === 'deep.jpg', 'the deepest folder', {
      seconds: 60,
    });
    expect(await namesIn(server, '/a')).toHaveLength(20);
    expect(await dirsIn(server)).toEqual(['a', 'b']);
    await indexed(server, 21);
    expect((await ask(server, 'thumb', { query: { path: '/b/c/deep.jpg' } })).status).toBe(200);
    await server.stop();
  };

  it('loses nothing, says so, and heals by itself', async () => {
    // Side by side: all of them mostly wait.
    await Promise.all([
      awayAndBack([], false),
      awayAndBack([], true),
      awayAndBack(['--no-watch'], false),
      awayAndBack(['--no-watch'], true),
    ]);
  }, 180_000);
});

describe('F16: what may not be read', () => {
  const nobody = 65_534;
  const parent = tempFolder('closed');
  const root = `${parent}/gallery`;
  const workspace = `${parent}/workspace`;

  const canDropRights = process.getuid?.() === 0;

  // Root may read everything, so the server has to be somebody else.
  (canDropRights ? it : it.skip)('is refused by itself, and everything else is as ever', async () => {
    await writeImage(root, 'open.jpg');
    chmodSync(await writeImage(root, 'closed.jpg'), 0o000);
    await writeImage(`${root}/folder`, 'inside.jpg');
    await writeImage(`${root}/listed-only`, 'inside.jpg');
    mkdirSync(workspace);
    execFileSync('chown', ['-R', `${nobody}:${nobody}`, parent]);
    chmodSync(`${root}/closed.jpg`, 0o000);
    chmodSync(`${root}/folder`, 0o000);
    chmodSync(`${root}/listed-only`, 0o444);
    chownSync(parent, nobody, nobody);
    const server = await startServer({ root, workspace, uid: nobody });
    const { items, dirs } = (await ask(server, 'folders')).body;
    expect(items.map(({ name }) => name)).toEqual(['closed.jpg', 'open.jpg']);
    expect(dirs.map(({ name }) => name)).toEqual(['folder', 'listed-only']);
    for (const name of ['file', 'thumb', 'metadata'] as const) {
      const { status, problem } = await ask(server, name, { query: { path: '/closed.jpg' } });
      expect([name, status, problem?.error]).toEqual([name, 403, 'source_denied']);
      expect((await ask(server, name, { query: { path: '/open.jpg' } })).status).toBe(200);
    }
    const folder = await ask(server, 'folders', { query: { path: '/folder' } });
    expect([folder.status, folder.problem?.error]).toEqual([403, 'source_denied']);
    for (const path of ['/folder/inside.jpg', '/folder/x/y/z/a.jpg', '/listed-only/inside.jpg']) {
      expect([403, 404]).toContain((await ask(server, 'file', { query: { path } })).status);
    }
    for (let turn = 0; turn < 20; turn += 1)
      await ask(server, 'folders', { query: { path: `/folder/invented/${turn}` } });
    expect((await healthOf(server)).indexing).toMatchObject({ state: 'ready', total: 3 });
    chmodSync(`${root}/closed.jpg`, 0o644);
    chmodSync(`${root}/folder`, 0o755);
    expect((await ask(server, 'folders', { query: { path: '/folder' } })).body.items).toHaveLength(1);
    await server.stop();
  });
});

describe('F17: a storm of refreshes', () => {
  it('is one look at the gallery, or a few', async () => {
    const root = tempFolder('gallery');
    for (let number = 0; number < 100; number += 1) mkdirSync(`${root}/${number}/x`, { recursive: true });
    await writeImage(root, 'a.jpg');
    const server = await startServer({ root, args: ['--no-watch'] });
    await indexed(server, 1);
    const started = performance.now();
    const answers = await Promise.all(Array.from({ length: 200 }, () => ask(server, 'refresh')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    // 40,000 listings would hold up whoever comes behind them.
    await writeImage(`${root}/99/x`, 'new.jpg');
    await ask(server, 'refresh', { query: { path: '/99' } });
    await waitFor(
      async () => (await ask(server, 'folders', { query: { path: '/99/x' } })).body.items.length === 1,
      'the new file',
    );
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
