import { mkdirSync, renameSync } from 'node:fs';
import { healthOf, indexed, namesIn } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { writeImage } from '../../support/images.ts';
import { logLines } from '../../support/log-lines.ts';
import { mountOver, unmount } from '../../support/mounted.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { canMount } from '../../support/small-disk.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

/** The gallery's own folder is looked at every five seconds; the rest is for a machine that has other things to do. */
const soon = { seconds: 15 };

interface Place {
  readonly root: string;
  readonly disk: string;
  readonly attach: () => void;
  readonly detach: () => void;
}

/** As the disk comes and goes without the rights to mount one. */
function renamed(): Place {
  const parent = tempFolder('late');
  const [root, disk, aside] = [`${parent}/gallery`, `${parent}/disk`, `${parent}/mount-point`];
  mkdirSync(root);
  return {
    root,
    disk,
    attach: () => {
      renameSync(root, aside);
      renameSync(disk, root);
    },
    detach: () => {
      renameSync(root, disk);
      renameSync(aside, root);
    },
  };
}

function mountedPlace(): Place {
  const parent = tempFolder('late');
  const [root, disk] = [`${parent}/gallery`, `${parent}/disk`];
  mkdirSync(root);
  return { root, disk, attach: () => mountOver(root, disk), detach: () => unmount(root) };
}

const storageLines = (server: TestServer): string[] =>
  logLines(server)
    .map(({ msg }) => msg)
    .filter((msg) => /storage of the gallery|place of the gallery/.test(msg));

async function comesAndGoes({ root, disk, attach, detach }: Place, args: readonly string[]): Promise<void> {
  await writeImage(`${disk}/holiday/sea`, 'deep.jpg');
  await writeImage(disk, 'top.jpg');
  const server = await startServer({ root, args });
  await indexed(server, 0);
  attach();
  // Nobody asks for anything but the health, as a monitor does.
  await waitFor(async () => (await healthOf(server)).indexing.items === 2, 'the images of the disk', soon);
  await indexed(server, 2);
  expect(await namesIn(server)).toEqual(['top.jpg']);
  expect((await ask(server, 'thumb', { query: { path: '/holiday/sea/deep.jpg' } })).status).toBe(200);
  await writeImage(`${root}/holiday/sea`, 'new.jpg');
  await waitFor(async () => (await namesIn(server, '/holiday/sea')).length === 2, 'a file that came since', soon);
  for (let turn = 0; turn < 2; turn += 1) {
    detach();
    await waitFor(async () => !(await healthOf(server)).storage.ok, 'the health to say so', soon);
    expect((await healthOf(server)).indexing).toMatchObject({ state: 'error', items: 3 + turn });
    expect((await ask(server, 'folders', { query: { path: '/' } })).problem?.error).toBe('source_unavailable');
    attach();
    // By a request, at once and before the server looks by itself, or by itself.
    const isBack = async (): Promise<boolean> =>
      turn === 0 ? (await ask(server, 'folders')).status === 200 : (await healthOf(server)).storage.ok;
    await waitFor(isBack, 'the storage to be back', soon);
    await writeImage(`${root}/holiday/sea`, `new-${turn}.jpg`);
    await waitFor(async () => (await namesIn(server, '/holiday/sea')).length === 3 + turn, 'a file that came', soon);
    await indexed(server, 4 + turn);
  }
  const round = [
    'the storage of the gallery is away; what is known of it is kept',
    'the storage of the gallery is back',
  ];
  await waitFor(() => storageLines(server).length >= 5, 'the log');
  expect(storageLines(server)).toEqual([
    'another folder is in the place of the gallery: it is listed anew',
    ...round,
    ...round,
  ]);
  await server.stop();
}

describe('a gallery whose storage comes after the server', () => {
  // Side by side: all of them mostly wait.
  it('SR3: heals by itself, and again after every absence', async () => {
    await Promise.all([comesAndGoes(renamed(), []), comesAndGoes(renamed(), ['--no-watch'])]);
  });

  (canMount() ? it : it.skip)('SR3: the same with a disk that is mounted, and lost', async () => {
    await Promise.all([comesAndGoes(mountedPlace(), []), comesAndGoes(mountedPlace(), ['--no-watch'])]);
  });

  it('SR3: what has half of the known names in it is the gallery, as a copy of it is; any other folder is not', async () => {
    const parent = tempFolder('late');
    const [root, copy, other] = [`${parent}/gallery`, `${parent}/copy`, `${parent}/other`];
    for (const folder of [root, copy]) await writeImage(`${folder}/a/b`, 'deep.jpg');
    await writeImage(root, 'top.jpg');
    await writeImage(`${copy}/a/b`, 'more.jpg');
    await writeImage(other, 'readme.jpg');
    const server = await startServer({ root });
    await indexed(server, 2);
    renameSync(root, `${parent}/aside`);
    renameSync(other, root);
    await waitFor(async () => !(await healthOf(server)).storage.ok, 'the other folder to be refused', soon);
    expect((await healthOf(server)).indexing).toMatchObject({ state: 'error', items: 2 });
    renameSync(root, other);
    renameSync(copy, root);
    await waitFor(async () => (await healthOf(server)).storage.ok, 'the copy to be taken', soon);
    await waitFor(async () => (await namesIn(server, '/a/b')).join() === 'deep.jpg,more.jpg', 'what is in it', soon);
    await indexed(server, 2);
    expect(await namesIn(server)).toEqual([]);
    // One may be found by the look at everything after the return; the others only by watching the new folders.
    for (let count = 3; count <= 5; count += 1) {
      await writeImage(`${root}/a/b`, `new-${count}.jpg`);
      await waitFor(async () => (await namesIn(server, '/a/b')).length === count, 'a file that came since', soon);
    }
    await server.stop();
  });
});
