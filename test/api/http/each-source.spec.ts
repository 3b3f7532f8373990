import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import type { BrowseQuery } from '#contracts';
import { dirsIn, healthOf, indexed, namesIn } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { imageBytes } from '../../support/images.ts';
import { bulk, gesturesOf, labelOf, labelsReady, patch, undo } from '../../support/labels.ts';
import { S3Bucket } from '../../support/s3-bucket.ts';
import { serveBucket } from '../../support/s3-gallery.ts';
import { hasS3Server, startS3Server } from '../../support/s3-server.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { writeTable } from '../../support/tables.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

type Files = Readonly<Record<string, Buffer>>;

interface Gallery {
  /** Starts servers of it, one after the other. */
  readonly start: () => Promise<TestServer>;
  /** Where there are files, this one stays the same and holds something else. */
  readonly rewrite: (name: string, bytes: Buffer) => void | Promise<void>;
}

function inFolder(files: Files): Gallery {
  const root = folderWith(files);
  const workspace = tempFolder('workspace');
  return { start: () => startServer({ root, workspace }), rewrite: rewriteIn(root) };
}

async function inBucket(files: Files): Promise<Gallery> {
  const store = await startS3Server();
  const bucket = await S3Bucket.make(store);
  for (const [path, bytes] of Object.entries(files)) await bucket.put(`pics/${path}`, bytes);
  const workspace = tempFolder('workspace');
  return {
    start: () => serveBucket(bucket, { store, keys: store.owner, prefix: 'pics', workspace }),
    rewrite: (name, bytes) => bucket.put(`pics/${name}`, bytes),
  };
}

/** Shown where they are not: their files lie in one folder, under other names. */
function inTable(name: string): (files: Files) => Gallery {
  return (files) => {
    const paths = Object.keys(files);
    const fileOf = (path: string): string => `files/${String(paths.indexOf(path))}.bin.jpg`;
    const root = folderWith(Object.fromEntries(Object.entries(files).map(([path, bytes]) => [fileOf(path), bytes])));
    const rows = paths.map((path, at) => ({ source: fileOf(path), path, score: at }));
    const table = writeTable(root, name, rows);
    const workspace = tempFolder('workspace');
    return {
      start: () => startServer({ root: table, workspace, args: ['--path-column', 'path'] }),
      rewrite: (path, bytes) => {
        rewriteIn(root)(fileOf(path), bytes);
      },
    };
  };
}

function behindPointer(files: Files): Gallery {
  const [gallery, target] = [tempFolder('gallery'), folderWith(files)];
  mkdirSync(join(gallery, 'here'));
  writeFileSync(
    join(gallery, 'here/.lenslet.folder.json'),
    JSON.stringify({ version: 1, kind: 'pointer', target: { type: 'local', path: target } }),
  );
  const workspace = tempFolder('workspace');
  return {
    start: () => startServer({ root: gallery, workspace, args: ['--allow-pointer-root', target] }),
    rewrite: rewriteIn(target),
  };
}

function folderWith(files: Files): string {
  const root = tempFolder('gallery');
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
  return root;
}

function rewriteIn(root: string): (name: string, bytes: Buffer) => void {
  return (name, bytes) => {
    writeFileSync(join(root, name), bytes);
  };
}

/** Images of different content in as many bytes. */
async function sized(width: number, height: number): Promise<Buffer> {
  const bytes = await imageBytes({ width, height });
  return Buffer.concat([bytes, Buffer.alloc(4096 - bytes.length)]);
}

interface Kind {
  readonly name: string;
  readonly open: (files: Files) => Gallery | Promise<Gallery>;
  /** Where in the gallery the images are. */
  readonly base: string;
}

const kinds: readonly Kind[] = [
  { name: 'in a folder', open: inFolder, base: '' },
  { name: 'in a bucket', open: inBucket, base: '' },
  { name: 'in a table in CSV', open: inTable('table.csv'), base: '' },
  { name: 'in a table in parquet', open: inTable('table.parquet'), base: '' },
  { name: 'in a folder behind a pointer', open: behindPointer, base: '/here' },
];

const made = async (server: TestServer): Promise<{ thumbs: number; headers: number }> => {
  const { thumbs, headers } = (await healthOf(server)).workers;
  return { thumbs: thumbs.done, headers: headers.done };
};

/** One suite for all of them: whoever uses a gallery need not know where its images are. */
describe.each(kinds)('every gallery, $name', ({ open, base }) => {
  const it = hasS3Server || open !== inBucket ? test : test.skip;
  let files: Files;
  let gallery: Gallery;
  let server: TestServer;

  beforeAll(async () => {
    if (!hasS3Server && open === inBucket) return;
    files = {
      'one.jpg': await sized(64, 48),
      'a/two.png': await imageBytes({ format: 'png', width: 30, height: 60 }),
      'a/ü #% 10.jpg': await imageBytes({ width: 50, height: 20, hue: 90 }),
      'a/ü #% 9.jpg': await imageBytes({ width: 40, height: 40, hue: 180 }),
      'a/b/three.webp': await imageBytes({ format: 'webp', width: 20, height: 20 }),
    };
    gallery = await open(files);
    server = await gallery.start();
    await indexed(server, 5);
    await labelsReady(server);
  }, 120_000);

  const browsed = async (query: Partial<BrowseQuery>): Promise<string[]> => {
    const asked = { path: base || '/', recursive: true, ...query };
    const { body } = await ask(server, 'browse', { body: asked });
    return body.items.map(({ path }) => path.slice(base.length));
  };

  it('SR3: shows its folders, and their images in natural order', async () => {
    expect([await dirsIn(server, base || '/'), await dirsIn(server, `${base}/a`)]).toEqual([['a'], ['b']]);
    expect(await namesIn(server, base || '/')).toEqual(['one.jpg']);
    expect(await namesIn(server, `${base}/a`)).toEqual(['two.png', 'ü #% 9.jpg', 'ü #% 10.jpg']);
    const { status } = await ask(server, 'folders', { query: { path: `${base}/nowhere` } });
    expect(status).toBe(404);
  });

  it('IM1, IM2, TH1: gives originals whole and in part, thumbs, and what is known of them', async () => {
    for (const [name, bytes] of Object.entries(files)) {
      const query = { path: `${base}/${name}` };
      const [file, thumb] = [await ask(server, 'file', { query }), await ask(server, 'thumb', { query })];
      expect([name, file.status, file.bytes.equals(bytes)]).toEqual([name, 200, true]);
      expect([name, thumb.status, thumb.headers['content-type']]).toEqual([name, 200, 'image/webp']);
      const { etag = '' } = file.headers;
      expect((await ask(server, 'file', { query, headers: { 'if-none-match': etag } })).status).toBe(304);
      const part = await ask(server, 'file', { query, headers: { range: 'bytes=3-12' } });
      expect([part.status, part.bytes]).toEqual([206, bytes.subarray(3, 13)]);
    }
    const { body } = await ask(server, 'metadata', { query: { path: `${base}/a/two.png` } });
    expect(body).toMatchObject({ width: 30, height: 60 });
    for (const path of [`${base}/none.jpg`, `${base}/a/b/none.jpg`])
      expect((await ask(server, 'file', { query: { path } })).status).toBe(404);
  });

  it('BR1: is filtered, put in order and searched', async () => {
    expect(await browsed({ sort: { key: 'path', dir: 'asc' } })).toEqual(
      ['one.jpg', 'a/two.png', 'a/ü #% 9.jpg', 'a/ü #% 10.jpg', 'a/b/three.webp'].map((name) => `/${name}`),
    );
    expect(await browsed({ filters: { and: [{ type: { in: ['image/png', 'image/webp'] } }] } })).toEqual(
      expect.arrayContaining(['/a/two.png', '/a/b/three.webp']),
    );
    expect(await browsed({ filters: { and: [{ width: { op: '>=', value: 50 } }] } })).toHaveLength(2);
    const found = await ask(server, 'search', { query: { q: 'THREE' } });
    expect(found.body.items.map(({ path }) => path)).toEqual([`${base}/a/b/three.webp`]);
  });

  it('LB1, BU1: is labelled, image by image and at once, and all of it can be undone', async () => {
    const path = `${base}/a/ü #% 9.jpg`;
    await patch(server, path, { set_star: 4, add_tags: ['sea'], set_notes: 'waves' }, { by: 'Ana' });
    expect(await browsed({ filters: { and: [{ stars: { in: [4] } }] } })).toEqual(['/a/ü #% 9.jpg']);
    expect(await browsed({ text: 'tag:sea waves' })).toEqual(['/a/ü #% 9.jpg']);
    const { body } = await bulk(
      server,
      {
        scope: { query: { path: `${base}/a`, recursive: true, sort: { key: 'name', dir: 'asc' } } },
        patch: { add_tags: ['all'], remove_tags: [] },
      },
      { by: 'Ben' },
    );
    expect(body.changed).toBe(4);
    const [gesture] = await gesturesOf(server, 0, { by: 'Ben' });
    await undo(server, gesture?.gesture_id ?? '');
    expect(await labelOf(server, path)).toMatchObject({ star: 4, tags: ['sea'], notes: 'waves' });
    expect(await browsed({ text: 'tag:all' })).toEqual([]);
  });

  it('WK2, WK10, LB1: started again, it has its labels, and makes no thumb twice', async () => {
    expect((await made(server)).thumbs).toBe(5);
    await server.stop();
    server = await gallery.start();
    await indexed(server, 5);
    await labelsReady(server);
    expect(await labelOf(server, `${base}/a/ü #% 9.jpg`)).toMatchObject({ star: 4, tags: ['sea'], notes: 'waves' });
    for (const name of Object.keys(files))
      expect((await ask(server, 'thumb', { query: { path: `${base}/${name}` } })).status).toBe(200);
    expect(await made(server)).toEqual({ thumbs: 0, headers: 0 });
  });

  it('G17, TH1: an image that was rewritten in place has its own size and thumb, not those of before', async () => {
    await server.stop();
    await gallery.rewrite('one.jpg', await sized(48, 64));
    server = await gallery.start();
    await indexed(server, 5);
    // A bucket is believed to be as it was until it is looked through.
    await ask(server, 'refresh', { query: { path: base || '/' } });
    const sizeOf = async (): Promise<unknown> => {
      const { items } = (await ask(server, 'folders', { query: { path: base || '/' } })).body;
      return items.map(({ w, h }) => [w, h]);
    };
    const isNew = async (): Promise<boolean> => expect(await sizeOf()).toEqual([[48, 64]]) === undefined;
    await waitFor(isNew, 'its new size', { seconds: 30 });
    const thumb = await ask(server, 'thumb', { query: { path: `${base}/one.jpg` } });
    expect(await sharp(thumb.bytes).metadata()).toMatchObject({ width: 48, height: 64 });
  });
});
