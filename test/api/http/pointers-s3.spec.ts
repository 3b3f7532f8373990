import { indexed, healthOf, namesIn, dirsIn } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { imageBytes, writeImage } from '../../support/images.ts';
import { labelOf, labelsReady, patch } from '../../support/labels.ts';
import {
  entryOf,
  entryThat,
  galleryWithReal,
  namesSoon,
  pointerFile,
  pointerText,
  writePointer,
} from '../../support/pointers.ts';
import { environmentOf, S3Bucket } from '../../support/s3-bucket.ts';
import { serveBucket, type S3Wish } from '../../support/s3-gallery.ts';
import { S3Proxy } from '../../support/s3-proxy.ts';
import { hasS3Server, startS3Server, type S3Server } from '../../support/s3-server.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

(hasS3Server ? describe : describe.skip)('SR5: a folder that stands for a bucket', () => {
  let store: S3Server;
  let jpeg: Buffer;

  beforeAll(async () => {
    store = await startS3Server();
    jpeg = await imageBytes();
  });

  const bucketWith = async (keys: readonly string[]): Promise<S3Bucket> => {
    const bucket = await S3Bucket.make(store);
    for (const key of keys) await bucket.put(key, jpeg);
    return bucket;
  };

  const serveFolder = (root: string, wish: Partial<S3Wish> = {}): Promise<TestServer> => {
    const { store: at = store, keys = store.owner, workspace = tempFolder('workspace'), sweep = 1 } = wish;
    const args = ['--s3-endpoint', at.url, '--s3-path-style', '--s3-sweep', String(sweep)];
    return startServer({ root, workspace, env: environmentOf(keys), args });
  };

  it('in a gallery on disk: shows, serves and labels it, notices changes, and asks nothing at a restart that is known', async () => {
    const [root, workspace] = [await galleryWithReal(), tempFolder('workspace')];
    const bucket = await bucketWith(['art/a.jpg', 'art/deep/b.jpg', 'not/this.jpg']);
    const target = { type: 's3', bucket: bucket.name, prefix: 'art', region: 'us-east-1' } as const;
    writePointer(`${root}/cloud`, pointerText(target, { label: 'Cloud' }));
    const proxy = await S3Proxy.open(store);
    const server = await serveFolder(root, { store: proxy, workspace });
    await indexed(server, 5);
    expect(await entryOf(server, '/cloud')).toMatchObject({ kind: 'leaf-pointer', label: 'Cloud', totalItems: 2 });
    expect([await namesIn(server, '/cloud'), await dirsIn(server, '/cloud')]).toEqual([['a.jpg'], ['deep']]);
    const query = { path: '/cloud/deep/b.jpg' };
    const [file, thumb] = [await ask(server, 'file', { query }), await ask(server, 'thumb', { query })];
    expect([file.status, file.bytes.equals(jpeg), thumb.status]).toEqual([200, true, 200]);
    await labelsReady(server);
    await patch(server, query.path, { set_star: 4 });
    await patch(server, '/real/one.jpg', { set_star: 4 });
    // Of a file it is read for it, of an object it is not (WK12).
    await waitFor(async () => (await labelOf(server, '/real/one.jpg')).hash, 'the hash of a file', { seconds: 30 });
    expect((await labelOf(server, query.path)).hash).toBe(undefined);
    await bucket.put('art/deep/new.jpg', jpeg);
    await namesSoon(server, '/cloud/deep', ['b.jpg', 'new.jpg']);
    expect(await server.stop()).toBe(0);
    proxy.taken();
    const again = await serveFolder(root, { store: proxy, workspace, sweep: 3600 });
    expect((await indexed(again, 6)).workers.headers.done).toBe(0);
    await labelsReady(again);
    expect((await labelOf(again, query.path)).star).toBe(4);
    expect((await ask(again, 'thumb', { query })).status).toBe(200);
    expect((await healthOf(again)).workers.thumbs.done).toBe(0);
    expect(proxy.taken()).toEqual([]);
    // A store that is away takes nothing out of the gallery.
    proxy.fault = () => ({ status: 503, code: 'ServiceUnavailable' });
    expect((await ask(again, 'refresh', { query: { path: '/cloud' } })).status).toBe(503);
    expect((await labelOf(again, query.path)).star).toBe(4);
    expect(await entryOf(again, '/cloud')).toMatchObject({ kind: 'leaf-pointer', totalItems: 3 });
    proxy.fault = () => undefined;
    await namesSoon(again, '/cloud', ['a.jpg']);
    expect(await again.stop()).toBe(0);
    // What was written down about the former target is nothing that is known of this one.
    writePointer(`${root}/cloud`, pointerText({ ...target, prefix: 'not' }));
    const other = await serveFolder(root, { workspace, sweep: 3600 });
    await indexed(other, 4);
    expect(await namesIn(other, '/cloud')).toEqual(['this.jpg']);
  }, 60_000);

  it('is broken where the bucket is not there or may not be listed, until it may, and the rest works', async () => {
    const root = await galleryWithReal();
    const closed = await bucketWith(['far.jpg']);
    writePointer(`${root}/none`, pointerText({ type: 's3', bucket: 'no-such-bucket' }));
    writePointer(`${root}/closed`, pointerText({ type: 's3', bucket: closed.name }));
    const server = await serveFolder(root, { keys: store.guest });
    await indexed(server, 3);
    const none = await entryOf(server, '/none');
    expect([none?.problem?.error, none?.problem?.message]).toEqual([
      'broken_pointer',
      expect.stringContaining('There is no bucket no-such-bucket') as string,
    ]);
    const { status, problem } = await ask(server, 'folders', { query: { path: '/closed' } });
    expect([status, problem?.error]).toEqual([409, 'broken_pointer']);
    expect(problem?.message).toContain('may not be listed');
    expect(await namesIn(server)).toEqual(['top.jpg']);
    await closed.allow(['s3:ListBucket', 's3:GetObject']);
    await entryThat(server, '/closed', (entry) => !entry.problem && entry.totalItems === 1);
  }, 60_000);

  it('I9: is away where the store says nothing, which is not asked a second time why', async () => {
    const root = await galleryWithReal();
    const bucket = await bucketWith(['a.jpg']);
    writePointer(`${root}/cloud`, pointerText({ type: 's3', bucket: bucket.name, region: 'us-east-1' }));
    const proxy = await S3Proxy.open(store);
    proxy.fault = () => 'silence';
    const server = await serveFolder(root, { store: proxy, sweep: 3600 });
    const { status, problem } = await ask(server, 'folders', { query: { path: '/cloud' } });
    expect([status, problem?.error]).toEqual([503, 'source_unavailable']);
    expect(proxy.taken().map(({ query }) => query.get('max-keys'))).not.toContain('1');
    proxy.fault = () => undefined;
    await namesSoon(server, '/cloud', ['a.jpg']);
  });

  it('in a bucket: pointers are objects, loops are told, and what changes is noticed, also after a restart', async () => {
    const workspace = tempFolder('workspace');
    const [bucket, other] = [await bucketWith(['top.jpg', 'a/one.jpg']), await bucketWith(['far.jpg'])];
    const to = (name: string, prefix = ''): string => pointerText({ type: 's3', bucket: name, prefix });
    await bucket.put(`out/${pointerFile}`, to(other.name));
    await bucket.put(`same/${pointerFile}`, to(bucket.name, 'a'));
    await bucket.put(`loop/${pointerFile}`, to(bucket.name));
    await bucket.put(`local/${pointerFile}`, pointerText('a'));
    const disk = tempFolder('disk');
    await writeImage(disk, 'near.jpg');
    await bucket.put(`disk/${pointerFile}`, pointerText(disk));
    const wish = { store, keys: store.owner, workspace, args: ['--allow-pointer-root', disk] };
    const server = await serveBucket(bucket, wish);
    await indexed(server, 5);
    expect([await namesIn(server, '/out'), await namesIn(server, '/same')]).toEqual([['far.jpg'], ['one.jpg']]);
    expect((await entryOf(server, '/loop'))?.problem?.message).toContain('to a folder that holds /loop.');
    expect((await entryOf(server, '/local'))?.problem?.message).toContain('which is no folder');
    expect(await server.stop()).toBe(0);
    await bucket.remove(`loop/${pointerFile}`);
    await bucket.remove(`local/${pointerFile}`);
    const again = await serveBucket(bucket, { ...wish, sweep: 1 });
    await indexed(again, 5);
    await writeImage(disk, 'new.jpg');
    await namesSoon(again, '/disk', ['near.jpg', 'new.jpg']);
    // Some were there before: it is noticed when they are replaced, and when they go.
    await bucket.put(`same/${pointerFile}`, to(other.name));
    await bucket.remove(`out/${pointerFile}`);
    await bucket.put('out/own.jpg', jpeg);
    await namesSoon(again, '/same', ['far.jpg']);
    await namesSoon(again, '/out', ['own.jpg']);
    expect((await entryOf(again, '/out'))?.kind).toBe('leaf-real');
  }, 60_000);
});
