import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { healthOf, indexed } from '../../support/gallery-state.ts';
import { ask, type Answer } from '../../support/http-client.ts';
import { imageBytes, writeBytes, writeImage } from '../../support/images.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const thumbOf = (server: TestServer, path: string, headers = {}): Promise<Answer<unknown>> =>
  ask(server, 'thumb', { query: { path }, headers });

describe('G16: thumbs on disk', () => {
  const root = tempFolder('gallery');
  const workspace = tempFolder('workspace');
  const stored = `${workspace}/thumbs/a.jpg.thumbnail`;
  let good: Buffer;

  /** A new server each time: what it has in memory would hide what is on disk. */
  const served = async (): Promise<{ bytes: Buffer; done: number; hits: number }> => {
    const server = await startServer({ root, workspace, args: ['--no-watch'] });
    const { status, bytes } = await thumbOf(server, '/a.jpg');
    const { workers, hits } = await healthOf(server);
    await server.stop();
    expect(status).toBe(200);
    return { bytes, done: workers.thumbs.done, hits: hits.thumb };
  };

  beforeAll(async () => {
    await writeImage(root, 'a.jpg', { width: 300, height: 200 });
    await writeImage(root, 'b.jpg', { width: 300, height: 200, hue: 120 });
    good = (await served()).bytes;
  });

  it('WK10: are used by the next server, and not made again', async () => {
    expect(await served()).toEqual({ bytes: good, done: 0, hits: 1 });
  });

  it.each([
    ['deleted', () => rmSync(stored)],
    ['empty', () => writeFileSync(stored, '')],
    ['cut short', () => truncateSync(stored, statSync(stored).size - 10)],
    ['noise', () => writeFileSync(stored, Buffer.alloc(5000, 7))],
    ['a page', () => writeFileSync(stored, '<script>alert(1)</script>')],
    [
      'damaged in one bit',
      () => {
        const bytes = readFileSync(stored);
        bytes.writeUInt8(bytes.readUInt8(100) ^ 1, 100);
        writeFileSync(stored, bytes);
      },
    ],
    ['a folder', () => [rmSync(stored), mkdirSync(stored)]],
  ])('that are %s are made again', async (_, spoil) => {
    spoil();
    expect(await served()).toEqual({ bytes: good, done: 1, hits: 0 });
    if (existsSync(stored) && statSync(stored).isDirectory()) rmSync(stored, { recursive: true });
    await served();
  });

  it('of another picture are not taken for those of this one', async () => {
    const server = await startServer({ root, workspace, args: ['--no-watch'] });
    const other = await thumbOf(server, '/b.jpg');
    await server.stop();
    expect(other.bytes.equals(good)).toBe(false);
    writeFileSync(stored, readFileSync(`${workspace}/thumbs/b.jpg.thumbnail`));
    expect((await served()).bytes.equals(good)).toBe(true);
  });

  it('that cannot be kept are served all the same', async () => {
    rmSync(`${workspace}/thumbs`, { recursive: true });
    writeFileSync(`${workspace}/thumbs`, 'a file is in the way');
    for (let turn = 0; turn < 2; turn += 1) expect(await served()).toEqual({ bytes: good, done: 1, hits: 0 });
    rmSync(`${workspace}/thumbs`);
  });

  it('may be deleted while the server runs', async () => {
    const server = await startServer({ root, workspace, args: ['--no-watch'] });
    await thumbOf(server, '/a.jpg');
    rmSync(workspace, { recursive: true });
    const answers = await Promise.all(['/a.jpg', '/b.jpg'].map((path) => thumbOf(server, path)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await server.stop()).toBe(0);
  });
});

describe('G17: a picture that changes under the same path', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    await writeImage(root, 'a.jpg');
    server = await startServer({ root });
    await indexed(server, 1);
  });

  const changed = (etag: string | undefined, path: string): Promise<Answer<unknown>> =>
    waitFor(async () => {
      const answer = await thumbOf(server, path, { 'if-none-match': etag });
      return answer.status === 200 && answer;
    }, 'the new thumb');

  it('has a new thumb and a new fingerprint; the old tag does not hold any more', async () => {
    await writeImage(root, 'b.jpg');
    const before = await thumbOf(server, '/b.jpg');
    await writeImage(root, 'b.jpg', { hue: 180, width: 100 });
    const after = await changed(before.headers.etag, '/b.jpg');
    expect(after.bytes.equals(before.bytes)).toBe(false);
    expect(after.headers.etag).not.toBe(before.headers.etag);
    const again = await thumbOf(server, '/b.jpg', { 'if-none-match': after.headers.etag });
    expect(again.status).toBe(304);
  });

  it('also when size and time are the same, and only the file is another', async () => {
    const [one, two] = await Promise.all([imageBytes({ hue: 0 }), imageBytes({ hue: 180 })]);
    const size = Math.max(one.length, two.length);
    const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc(size - bytes.length)]);
    const time = new Date(1_700_000_000_000);
    const file = await writeBytes(root, 'c.jpg', padded(one));
    utimesSync(file, time, time);
    const before = await thumbOf(server, '/c.jpg');
    expect(before.status).toBe(200);
    writeFileSync(`${root}/.next`, padded(two));
    utimesSync(`${root}/.next`, time, time);
    renameSync(`${root}/.next`, file);
    const after = await changed(before.headers.etag, '/c.jpg');
    expect(after.bytes.equals(before.bytes)).toBe(false);
    const original = await ask(server, 'file', { query: { path: '/c.jpg' } });
    expect(original.bytes.equals(padded(two))).toBe(true);
  });

  it('and becomes one that cannot be shown, and one that can again', async () => {
    const file = await writeImage(root, 'd.jpg');
    expect((await thumbOf(server, '/d.jpg')).status).toBe(200);
    writeFileSync(file, 'no picture');
    await waitFor(async () => (await thumbOf(server, '/d.jpg')).status === 422, 'the refusal');
    await writeImage(root, 'd.jpg');
    await waitFor(async () => (await thumbOf(server, '/d.jpg')).status === 200, 'the picture again');
  });
});
