import { existsSync } from 'node:fs';
import { flatFilesFor } from '../../../apps/api/src/flat-files/flat-files-for.ts';
import { ChangedMeanwhile, type FlatFiles } from '../../../apps/api/src/flat-files/flat-files.ts';
import { readManifest, writeManifest } from '../../../apps/api/src/catalogue/manifest.ts';
import { healthOf, indexed } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { imageBytes } from '../../support/images.ts';
import { labelOf, patch } from '../../support/labels.ts';
import { runCli } from '../../support/cli.ts';
import { hasPrinted } from '../../support/log-lines.ts';
import { putSidecar, serveBeside, sidecarInThat } from '../../support/s3-beside.ts';
import { environmentOf, S3Bucket } from '../../support/s3-bucket.ts';
import { serveBucket } from '../../support/s3-gallery.ts';
import { S3Proxy, type S3Fault, type S3Request } from '../../support/s3-proxy.ts';
import { hasS3Server, startS3Server, type S3Server } from '../../support/s3-server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

(hasS3Server ? describe : describe.skip)('--layout beside in a bucket that misbehaves', () => {
  let store: S3Server;
  let jpeg: Buffer;
  const former = { ...process.env };

  beforeAll(async () => {
    store = await startS3Server();
    jpeg = await imageBytes();
  });
  afterAll(() => {
    process.env = former;
  });

  const bucketWith = async (...keys: string[]): Promise<S3Bucket> => {
    const bucket = await S3Bucket.make(store);
    for (const key of keys) await bucket.put(key, jpeg);
    return bucket;
  };

  /** As a thread of the server has them. */
  const filesIn = (bucket: S3Bucket, endpoint = store.url): FlatFiles => {
    Object.assign(process.env, environmentOf(store.owner));
    return flatFilesFor({ kind: 'beside', location: bucket.location({ endpoint }) }, { isAlone: true });
  };

  const isOwn = ({ kind, path }: S3Request, ending: string): boolean => kind === 'put' && path.endsWith(ending);
  const patient = { seconds: 60 };

  it('SR4: one that may only be read is told of at the start; everything is in the workspace, and what lies there is read', async () => {
    const bucket = await bucketWith('a/one.jpg', 'two.jpg');
    await putSidecar(bucket, 'two.jpg', { star: 5, updatedAt: '2026-01-23T19:22:05Z' });
    await bucket.allow(['s3:ListBucket', 's3:GetObject']);
    const before = await bucket.content();
    const server = await serveBeside(bucket, { store, keys: store.guest });
    const words = 'Nothing is written beside the images (the credentials may not write into the bucket)';
    await hasPrinted(server, `${words}: Lenslet's files go to ${server.workspace}.`);
    await hasPrinted(server, 'nothing is written beside the images');
    await patch(server, '/a/one.jpg', { set_star: 2 });
    expect((await ask(server, 'thumb', { query: { path: '/a/one.jpg' } })).status).toBe(200);
    await waitFor(async () => (await labelOf(server, '/two.jpg')).star === 5, 'the label that is there', patient);
    expect((await healthOf(server)).labels.state).toBe('ok');
    expect(await server.stop()).toBe(0);
    const ahead = [`s3://${bucket.name}`, '--s3-endpoint', store.url, '--s3-path-style', '--layout', 'beside'];
    const env = environmentOf(store.guest);
    const run = await runCli(['index', ...ahead, '--workspace', server.workspace], { env, seconds: 60 });
    expect([run.code, run.out]).toEqual([0, expect.stringContaining('Nothing is written beside the images')]);
    expect(await bucket.content()).toEqual(before);
  }, 120_000);

  it.each<[string, S3Fault, string]>([
    ['takes no notice of conditions', { status: 200 }, 'the store knows no conditional writes'],
    ['refuses them', { status: 501, code: 'NotImplemented' }, 'the store refuses conditional writes: NotImplemented'],
  ])(
    'I12: a store that %s gets no sidecars, since one label of two would be lost',
    async (_, fault, reason) => {
      const bucket = await bucketWith('one.jpg');
      const proxy = await S3Proxy.open(store);
      proxy.fault = (asked) => (isOwn(asked, '/.lenslet-probe') ? fault : undefined);
      const server = await serveBeside(bucket, { store: proxy, keys: store.owner });
      await hasPrinted(server, `Nothing is written beside the images (${reason})`);
      expect(await server.stop()).toBe(0);
      expect(await bucket.keys()).toEqual(['one.jpg']);
    },
    120_000,
  );

  it('I8: a right to write that is taken away keeps no label and no image back; health says so', async () => {
    const bucket = await bucketWith('one.jpg', 'two.jpg');
    const proxy = await S3Proxy.open(store);
    const server = await serveBeside(bucket, { store: proxy, keys: store.owner });
    proxy.fault = ({ kind }) => (kind === 'put' ? { status: 403, code: 'AccessDenied' } : undefined);
    await patch(server, '/one.jpg', { set_star: 4 });
    expect((await ask(server, 'thumb', { query: { path: '/two.jpg' } })).status).toBe(200);
    const error = await waitFor(async () => (await healthOf(server)).labels.error, 'health to say so', patient);
    expect(error).toBe(
      '1 label cannot be written beside the images: the store does not allow it with these credentials.',
    );
    expect((await healthOf(server)).labels.state).toBe('degraded');
    expect(server.log()).toContain('some labels cannot be kept beside their images');
    expect((await labelOf(server, '/one.jpg')).star).toBe(4);
    proxy.fault = () => undefined;
    await patch(server, '/one.jpg', { set_star: 5 });
    await sidecarInThat(bucket, 'one.jpg', ({ star }) => star === 5);
    await waitFor(async () => (await healthOf(server)).labels.state === 'ok', 'health to be well', patient);
  }, 120_000);

  it('I8, I9: SlowDown is tried again, also for a thumb, and a store that is away is waited for', async () => {
    const bucket = await bucketWith('one.jpg', 'two.jpg');
    const proxy = await S3Proxy.open(store);
    const server = await serveBeside(bucket, { store: proxy, keys: store.owner });
    const slow = new Map([
      ['.jpg.json', 2],
      ['.thumbnail', 2],
    ]);
    proxy.fault = (asked) => {
      const [ending, left] = [...slow].find(([each]) => isOwn(asked, each)) ?? ['', 0];
      slow.set(ending, left - 1);
      return left > 0 ? { status: 503, code: 'SlowDown' } : undefined;
    };
    await patch(server, '/one.jpg', { set_star: 4 });
    expect((await ask(server, 'thumb', { query: { path: '/one.jpg' } })).status).toBe(200);
    expect(await bucket.keys()).toContain('one.jpg.thumbnail');
    await sidecarInThat(bucket, 'one.jpg', ({ star }) => star === 4);
    // Credentials that have run out (I9) are no refusal of this one image either.
    const away: S3Fault[] = ['hang-up', { status: 400, code: 'ExpiredToken' }];
    let asked = 0;
    proxy.fault = (wish) => (isOwn(wish, '.json') ? away[asked++ % 2] : undefined);
    await patch(server, '/two.jpg', { set_star: 1 });
    const error = await waitFor(async () => (await healthOf(server)).labels.error, 'health to say so', patient);
    expect(error).toBe('Labels cannot be written beside the images: the store does not answer.');
    proxy.fault = () => undefined;
    await sidecarInThat(bucket, 'two.jpg', ({ star }) => star === 1);
    await waitFor(async () => (await healthOf(server)).labels.state === 'ok', 'health to be well', patient);
  }, 120_000);

  it('LB8: sidecars of a folder whose listing failed are no folder without sidecars: they are found by the next look', async () => {
    const bucket = await bucketWith('a/one.jpg');
    await putSidecar(bucket, 'a/one.jpg', { star: 5, updatedAt: '2026-01-23T19:22:05Z' });
    const proxy = await S3Proxy.open(store);
    let listings = 0;
    // The images are there with the first one; the next is for what lies beside them.
    proxy.fault = ({ kind, query }) =>
      kind === 'list' && query.get('prefix') === 'a/' && ++listings > 1 ? { status: 503, code: 'SlowDown' } : undefined;
    const server = await serveBeside(bucket, { store: proxy, keys: store.owner, sweep: 1 });
    await waitFor(() => listings > 3, 'the store to be asked as often as it is', patient);
    proxy.fault = () => undefined;
    await waitFor(async () => (await labelOf(server, '/a/one.jpg')).star === 5, 'the label that is there', patient);
  }, 120_000);

  it('I12: a store that wants the tag in quotes has it so', async () => {
    const bucket = await bucketWith('one.jpg');
    const proxy = await S3Proxy.open(store);
    const tags: (string | undefined)[] = [];
    proxy.fault = ({ kind, headers }) => {
      if (kind !== 'put') return undefined;
      tags.push(headers['if-match']);
      return headers['if-match']?.startsWith('"') === true
        ? { status: 200 }
        : { status: 412, code: 'PreconditionFailed' };
    };
    await putSidecar(bucket, 'one.jpg', {});
    const files = filesIn(bucket, proxy.url);
    await (await files.look({ kind: 'sidecar', path: '/one.jpg' })).replace('{}');
    expect(tags.map((tag) => tag?.replaceAll(/\w/g, ''))).toEqual(['', '""']);
  }, 120_000);

  it('I12: of twenty who saw the same, exactly one writes', async () => {
    const bucket = await bucketWith('one.jpg');
    for (const isThere of [false, true]) {
      const file = { kind: 'sidecar', path: '/one.jpg' } as const;
      const seen = await Promise.all(Array.from({ length: 20 }, () => filesIn(bucket).look(file)));
      expect(seen.map(({ bytes }) => bytes !== undefined)).toEqual(seen.map(() => isThere));
      const ends = await Promise.allSettled(seen.map((each, at) => each.replace(`${isThere} ${at}`)));
      const refused = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
      expect(refused).toHaveLength(19);
      for (const reason of refused) expect(reason).toBeInstanceOf(ChangedMeanwhile);
    }
  }, 120_000);

  it('WK2, WK6: large ones are whole too: a manifest of many pages, and what is written as it is made', async () => {
    const bucket = await bucketWith('a/one.jpg');
    const files = filesIn(bucket);
    const item = { w: 1, h: 1, size: 1, mtime: 1, hasThumb: false, hasMeta: false, inode: 1 };
    const contentOf = (count: number): Parameters<typeof writeManifest>[2] => ({
      generatedAt: '2026-01-23T19:22:05.000Z',
      folderMtime: 7,
      rootInode: 0,
      dirs: [],
      items: Array.from({ length: count }, (_, at) => ({ ...item, name: `${at}.jpg` })),
    });
    for (const count of [10_001, 2, 10_001]) {
      await writeManifest(files, '/a', contentOf(count));
      expect((await readManifest(files, '/a'))?.items).toHaveLength(count);
    }
    expect((await bucket.keys()).sort()).toEqual(['a/_index_0.json', 'a/_index_1.json', 'a/one.jpg']);
    const piece = 'x'.repeat(1_000_000);
    const pieces = async function* (): AsyncGenerator<string> {
      for (let at = 0; at < 20; at += 1) yield await Promise.resolve(piece);
    };
    await files.write({ kind: 'rollup' }, pieces(), 'cache');
    expect((await bucket.read('_rollup.json')).length).toBe(20_000_000);
    const failing = async function* (): AsyncGenerator<string> {
      for (let at = 0; at < 19; at += 1) yield await Promise.resolve(piece);
      throw new Error('of the maker');
    };
    await expect(files.write({ kind: 'rollup' }, failing(), 'cache')).rejects.toThrow();
    expect((await bucket.read('_rollup.json')).length).toBe(20_000_000);
    const deep = `/${'d'.repeat(250)}/${'e'.repeat(250)}/${'f'.repeat(250)}/${'g'.repeat(240)}.jpg`;
    await expect(
      files.write({ kind: 'sidecar', path: `${deep}${'h'.repeat(5)}` }, '{}', 'durable'),
    ).resolves.toBeUndefined();
    const tooDeep = `/${'c'.repeat(100)}${deep}`;
    await expect(files.write({ kind: 'sidecar', path: tooDeep }, '{}', 'durable')).rejects.toThrow(
      'longer than 1024 bytes',
    );
    expect(await files.read({ kind: 'sidecar', path: tooDeep })).toBeUndefined();
  }, 120_000);

  it('WK7: lenslet doctor tells why a bucket gives it nothing, and does not take that for an absent file', async () => {
    const bucket = await bucketWith('one.jpg');
    const proxy = await S3Proxy.open(store);
    const words = [`s3://${bucket.name}`, '--s3-endpoint', proxy.url, '--s3-path-style', '--layout', 'beside'];
    const cases: [S3Fault, string][] = [
      [{ status: 403, code: 'AccessDenied' }, 'the store does not allow it with these credentials'],
      [{ status: 400, code: 'ExpiredToken' }, 'The store does not accept the credentials (ExpiredToken)'],
      ['hang-up', 'The store does not answer.'],
    ];
    for (const [fault, reason] of cases) {
      proxy.fault = () => fault;
      const env = environmentOf(store.owner);
      const run = await runCli(['doctor', ...words, '--workspace', tempFolder('none')], { env, seconds: 60 });
      const sentence = `The _health.json in s3://${bucket.name} cannot be read: ${reason}`;
      expect([run.code, run.out, run.err]).toEqual([1, '', expect.stringContaining(sentence)]);
    }
  }, 240_000);

  it('lenslet doctor tells what the server found out of a bucket, and what to do', async () => {
    const bucket = await bucketWith('a/fine.jpg');
    await bucket.put('a/broken.jpg', 'no image');
    const words = [`s3://${bucket.name}`, '--s3-endpoint', store.url, '--s3-path-style'];
    const workspace = tempFolder('workspace');
    const env = environmentOf(store.owner);
    const doctor = (): ReturnType<typeof runCli> =>
      runCli(['doctor', ...words, '--workspace', workspace], { env, seconds: 60 });
    const none = await doctor();
    expect([none.code, none.err]).toEqual([1, expect.stringContaining('there is no _health.json')]);
    const server = await serveBucket(bucket, { store, keys: store.owner, workspace });
    await indexed(server, 2);
    await waitFor(() => existsSync(`${workspace}/_health.json`), 'the health file', patient);
    expect(await server.stop()).toBe(0);
    const { code, out } = await doctor();
    expect(code).toBe(0);
    expect(out).toContain('1 has no thumbnail yet');
    expect(out).toContain('1 cannot be shown. Replace what is damaged.');
    expect(out).toContain('/a/broken.jpg (undecodable)');
    expect((await bucket.keys()).sort()).toEqual(['a/broken.jpg', 'a/fine.jpg']);
  }, 120_000);
});
