import { existsSync, readFileSync, readdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { healthOf, indexed, namesIn } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { imageBytes, writeImage, writeMany } from '../../support/images.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

interface Manifest {
  v: number;
  path: string;
  generatedAt: string;
  items: Record<string, unknown>[];
  dirs: { name: string; kind: string }[];
  page?: number;
}

const fileOf = (workspace: string, path = '', page = ''): string => `${workspace}/index${path}/_index${page}.json`;
const readJson = (file: string): Manifest => JSON.parse(readFileSync(file, 'utf8')) as Manifest;

/** Manifests are trusted only when they were made clearly after the folder changed. */
function settle(...folders: string[]): void {
  const before = new Date(Date.now() - 60_000);
  for (const folder of folders) utimesSync(folder, before, before);
}

async function onceServed(root: string, wish: { workspace?: string } = {}): Promise<TestServer> {
  const server = await startServer({ root, ...wish, args: ['--no-watch'] });
  await indexed(server);
  expect(await server.stop()).toBe(0);
  return server;
}

describe('WK2: manifests', () => {
  const root = tempFolder('gallery');
  let workspace: string;

  beforeAll(async () => {
    await writeImage(`${root}/art/2025`, 'a.jpg', { exif: { Make: 'Camera' } });
    await writeImage(`${root}/art/2025`, 'b.png');
    await writeImage(root, 'top.jpg');
    settle(`${root}/art/2025`, `${root}/art`, root);
    ({ workspace } = await onceServed(root));
  });

  it('are written to the workspace in the documented shape, and nowhere else', () => {
    const manifest = readJson(fileOf(workspace, '/art/2025'));
    expect(manifest).toMatchObject({ v: 1, path: 'art/2025/', dirs: [] });
    expect(new Date(manifest.generatedAt).toISOString()).toBe(manifest.generatedAt);
    expect(manifest.items).toEqual([
      expect.objectContaining({ name: 'a.jpg', w: 64, h: 48, hasThumb: false, hasMeta: true }),
      expect.objectContaining({ name: 'b.png', w: 64, h: 48, hasThumb: false, hasMeta: false }),
    ]);
    for (const { size, mtime } of manifest.items) expect([typeof size, typeof mtime]).toEqual(['number', 'number']);
    expect(readJson(fileOf(workspace)).dirs).toEqual([{ name: 'art', kind: 'branch' }]);
    expect(readJson(fileOf(workspace, '/art')).dirs).toEqual([{ name: '2025', kind: 'leaf-real' }]);
    expect(readdirSync(root).sort()).toEqual(['art', 'top.jpg']);
  });

  it('WK10: are used at the next start, and no file is opened again', async () => {
    const server = await startServer({ root, workspace, args: ['--no-watch'] });
    const health = await indexed(server, 3);
    expect(health.hits.manifest).toBe(1);
    expect(health.workers.headers).toEqual({ queued: 0, running: 0, done: 0, killed: 0, failed: 0 });
    const { body } = await ask(server, 'folders', { query: { path: '/art/2025' } });
    expect(body.items.map(({ name, w, hasMeta }) => [name, w, hasMeta])).toEqual([
      ['a.jpg', 64, true],
      ['b.png', 64, false],
    ]);
    await server.stop();
  });

  it.each([
    ['not JSON', () => '{"v":1,"path":"art/2025/","items":['],
    ['empty', () => ''],
    ['of another version', (text: string) => text.replace('"v":1', '"v":2')],
    ['without its items', (text: string) => JSON.stringify({ ...(JSON.parse(text) as Manifest), items: undefined })],
    ['of wrong types', (text: string) => text.replaceAll(/"size":\d+/g, '"size":"big"')],
    ['a list', () => '[1,2,3]'],
    ['null', () => 'null'],
    ['of nulls', (text: string) => JSON.stringify({ ...(JSON.parse(text) as Manifest), items: [null] })],
  ])('are made again when one is %s', async (_, spoil) => {
    const file = fileOf(workspace, '/art/2025');
    const good = readFileSync(file, 'utf8');
    writeFileSync(file, spoil(good));
    const server = await startServer({ root, workspace, args: ['--no-watch'] });
    const { hits } = await indexed(server, 3);
    expect(hits.manifest).toBeCloseTo(2 / 3);
    expect(await namesIn(server, '/art/2025')).toEqual(['a.jpg', 'b.png']);
    await server.stop();
    expect(readJson(file).items).toEqual((JSON.parse(good) as Manifest).items);
  });

  it('are made again when older than their folder', async () => {
    renameSync(`${root}/art/2025/b.png`, `${root}/art/2025/c.png`);
    const server = await startServer({ root, workspace, args: ['--no-watch'] });
    expect((await indexed(server, 3)).hits.manifest).toBeCloseTo(2 / 3);
    expect(await namesIn(server, '/art/2025')).toEqual(['a.jpg', 'c.png']);
    await server.stop();
    expect(readJson(fileOf(workspace, '/art/2025')).items.map(({ name }) => name)).toEqual(['a.jpg', 'c.png']);
  });

  it('of names that lead out of the gallery open nothing there', async () => {
    const outside = tempFolder('outside');
    await writeImage(outside, 'secret.jpg');
    const file = fileOf(workspace);
    const manifest = readJson(file);
    const [first] = manifest.items;
    const up = `..${outside.slice(outside.lastIndexOf('/'))}`;
    writeFileSync(
      file,
      JSON.stringify({
        ...manifest,
        items: [{ ...first, name: `${up}/secret.jpg`, w: 0 }],
        dirs: [...manifest.dirs, { name: up, kind: 'leaf-real' }],
      }),
    );
    const server = await startServer({ root, workspace, args: ['--no-watch'] });
    const { indexing } = await indexed(server);
    expect(indexing).toMatchObject({ items: 3, total: 3 });
    for (const path of [`${up}/secret.jpg`, `${outside}/secret.jpg`, '/secret.jpg']) {
      for (const route of ['file', 'thumb', 'metadata'] as const) {
        expect((await ask(server, route, { query: { path } })).status).toBeGreaterThanOrEqual(400);
      }
    }
    expect(await namesIn(server)).toEqual(['top.jpg']);
    await server.stop();
    writeFileSync(file, JSON.stringify(manifest));
  });
});

describe('WK2, WK4: what happened while nobody looked', () => {
  it('is found out soon after the start, also in a folder whose own time did not change', async () => {
    const root = tempFolder('gallery');
    await writeImage(`${root}/deep`, 'seen.jpg');
    await writeImage(`${root}/deep/unseen`, 'unseen.jpg');
    settle(`${root}/deep/unseen`, `${root}/deep`, root);
    const { workspace } = await onceServed(root);
    writeFileSync(`${root}/deep/seen.jpg`, await imageBytes({ width: 10, height: 20 }));
    writeFileSync(`${root}/deep/unseen/unseen.jpg`, await imageBytes({ width: 10, height: 20 }));
    const server = await startServer({ root, workspace });
    await indexed(server, 2);
    const sizeOf = async (path: string): Promise<number | undefined> => {
      const { body } = await ask(server, 'folders', { query: { path } });
      return body.items[0]?.h;
    };
    // Nobody opens the folder below: asking for a single item does not look at its folder.
    const unseen = waitFor(
      async () => (await ask(server, 'item', { query: { path: '/deep/unseen/unseen.jpg' } })).body.exif.height === 20,
      'the sweeper to come by',
      { seconds: 15 },
    );
    await waitFor(async () => (await sizeOf('/deep')) === 20, 'the folder that was opened', { seconds: 5 });
    await unseen;
    await server.stop();
  });
});

describe('WK2: manifests of large folders', () => {
  it('are paged above 10,000 items, and whole again below', async () => {
    const root = tempFolder('gallery');
    await writeMany(`${root}/large`, 20, { width: 8, height: 8 });
    const bytes = readFileSync(`${root}/large/image-0001.jpg`);
    for (let number = 21; number <= 10_001; number += 1) {
      writeFileSync(`${root}/large/image-${String(number).padStart(5, '0')}.jpg`, bytes);
    }
    settle(`${root}/large`, root);
    const { workspace } = await onceServed(root);
    const pages = ['_0', '_1'].map((page) => readJson(fileOf(workspace, '/large', page)));
    expect(pages.map(({ items, page }) => [items.length, page])).toEqual([
      [10_000, 0],
      [1, 1],
    ]);
    expect(existsSync(fileOf(workspace, '/large'))).toBe(false);
    const again = await startServer({ root, workspace, args: ['--no-watch'] });
    expect((await indexed(again, 10_001)).hits.manifest).toBe(1);
    const { body } = await ask(again, 'folders', { query: { path: '/large' } });
    expect(body).toMatchObject({ page: 1, pageSize: 200, pageCount: 51, totalItems: 10_001 });
    await again.stop();

    // Half of it gone: the rest alone is not the folder.
    renameSync(fileOf(workspace, '/large', '_1'), `${workspace}/aside`);
    const half = await startServer({ root, workspace, args: ['--no-watch'] });
    expect((await indexed(half, 10_001)).hits.manifest).toBe(0.5);
    await half.stop();
    expect(readJson(fileOf(workspace, '/large', '_1')).items).toHaveLength(1);

    renameSync(`${root}/large/image-0001.jpg`, `${workspace}/taken-away.jpg`);
    settle(`${root}/large`);
    await onceServed(root, { workspace });
    expect(readJson(fileOf(workspace, '/large')).items).toHaveLength(10_000);
    expect(existsSync(fileOf(workspace, '/large', '_0'))).toBe(false);
  });
});

describe('what a stop leaves behind', () => {
  it('WK10: is never an opinion about images that nobody has looked at', async () => {
    const root = tempFolder('gallery');
    await writeMany(`${root}/many`, 3000, { width: 16, height: 16 });
    const first = await startServer({ root, args: ['--no-watch', '--workers', '1'] });
    // While headers are being read.
    while ((await healthOf(first)).indexing.items < 3000);
    expect(await first.stop()).toBe(0);
    const second = await startServer({ root, workspace: first.workspace, args: ['--no-watch'] });
    await indexed(second, 3000);
    const { items } = (await ask(second, 'browse', { body: { path: '/many', limit: 500, offset: 0 } })).body;
    expect(items.filter(({ problem }) => problem !== undefined)).toEqual([]);
    const rest = (await ask(second, 'browse', { body: { path: '/many', limit: 500, offset: 2500 } })).body;
    expect(rest.items.filter(({ problem }) => problem !== undefined)).toEqual([]);
  });
});

describe('WK9: a file that is not indexed yet', () => {
  it('is served, described and thumbed like any other', async () => {
    const root = tempFolder('gallery');
    await writeImage(root, 'old.jpg');
    const server = await startServer({ root, args: ['--no-watch'] });
    await indexed(server, 1);
    const bytes = await imageBytes({ hue: 90 });
    for (const [turn, route] of (['file', 'thumb', 'item', 'metadata'] as const).entries()) {
      // An unknown item makes its folder be looked at again, once a second at most.
      const path = `/new-folder-${turn}/new.jpg`;
      await writeImage(root, path, { hue: 90 });
      const answer = await ask(server, route, { query: { path } });
      expect([route, answer.status]).toEqual([route, 200]);
      if (route === 'file') expect(answer.bytes.equals(bytes)).toBe(true);
    }
  });
});
