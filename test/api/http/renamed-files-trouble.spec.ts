import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { Buffer } from 'node:buffer';
import { createBLAKE3 } from 'hash-wasm/dist/blake3.umd.min.js';
import { contentsKnown } from '../../support/contents-known.ts';
import { indexed } from '../../support/gallery-state.ts';
import { imageBytes } from '../../support/images.ts';
import { gesturesOf, labelOf, patch } from '../../support/labels.ts';
import { startServer, type ServerWish, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const nobody = 65_534;

describe('what is known of contents', () => {
  let root: string;
  let workspace: string;
  let server: TestServer;
  let picture: Buffer;

  beforeAll(async () => {
    picture = await imageBytes();
  });
  beforeEach(() => {
    root = tempFolder('gallery');
    workspace = tempFolder('workspace');
  });
  afterEach(() => server.stop());

  const write = (name: string, more: string): void => {
    mkdirSync(`${root}/${name}`.replace(/\/[^/]*$/, ''), { recursive: true });
    writeFileSync(`${root}/${name}`, Buffer.concat([picture, Buffer.from(more)]));
  };
  const start = async (wish: ServerWish = {}): Promise<void> => {
    server = await startServer({ root, workspace, ...wish });
    await indexed(server);
  };
  const follows = async (): Promise<unknown[]> =>
    (await gesturesOf(server)).filter(({ kind }) => kind === 'follow').map(({ followed }) => followed);
  const followed = (count: number): Promise<unknown[]> =>
    waitFor(
      async () => {
        const found = await follows();
        return found.length >= count ? found : undefined;
      },
      'labels to follow their files',
      { seconds: 20 },
    );
  const hashIn = (name: string): unknown => {
    const { items } = JSON.parse(readFileSync(`${workspace}/index/_index.json`, 'utf8')) as {
      items: { name: string; hash?: string }[];
    };
    return items.find((item) => item.name === name)?.hash;
  };

  it('WK12: is told with the item and in the manifest, and is not found out twice', async () => {
    write('one.jpg', 'a'.repeat(3_000_000));
    write('nobody’s.jpg', 'b');
    const hasher = await createBLAKE3();
    const hash = `blake3:${hasher
      .init()
      .update(readFileSync(`${root}/one.jpg`))
      .digest('hex')}`;
    await start();
    await patch(server, '/one.jpg', { set_star: 1 });
    await contentsKnown(server, ['/one.jpg']);
    expect(await labelOf(server, '/one.jpg')).toMatchObject({ hash });
    expect(await labelOf(server, '/nobody’s.jpg')).not.toHaveProperty('hash');
    await waitFor(() => hashIn('one.jpg') === hash, 'the manifest to tell it');
    expect(hashIn('nobody’s.jpg')).toBeUndefined();
    await server.stop();
    // Other bytes, but for size, time and inode the same file: whoever reads it again would notice.
    const { atimeMs, mtimeMs, ino } = statSync(`${root}/one.jpg`);
    utimesSync(`${root}/one.jpg`, atimeMs / 1000, Math.floor(mtimeMs / 1000));
    await start();
    await contentsKnown(server, ['/one.jpg']);
    await server.stop();
    write('one.jpg', 'c'.repeat(3_000_000));
    utimesSync(`${root}/one.jpg`, atimeMs / 1000, Math.floor(mtimeMs / 1000));
    expect(statSync(`${root}/one.jpg`).ino).toBe(ino);
    await start();
    await contentsKnown(server, ['/one.jpg']);
    expect(await labelOf(server, '/one.jpg')).toMatchObject({ hash });
    // An edit is noticed.
    write('one.jpg', 'd'.repeat(3_000_000));
    await waitFor(async () => ![hash, undefined].includes((await labelOf(server, '/one.jpg')).hash), 'it to be read', {
      seconds: 20,
    });
  });

  it('WK12: being killed just after labels went along moves nothing twice', async () => {
    write('old.jpg', 'a');
    write('second.jpg', 'b');
    await start();
    await patch(server, '/old.jpg', { set_star: 1 });
    await patch(server, '/second.jpg', { set_star: 2 });
    await contentsKnown(server, ['/old.jpg', '/second.jpg']);
    renameSync(`${root}/old.jpg`, `${root}/new.jpg`);
    await followed(1);
    await server.kill();
    await start();
    await patch(server, '/new.jpg', { set_star: 3 });
    renameSync(`${root}/second.jpg`, `${root}/second new.jpg`);
    expect(await followed(2)).toMatchObject([{ to: '/new.jpg' }, { to: '/second new.jpg' }]);
    expect(await labelOf(server, '/new.jpg')).toMatchObject({ star: 3 });
  });

  const itAsRoot = process.getuid?.() === 0 ? it : it.skip;
  itAsRoot('SR3, WK12: where the server may not look, nothing counts as gone', async () => {
    write('closed/one.jpg', 'a');
    write('open/two.jpg', 'b');
    chmodSync(root, 0o755);
    chownSync(workspace, nobody, nobody);
    await start({ uid: nobody });
    await patch(server, '/closed/one.jpg', { set_star: 1 });
    await patch(server, '/open/two.jpg', { set_star: 2 });
    await contentsKnown(server, ['/closed/one.jpg', '/open/two.jpg']);
    await server.stop();
    copyFileSync(`${root}/closed/one.jpg`, `${root}/open/copy.jpg`);
    chmodSync(`${root}/closed`, 0);
    renameSync(`${root}/open/two.jpg`, `${root}/open/deux.jpg`);
    await start({ uid: nobody });
    expect(await followed(1)).toMatchObject([{ files: 1, from: '/open/two.jpg' }]);
    expect(await labelOf(server, '/open/copy.jpg')).toMatchObject({ star: null });
    // Now it can be seen that it is not there.
    renameSync(`${root}/closed/one.jpg`, `${root}/.one.jpg`);
    chmodSync(`${root}/closed`, 0o755);
    expect(await followed(2)).toMatchObject([{}, { from: '/closed/one.jpg', to: '/open/copy.jpg' }]);
  });
});
