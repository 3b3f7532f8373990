import { existsSync } from 'node:fs';
import { dirsIn, indexed, namesIn } from '../../support/gallery-state.ts';
import { ask, send } from '../../support/http-client.ts';
import { imageBytes } from '../../support/images.ts';
import { labelOf, patch } from '../../support/labels.ts';
import { runCli } from '../../support/cli.ts';
import { environmentOf, S3Bucket } from '../../support/s3-bucket.ts';
import { serveBucket } from '../../support/s3-gallery.ts';
import { S3Proxy } from '../../support/s3-proxy.ts';
import { hasS3Server, startS3Server, type S3Server } from '../../support/s3-server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { readOnlyLabels, writeLabels } from '../../support/scripted-labels.ts';
import { rounds } from '../../support/seeded-random.ts';
import { waitFor } from '../../support/wait-for.ts';

(hasS3Server ? describe : describe.skip)('a gallery in a bucket', () => {
  let store: S3Server;
  let jpeg: Buffer;
  let other: Buffer;

  beforeAll(async () => {
    store = await startS3Server();
    jpeg = await imageBytes();
    other = await imageBytes({ width: 40, height: 80, hue: 120 });
  });

  const bucketWith = async (keys: readonly string[]): Promise<S3Bucket> => {
    const bucket = await S3Bucket.make(store);
    for (const key of keys) await bucket.put(key, key.endsWith('/') ? '' : jpeg);
    return bucket;
  };

  it('SR4, SR3: shows what lies under the prefix, under exact names, and serves it as from a folder', async () => {
    const odd = ['ü +%41#?&.jpg', '😀.jpg', 'tab\tand\u0001.jpg', 'back\\slash.jpg', `${'n'.repeat(300)}.jpg`];
    const hidden = ['pics/a//nothing.jpg', 'pics/a/', 'pics/.git/x.jpg', 'pics/x/../y.jpg', 'pics/a/notes.txt'];
    const bucket = await bucketWith([...odd.map((name) => `pics/odd/${name}`), ...hidden, 'pics/a/b/two.jpg']);
    await bucket.put('pictures/no.jpg', jpeg);
    await bucket.put('pics/a.jpg', jpeg);
    await bucket.put('pics/a.jpg/inside.jpg', jpeg);
    const server = await serveBucket(bucket, { store, keys: store.owner, prefix: 'pics' });
    const health = await indexed(server, odd.length + 3);
    expect(health).toMatchObject({ ok: true, root: `${bucket.name}/pics`, storage: { kind: 's3', ok: true } });
    expect(await dirsIn(server)).toEqual(['a', 'a.jpg', 'odd', 'x']);
    expect([await namesIn(server, '/a'), await namesIn(server, '/a/b')]).toEqual([[], ['two.jpg']]);
    expect([await namesIn(server), await namesIn(server, '/a.jpg')]).toEqual([['a.jpg'], ['inside.jpg']]);
    const names = await namesIn(server, '/odd');
    expect([...names].sort()).toEqual(odd.map((name) => name.replace('\\', '\u{10ff5c}')).sort());
    for (const name of names) {
      const query = { path: `/odd/${name}` };
      const [file, thumb] = [await ask(server, 'file', { query }), await ask(server, 'thumb', { query })];
      expect([name, file.status, file.bytes.equals(jpeg), thumb.status]).toEqual([name, 200, true, 200]);
    }
  });

  it('IM1, IM2: originals whole, in part and not again; metadata', async () => {
    const bucket = await bucketWith(['one.jpg']);
    const server = await serveBucket(bucket, { store, keys: store.owner });
    await indexed(server, 1);
    const query = { path: '/one.jpg' };
    const whole = await ask(server, 'file', { query });
    expect(whole.headers).toMatchObject({ 'content-type': 'image/jpeg', 'content-length': String(jpeg.length) });
    const { etag = '' } = whole.headers;
    const part = await ask(server, 'file', { query, headers: { range: 'bytes=10-19', 'if-range': etag } });
    expect([part.status, part.bytes]).toEqual([206, jpeg.subarray(10, 20)]);
    expect((await ask(server, 'file', { query, headers: { range: 'bytes=-5' } })).bytes).toEqual(jpeg.subarray(-5));
    expect((await ask(server, 'file', { query, headers: { 'if-none-match': etag } })).status).toBe(304);
    expect((await ask(server, 'file', { query, headers: { range: 'bytes=99999-' } })).status).toBe(416);
    expect((await ask(server, 'file', { query, method: 'HEAD' })).headers['content-length']).toBe(String(jpeg.length));
    expect((await ask(server, 'metadata', { query })).body).toMatchObject({ width: 64, height: 48 });
    // What the catalogue says of it is what the store says of it: the thumb is of this very state.
    const { fingerprint } = (await ask(server, 'folders', { query: { path: '/' } })).body.items[0]!;
    expect(etag).toBe(`"${fingerprint}"`);
  });

  it('SR4, WK10: started again, nothing is asked that is known', async () => {
    const bucket = await bucketWith(['top.jpg', 'a/one.jpg', 'a/b/two.jpg', 'a/b/three.jpg']);
    const proxy = await S3Proxy.open(store);
    const workspace = tempFolder('workspace');
    const wish = { store: proxy, keys: store.owner, workspace };
    const first = await serveBucket(bucket, wish);
    await indexed(first, 4);
    await patch(first, '/a/one.jpg', { set_star: 4 });
    const etag = (await ask(first, 'thumb', { query: { path: '/a/one.jpg' } })).headers.etag;
    expect(await first.stop()).toBe(0);
    const asked = proxy.taken();
    // The look at the start, three folders, four heads, one image for its thumb; and what time it is there.
    expect(asked.map(({ kind }) => kind).sort()).toEqual([...times(5, 'get'), 'head', ...times(4, 'list')]);
    const again = await serveBucket(bucket, wish);
    await indexed(again, 4);
    expect(await namesIn(again, '/a/b')).toEqual(['three.jpg', 'two.jpg']);
    expect(await labelOf(again, '/a/one.jpg')).toMatchObject({ star: 4 });
    expect((await ask(again, 'thumb', { query: { path: '/a/one.jpg' } })).headers.etag).toBe(etag);
    expect((await ask(again, 'file', { query: { path: '/a/absent.jpg' } })).status).toBe(404);
    // Nothing but the look at the start, which is for one key, and the question for the one that nobody knows.
    expect(proxy.taken().map(({ kind, query }) => [kind, query.get('max-keys')])).toEqual([
      ['list', '1'],
      ['head', null],
    ]);
  });

  it('WK4: what comes, goes and changes is seen by one listing of everything, and only that is listed again', async () => {
    const bucket = await bucketWith(['top.jpg', 'a/one.jpg', 'a/b/two.jpg', 'c/three.jpg']);
    const proxy = await S3Proxy.open(store);
    const server = await serveBucket(bucket, { store: proxy, keys: store.owner, sweep: 1 });
    await indexed(server, 4);
    await waitFor(() => flatOf(proxy).length > 1, 'two looks');
    expect(proxy.requests.filter(({ kind, query }) => kind === 'list' && query.has('delimiter'))).toHaveLength(4);
    proxy.taken();
    await bucket.put('a/new.jpg', jpeg);
    await bucket.put('d/e/deep.jpg', jpeg);
    await bucket.remove('c/three.jpg');
    await bucket.put('a/b/two.jpg', other);
    await waitFor(async () => (await namesIn(server, '/a')).includes('new.jpg'), 'the new image', { seconds: 20 });
    await waitFor(async () => (await dirsIn(server)).join() === 'a,d', 'the folders', { seconds: 20 });
    await indexed(server, 5);
    const [changed] = (await ask(server, 'folders', { query: { path: '/a/b' } })).body.items;
    expect(changed).toMatchObject({ w: 40, h: 80, size: other.length });
    expect((await ask(server, 'thumb', { query: { path: '/a/b/two.jpg' } })).status).toBe(200);
    const listed = proxy.taken().filter(({ kind, query }) => kind === 'list' && query.has('delimiter'));
    expect([...new Set(listed.map(({ query }) => query.get('prefix')))].sort()).toEqual([
      '',
      'a/',
      'a/b/',
      'c/',
      'd/',
      'd/e/',
    ]);
  });

  it('WK9: an object that nobody has listed yet is served; one that is not there costs one question', async () => {
    const bucket = await bucketWith(['a/one.jpg']);
    const proxy = await S3Proxy.open(store);
    const server = await serveBucket(bucket, { store: proxy, keys: store.owner });
    await indexed(server, 1);
    await bucket.put('a/new.jpg', jpeg);
    expect((await ask(server, 'thumb', { query: { path: '/a/new.jpg' } })).status).toBe(200);
    await patch(server, '/a/new.jpg', { set_star: 2 });
    proxy.taken();
    expect((await ask(server, 'file', { query: { path: '/a/absent.jpg' } })).status).toBe(404);
    expect(proxy.taken().map(({ kind }) => kind)).toEqual(['head']);
  });

  it('SR4, I7: --s3-presign sends browsers to the store, with an address that is good for this one object', async () => {
    const bucket = await bucketWith(['ü b.jpg']);
    await bucket.put('page.jpg', '<script>alert(1)</script>');
    const server = await serveBucket(bucket, { store, keys: store.owner, args: ['--s3-presign'] });
    await indexed(server, 2);
    const sent = await ask(server, 'file', { query: { path: '/ü b.jpg' } });
    expect([sent.status, sent.headers['cache-control'], sent.bytes.length]).toEqual([302, 'no-store', 0]);
    const { location = '' } = sent.headers;
    const given = await send(location);
    expect([given.status, given.bytes.equals(jpeg)]).toEqual([200, true]);
    expect(given.headers).toMatchObject({ 'content-type': 'image/jpeg' });
    expect(given.headers['content-disposition']).toMatch(
      /^inline; filename="_ b\.jpg"; filename\*=UTF-8''%C3%BC%20b\.jpg$/,
    );
    expect((await send(location.replace(/%C3%BC%20b/, 'page'))).status).toBe(403);
    expect(Number(new URL(location).searchParams.get('X-Amz-Expires'))).toBeLessThanOrEqual(300);
    // What it is, is looked at before: the store would say of a page what its name promises.
    expect((await ask(server, 'file', { query: { path: '/page.jpg' } })).status).toBe(415);
    const { etag = '' } = (await ask(server, 'file', { query: { path: '/ü b.jpg' }, method: 'HEAD' })).headers;
    const unchanged = await ask(server, 'file', { query: { path: '/ü b.jpg' }, headers: { 'if-none-match': etag } });
    expect(unchanged.status).toBe(304);
    const page = await send(`${server.url}/`);
    expect(page.headers['content-security-policy']).toContain(`img-src 'self' blob: data: ${store.url}`);
  });

  it(
    'SR4: with rights to read alone, thousands of labels, all thumbs and another look leave the bucket as it was',
    async () => {
      const paths = Array.from({ length: 20 }, (_, at) => `/set/${at}.jpg`);
      const bucket = await bucketWith(paths.map((path) => path.slice(1)));
      await bucket.allow(['s3:ListBucket', 's3:GetObject']);
      const before = await bucket.content();
      const proxy = await S3Proxy.open(store);
      const server = await serveBucket(bucket, { store: proxy, keys: store.guest });
      await indexed(server, 20);
      await writeLabels(server, paths, readOnlyLabels);
      for (const path of paths) expect((await ask(server, 'thumb', { query: { path } })).status).toBe(200);
      expect((await ask(server, 'refresh', { body: { path: '/' } })).status).toBe(202);
      await waitFor(() => existsSync(`${server.workspace}/_rollup.json`), 'the rollup', { seconds: 60 });
      expect(await server.stop()).toBe(0);
      expect(await bucket.content()).toEqual(before);
      expect(proxy.requests.filter(({ kind }) => kind === 'put' || kind === 'other')).toEqual([]);
    },
    rounds(120_000, 600_000),
  );

  it('SR4: keeps what is its own in the folder of this person for such things, where the commands find it', async () => {
    const bucket = await bucketWith(['a/one.jpg']);
    const home = tempFolder('data');
    const address = [`s3://${bucket.name}/a`, '--s3-endpoint', store.url, '--s3-path-style'];
    const env = { ...environmentOf(store.owner), XDG_DATA_HOME: home };
    const ahead = await runCli(['index', ...address], { env });
    expect([ahead.code, ahead.err, ahead.out]).toEqual([0, '', expect.stringContaining('Ready: 1 image in 1 folder.')]);
    const wish = { store, keys: store.owner, prefix: 'a', workspace: null, env: { XDG_DATA_HOME: home } };
    const server = await serveBucket(bucket, wish);
    await indexed(server, 1);
    expect((await ask(server, 'thumb', { query: { path: '/one.jpg' } })).status).toBe(200);
    expect((await ask(server, 'health')).body.workers.thumbs.done).toBe(0);
    await patch(server, '/one.jpg', { set_star: 3 });
    expect(await server.stop()).toBe(0);
    const taken = await runCli(['export', ...address], { env });
    expect(taken.code).toBe(0);
    expect(taken.out).toContain('"star":3');
    expect(taken.out).toContain('"one.jpg"');
  });
});

function times<Value>(count: number, value: Value): Value[] {
  return Array.from({ length: count }, () => value);
}

/** Looks at everything: listings without a delimiter. */
function flatOf(proxy: S3Proxy): unknown[] {
  return proxy.requests.filter(
    ({ kind, query }) => kind === 'list' && !query.has('delimiter') && !query.has('max-keys'),
  );
}
