import { dirsIn, healthOf, indexed, namesIn } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { imageBytes } from '../../support/images.ts';
import { gesturesOf, labelOf, patch } from '../../support/labels.ts';
import { runCli } from '../../support/cli.ts';
import { putSidecar, serveBeside, sidecarIn, sidecarInThat } from '../../support/s3-beside.ts';
import { environmentOf, S3Bucket } from '../../support/s3-bucket.ts';
import { S3Proxy, type S3Request } from '../../support/s3-proxy.ts';
import { hasS3Server, startS3Server, type S3Server } from '../../support/s3-server.ts';
import type { TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

(hasS3Server ? describe : describe.skip)('--layout beside in a bucket', () => {
  let store: S3Server;
  let jpegs: Buffer[];

  beforeAll(async () => {
    store = await startS3Server();
    jpegs = await Promise.all([0, 60, 120, 180].map((hue) => imageBytes({ hue })));
  });

  const bucketWith = async (keys: readonly string[]): Promise<S3Bucket> => {
    const bucket = await S3Bucket.make(store);
    for (const [at, key] of keys.entries()) await bucket.put(key, jpegs[at % jpegs.length]!);
    return bucket;
  };

  const thumbsOf = async (server: TestServer, images: readonly string[]): Promise<void> => {
    for (const image of images)
      expect([image, (await ask(server, 'thumb', { query: { path: `/${image}` } })).status]).toEqual([image, 200]);
  };

  const long = `${'n'.repeat(300)}.jpg`;
  const images = ['a/b/ü +%41#?.jpg', `a/${long}`, 'a/back\\slash.jpg', 'a/one.jpg', 'top.jpg'];
  const paths = images.map((image) => image.replace('\\', '\u{10ff5c}'));

  it('WK2, LB8, TH1, SR4: everything lies beside the images, unseen; copied to another bucket, nothing is made again', async () => {
    const bucket = await bucketWith(images);
    const proxy = await S3Proxy.open(store);
    const server = await serveBeside(bucket, { store: proxy, keys: store.owner, sweep: 1 });
    for (const path of paths) await patch(server, `/${path}`, { set_star: 3, add_tags: ['kept'] }, { by: 'Ada' });
    await thumbsOf(server, paths);
    const short = `a/${'n'.repeat(180)}~`;
    const expected = [
      ...images.filter((image) => !image.includes(long)).flatMap((image) => [`${image}.json`, `${image}.thumbnail`]),
      ...[`${short}*.json`, `${short}*.thumbnail`],
      ...['_index.json', 'a/_index.json', 'a/b/_index.json', '_health.json', '_rollup.json'],
    ];
    const own = async (): Promise<string[]> => {
      const keys = (await bucket.keys()).filter((key) => !images.includes(key));
      return keys.map((key) => key.replace(/~[\w-]{22}/, '~*')).sort();
    };
    await waitFor(async () => (await own()).length === expected.length, 'all files', { seconds: 60 });
    expect(await own()).toEqual(expected.sort());
    expect(await bucket.typeOf('top.jpg.thumbnail')).toBe('image/webp');
    expect(await bucket.typeOf('top.jpg.json')).toBe('application/json');
    expect(await sidecarIn(bucket, 'a/one.jpg')).toMatchObject({ star: 3, tags: ['kept'], updatedBy: 'Ada' });
    proxy.taken();
    const looked = waitFor(() => proxy.requests.filter(isLook).length > 1, 'looks at everything', { seconds: 60 });

    const copy = await S3Bucket.make(store);
    await bucket.copyTo(copy, 'copy/');
    const second = await serveBeside(copy, { store, keys: store.owner, prefix: 'copy' });
    expect((await healthOf(second)).hits.manifest).toBe(1);
    for (const path of paths) {
      const query = { path: `/${path}` };
      await waitFor(async () => (await labelOf(second, query.path)).star === 3, `the label of ${path}`, {
        seconds: 60,
      });
      expect(await labelOf(second, query.path)).toMatchObject({ tags: ['kept'], version: 2, updated_by: 'Ada' });
    }
    await thumbsOf(second, paths);
    expect((await healthOf(second)).storage.listings).toBe(0);
    // Copies have another time; but what is known of these bytes stays known when they are listed.
    expect((await ask(second, 'refresh', { body: { path: '/' } })).status).toBe(202);
    await waitFor(async () => (await healthOf(second)).storage.listings === 3, 'all folders', { seconds: 60 });
    await indexed(second, images.length);
    await thumbsOf(second, paths);
    const { thumbs, headers } = (await healthOf(second)).workers;
    expect([thumbs.done, headers.done]).toEqual([0, 0]);
    expect([await namesIn(second), await dirsIn(second), await namesIn(second, '/a/b')]).toEqual([
      ['top.jpg'],
      ['a'],
      ['ü +%41#?.jpg'],
    ]);
    for (const path of ['/_index.json', '/top.jpg.thumbnail', '/top.jpg.json', '/_rollup.json'])
      expect((await ask(second, 'file', { query: { path } })).status).toBe(404);
    const words = [`s3://${copy.name}/copy`, '--s3-endpoint', store.url, '--s3-path-style', '--layout', 'beside'];
    const told = await runCli(['doctor', ...words, '--workspace', tempFolder('none')], {
      env: environmentOf(store.owner),
    });
    expect([told.code, told.out]).toEqual([0, expect.stringContaining('everything is as it should be')]);
    // Nothing that was written is a change of the images: no folder is listed for it.
    await looked;
    expect((await healthOf(server)).storage.listings).toBe(3);
    expect(await server.stop()).toBe(0);
  }, 120_000);

  it('I12: who writes a sidecar at the same moment is not overwritten, but read and merged', async () => {
    const bucket = await bucketWith(['new.jpg', 'old.jpg']);
    await putSidecar(bucket, 'old.jpg', { tags: ['there'] });
    const proxy = await S3Proxy.open(store);
    const server = await serveBeside(bucket, { store: proxy, keys: store.owner });
    const late = new Set(['new.jpg', 'old.jpg']);
    proxy.fault = async ({ kind, path }) => {
      const image = path.slice(`/${bucket.name}/`.length, -'.json'.length);
      // After our server has looked, and before what it writes arrives.
      if (kind === 'put' && path.endsWith('.jpg.json') && late.delete(image))
        await putSidecar(bucket, image, { tags: ['theirs'], star: 1, updatedAt: '2020-01-01T00:00:00Z', mine: [7] });
      return undefined;
    };
    for (const image of ['new.jpg', 'old.jpg']) await patch(server, `/${image}`, { add_tags: ['ours'], set_star: 4 });
    for (const image of ['new.jpg', 'old.jpg']) {
      const sidecar = await sidecarInThat(bucket, image, ({ tags }) => tags.includes('ours'));
      expect([image, [...sidecar.tags].sort()]).toEqual([
        image,
        image === 'new.jpg' ? ['ours', 'theirs'] : ['ours', 'theirs', 'there'],
      ]);
      expect(sidecar).toMatchObject({ star: 4, mine: [7] });
      expect((await labelOf(server, `/${image}`)).tags).toEqual(expect.arrayContaining(['ours', 'theirs']));
    }
    expect(late.size).toBe(0);
  }, 120_000);

  it('I12: two servers of one bucket lose nothing of one another', async () => {
    const many = Array.from({ length: 12 }, (_, at) => `${at}.jpg`);
    const bucket = await bucketWith(many);
    const wish = { store, keys: store.owner };
    const servers = [await serveBeside(bucket, wish), await serveBeside(bucket, wish)];
    await Promise.all(
      servers.flatMap((server, at) => many.map((image) => patch(server, `/${image}`, { add_tags: [`of ${at}`] }))),
    );
    for (const image of many) await sidecarInThat(bucket, image, ({ tags }) => tags.length === 2);
  }, 120_000);

  it('LB8: a sidecar that another program changed is merged before it is written; one that is none stays', async () => {
    const bucket = await bucketWith(['broken.jpg', 'one.jpg']);
    await bucket.put('broken.jpg.json', '{"title": "of another program"}');
    const server = await serveBeside(bucket, { store, keys: store.owner });
    for (const path of ['/broken.jpg', '/one.jpg']) await patch(server, path, { set_star: 4, add_tags: ['sea'] });
    const first = await sidecarInThat(bucket, 'one.jpg', ({ star }) => star === 4);
    const updatedAt = new Date(Date.parse(first.updatedAt) + 1000).toISOString();
    await putSidecar(bucket, 'one.jpg', { ...first, tags: ['theirs'], notes: 'typed elsewhere', updatedAt, mine: 1 });
    await patch(server, '/one.jpg', { add_tags: ['more'] });
    const merged = await sidecarInThat(bucket, 'one.jpg', ({ tags }) => tags.length === 3);
    expect(merged).toMatchObject({ star: 4, mine: 1 });
    expect((await labelOf(server, '/one.jpg')).tags).toEqual(expect.arrayContaining(['more', 'sea', 'theirs']));
    expect((await gesturesOf(server)).map(({ updated_by }) => updated_by)).toContain('sidecars');
    expect((await bucket.read('broken.jpg.json')).toString()).toBe('{"title": "of another program"}');
    expect((await labelOf(server, '/broken.jpg')).star).toBe(4);
  }, 120_000);
});

/** At everything: a listing without a delimiter, and not the first of the start. */
function isLook({ kind, query }: S3Request): boolean {
  return kind === 'list' && !query.has('delimiter') && !query.has('max-keys');
}
