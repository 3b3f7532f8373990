import { healthOf, indexed, namesIn } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { imageBytes } from '../../support/images.ts';
import { labelOf, patch } from '../../support/labels.ts';
import { runCli } from '../../support/cli.ts';
import { hasPrinted } from '../../support/log-lines.ts';
import { environmentOf, S3Bucket } from '../../support/s3-bucket.ts';
import { serveBucket } from '../../support/s3-gallery.ts';
import { S3Proxy, type S3Fault, type S3Request } from '../../support/s3-proxy.ts';
import { hasS3Server, startS3Server, type S3Server } from '../../support/s3-server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import type { TestServer } from '../../support/server.ts';
import { waitFor } from '../../support/wait-for.ts';

(hasS3Server ? describe : describe.skip)('a bucket that misbehaves', () => {
  let store: S3Server;
  let jpeg: Buffer;
  let large: Buffer;

  beforeAll(async () => {
    store = await startS3Server();
    jpeg = await imageBytes();
    // Longer than what is read of it at first, and not packed to nothing.
    large = Buffer.concat([jpeg, Buffer.alloc(3_000_000, 'noise')]);
  });

  interface World {
    readonly bucket: S3Bucket;
    readonly proxy: S3Proxy;
    readonly server: TestServer;
  }

  const worldWith = async (keys: readonly string[], sweep = 3600): Promise<World> => {
    const bucket = await S3Bucket.make(store);
    for (const key of keys) await bucket.put(key, key.includes('large') ? large : jpeg);
    const proxy = await S3Proxy.open(store);
    const server = await serveBucket(bucket, { store: proxy, keys: store.owner, sweep });
    await indexed(server, keys.length);
    return { bucket, proxy, server };
  };

  const statusOf = async ({ server }: World, name: 'file' | 'thumb', path: string): Promise<[number, string?]> => {
    const { status, problem } = await ask(server, name, { query: { path } });
    return problem ? [status, problem.error] : [status];
  };

  it('I8: what may not be read is 403, also its thumb, and may be read again when the right is given', async () => {
    const bucket = await S3Bucket.make(store);
    await bucket.put('open/yes.jpg', jpeg);
    await bucket.put('closed/no.jpg', jpeg);
    await bucket.allow(['s3:ListBucket', 's3:GetObject'], 'open/*');
    const world = { server: await serveBucket(bucket, { store, keys: store.guest }) } as World;
    await indexed(world.server, 2);
    expect(await statusOf(world, 'file', '/open/yes.jpg')).toEqual([200]);
    expect(await statusOf(world, 'file', '/closed/no.jpg')).toEqual([403, 'source_denied']);
    expect(await statusOf(world, 'thumb', '/closed/no.jpg')).toEqual([403, 'source_denied']);
    expect(await statusOf(world, 'thumb', '/open/yes.jpg')).toEqual([200]);
    await patch(world.server, '/closed/no.jpg', { set_star: 1 });
    await bucket.allow(['s3:ListBucket', 's3:GetObject']);
    expect(await statusOf(world, 'file', '/closed/no.jpg')).toEqual([200]);
  });

  it('I8: an object that went away is 404', async () => {
    const world = await worldWith(['one.jpg', 'two.jpg']);
    await world.bucket.remove('one.jpg');
    expect(await statusOf(world, 'file', '/one.jpg')).toEqual([404, 'item_not_found']);
    expect(await statusOf(world, 'thumb', '/one.jpg')).toEqual([404, 'item_not_found']);
    expect(await statusOf(world, 'file', '/two.jpg')).toEqual([200]);
  });

  it.each<[string, S3Fault, number]>([
    ['SlowDown', { status: 503, code: 'SlowDown' }, 503],
    ['an error of its own', { status: 500, code: 'InternalError' }, 503],
    ['expired credentials (I9)', { status: 403, code: 'ExpiredToken' }, 503],
    ['a closed connection', 'hang-up', 503],
    ['half an image', { cutAfter: 100 }, 503],
  ])('I8: %s is no fault of the image, and is forgotten when it is over', async (_, fault, status) => {
    const world = await worldWith(['one.jpg', 'two.jpg']);
    world.proxy.fault = ({ kind }) => (kind === 'get' ? fault : undefined);
    expect((await statusOf(world, 'thumb', '/one.jpg'))[0]).toBe(status);
    expect(await statusOf(world, 'file', '/one.jpg')).toEqual([status, 'source_unavailable']);
    expect((await ask(world.server, 'metadata', { query: { path: '/two.jpg' } })).status).toBe(status);
    await patch(world.server, '/one.jpg', { set_star: 5 });
    world.proxy.fault = () => undefined;
    expect(await statusOf(world, 'thumb', '/one.jpg')).toEqual([200]);
    expect(await statusOf(world, 'file', '/one.jpg')).toEqual([200]);
    expect((await labelOf(world.server, '/one.jpg')).star).toBe(5);
  });

  it('SR4: SlowDown is tried again, each time a little later, before anyone is told', async () => {
    const world = await worldWith(['one.jpg']);
    let refusals = 2;
    world.proxy.taken();
    world.proxy.fault = () => (refusals-- > 0 ? { status: 503, code: 'SlowDown' } : undefined);
    expect(await statusOf(world, 'file', '/one.jpg')).toEqual([200]);
    refusals = 2;
    expect(await statusOf(world, 'thumb', '/one.jpg')).toEqual([200]);
  });

  it('I8: a store that says nothing is given up in time, for the image and for its thumb', async () => {
    const world = await worldWith(['one.jpg']);
    world.proxy.fault = ({ kind }) => (kind === 'get' ? 'silence' : undefined);
    const started = performance.now();
    const answers = await Promise.all([statusOf(world, 'thumb', '/one.jpg'), statusOf(world, 'file', '/one.jpg')]);
    expect(answers).toEqual([
      [503, 'source_unavailable'],
      [503, 'source_unavailable'],
    ]);
    expect(performance.now() - started).toBeLessThan(30_000);
    world.proxy.fault = () => undefined;
    expect(await statusOf(world, 'thumb', '/one.jpg')).toEqual([200]);
  });

  it('I9: a store that says nothing is given up in time for a folder too, before it would be asked a third time', async () => {
    const world = await worldWith(['one.jpg']);
    await world.bucket.put('new/two.jpg', jpeg);
    world.proxy.taken();
    world.proxy.fault = ({ kind }) => (kind === 'list' ? 'silence' : undefined);
    const { status, problem } = await ask(world.server, 'folders', { query: { path: '/new' } });
    expect([status, problem?.error]).toEqual([503, 'source_unavailable']);
    const asked = world.proxy.taken().filter(({ query }) => query.get('prefix') === 'new/');
    expect(asked.length).toBeLessThan(3);
    world.proxy.fault = () => undefined;
    expect(await namesIn(world.server, '/new')).toEqual(['two.jpg']);
  });

  it('I8: an object that is replaced in between is never sent as a mixture', async () => {
    const world = await worldWith(['large.jpg']);
    const next = Buffer.concat([await imageBytes({ hue: 200 }), Buffer.alloc(3_000_000, 'other')]);
    // After the first bytes, on which the answer is decided, and before the rest.
    world.proxy.fault = async ({ headers }: S3Request) => {
      if (headers['if-match'] !== undefined) await world.bucket.put('large.jpg', next);
      return undefined;
    };
    expect(await statusOf(world, 'file', '/large.jpg')).toEqual([503, 'source_unavailable']);
    world.proxy.fault = () => undefined;
    const { bytes, status } = await ask(world.server, 'file', { query: { path: '/large.jpg' } });
    expect([status, bytes.equals(next)]).toEqual([200, true]);
  });

  it('I8: half an answer ends the connection, and does not look complete', async () => {
    const world = await worldWith(['large.jpg']);
    world.proxy.fault = ({ headers }) => (headers['if-match'] === undefined ? undefined : { cutAfter: 1_000_000 });
    await expect(ask(world.server, 'file', { query: { path: '/large.jpg' } })).rejects.toThrow(
      /aborted|socket hang up/,
    );
  });

  it('SR3: a store that goes away takes nothing with it, and labels can be written meanwhile', async () => {
    const world = await worldWith(['top.jpg', 'a/one.jpg'], 1);
    world.proxy.fault = () => 'hang-up';
    await waitFor(async () => !(await healthOf(world.server)).storage.ok, 'the health to say so', { seconds: 30 });
    expect(await namesIn(world.server, '/a')).toEqual(['one.jpg']);
    expect((await healthOf(world.server)).indexing.items).toBe(2);
    await patch(world.server, '/a/one.jpg', { set_star: 4 });
    await world.bucket.put('a/new.jpg', jpeg);
    world.proxy.fault = () => undefined;
    await waitFor(async () => (await healthOf(world.server)).ok, 'the store to be there again', { seconds: 30 });
    await waitFor(async () => (await namesIn(world.server, '/a')).length === 2, 'what came meanwhile', { seconds: 30 });
    expect((await labelOf(world.server, '/a/one.jpg')).star).toBe(4);
  });

  it('SR3: a store that is away at the start is waited for; what was known is shown', async () => {
    const world = await worldWith(['a/one.jpg']);
    await patch(world.server, '/a/one.jpg', { set_star: 3 });
    expect(await world.server.stop()).toBe(0);
    world.proxy.fault = () => 'hang-up';
    const { workspace } = world.server;
    const again = await serveBucket(world.bucket, { store: world.proxy, keys: store.owner, sweep: 1, workspace });
    expect(await namesIn(again, '/a')).toEqual(['one.jpg']);
    await hasPrinted(again, 'does not answer');
    world.proxy.fault = () => undefined;
    await waitFor(async () => (await healthOf(again)).ok, 'the store', { seconds: 30 });
    expect(await statusOf({ ...world, server: again }, 'thumb', '/a/one.jpg')).toEqual([200]);
  });

  it('I9: wrong at the start: one sentence says what to do, and nothing is started', async () => {
    const bucket = await S3Bucket.make(store);
    await bucket.put('one.jpg', jpeg);
    const right = environmentOf(store.owner);
    const wrongKey = environmentOf({ accessKeyId: 'NOBODY', secretAccessKey: 'secret-of-nobody' });
    const wrongSecret = { ...right, AWS_SECRET_ACCESS_KEY: 'secret-of-another' };
    const none = { ...right, AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };
    const cases: [string, NodeJS.ProcessEnv, RegExp][] = [
      [bucket.name, wrongKey, /does not accept the credentials \(InvalidAccessKeyId\): check AWS_ACCESS_KEY_ID/],
      [bucket.name, wrongSecret, /does not accept the credentials \(SignatureDoesNotMatch\)/],
      [bucket.name, none, /No credentials for S3 were found: set AWS_ACCESS_KEY_ID/],
      [bucket.name, environmentOf(store.guest), /may not be listed with these credentials: they need s3:ListBucket/],
      ['no-such-bucket', right, /There is no bucket no-such-bucket: check its name/],
    ];
    const runs = cases.map(async ([name, env, sentence]) => {
      const words = [`s3://${name}`, '--s3-endpoint', store.url, '--s3-path-style', '--workspace', tempFolder('none')];
      const { code, err } = await runCli([...words, '--port', '0'], { env });
      expect([code, err]).toEqual([1, expect.stringMatching(sentence)]);
      expect(err.trim().split('\n')).toHaveLength(1);
      expect(err).not.toMatch(/secret-of/);
    });
    await Promise.all(runs);
  });
});
