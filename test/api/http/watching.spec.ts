import { appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirsIn, indexed, namesIn } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { imageBytes, writeBytes, writeImage } from '../../support/images.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

/** WK4 gives ten seconds; the rest is for a machine that has other things to do. */
const soon = { seconds: 12 };

describe.each([['watching', []] as const, ['looking from time to time', ['--no-watch']] as const])(
  'WK4: what changes while one watches, %s',
  (_, args) => {
    const root = tempFolder('gallery');
    let server: TestServer;

    beforeAll(async () => {
      for (const name of ['stays.jpg', 'changes.jpg', 'moves.jpg', 'goes.jpg']) await writeImage(`${root}/a/b`, name);
      await writeImage(`${root}/goes`, 'one.jpg');
      await writeImage(`${root}/moves`, 'one.jpg');
      server = await startServer({ root, args });
      await indexed(server, 6);
    });

    const until = (path: string, names: string[]): Promise<unknown> =>
      waitFor(
        async () => (await namesIn(server, path)).join() === names.join(),
        `${path} to hold ${names.join()}`,
        soon,
      );

    it('appears and goes by itself', async () => {
      const before = (await ask(server, 'folders', { query: { path: '/a/b' } })).body.items;
      const fingerprintOf = (name: string, items = before): string | undefined =>
        items.find((item) => item.name === name)?.fingerprint;
      await writeImage(`${root}/a/b`, 'new.jpg', { width: 100, height: 50 });
      writeFileSync(`${root}/a/b/changes.jpg`, await imageBytes({ width: 90, height: 90 }));
      renameSync(`${root}/a/b/moves.jpg`, `${root}/a/b/moved.jpg`);
      rmSync(`${root}/a/b/goes.jpg`);
      await writeImage(`${root}/new/x/y`, 'deep.jpg');
      rmSync(`${root}/goes`, { recursive: true });
      renameSync(`${root}/moves`, `${root}/moved`);
      await Promise.all([
        until('/a/b', ['changes.jpg', 'moved.jpg', 'new.jpg', 'stays.jpg']),
        until('/moved', ['one.jpg']),
        waitFor(async () => (await dirsIn(server)).join() === 'a,moved,new', 'the folders', soon),
        waitFor(
          async () => (await ask(server, 'folders', { query: { path: '/goes' } })).status === 404,
          'the 404',
          soon,
        ),
      ]);
      const items = await waitFor(
        async () => {
          const now = (await ask(server, 'folders', { query: { path: '/a/b' } })).body.items;
          return now.find(({ name }) => name === 'changes.jpg')?.w === 90 && now.every(({ w }) => w > 0) && now;
        },
        'the new sizes',
        soon,
      );
      expect(fingerprintOf('changes.jpg', items)).not.toBe(fingerprintOf('changes.jpg'));
      expect(fingerprintOf('stays.jpg', items)).toBe(fingerprintOf('stays.jpg'));
      expect(items.find(({ name }) => name === 'new.jpg')).toMatchObject({ w: 100, h: 50 });
      // Deep ones without anyone having looked there.
      const whole = await waitFor(
        async () => {
          const { body } = await ask(server, 'browse', { body: { path: '/', recursive: true } });
          return body.total === 6 && body.items.some(({ path }) => path === '/new/x/y/deep.jpg') && body;
        },
        'the whole gallery to be as it is',
        soon,
      );
      expect(whole.partial).toBe(false);
      await waitFor(
        async () => {
          const { body } = await ask(server, 'folders', { query: { path: '/a/b' } });
          return body.items.find(({ name }) => name === 'new.jpg')?.hasThumb;
        },
        'the thumb of the new file, which nobody has asked for',
        soon,
      );
    });

    it('also when a file grows slowly, or is written over in place with its old time', async () => {
      const bytes = await imageBytes({ width: 70, height: 70 });
      const file = await writeBytes(`${root}/slow`, 'slow.jpg', bytes.subarray(0, 100));
      await until('/slow', ['slow.jpg']);
      appendFileSync(file, bytes.subarray(100));
      await waitFor(
        async () => (await ask(server, 'thumb', { query: { path: '/slow/slow.jpg' } })).status === 200,
        'the whole picture',
        soon,
      );
      const other = await imageBytes({ width: 80, height: 30 });
      writeFileSync(file, other);
      utimesSync(file, 1_600_000_000, 1_600_000_000);
      await waitFor(
        async () => (await ask(server, 'folders', { query: { path: '/slow' } })).body.items[0]?.w === 80,
        'the other picture',
        soon,
      );
    });

    it('and a great many at once', async () => {
      const bytes = await imageBytes({ width: 8, height: 8 });
      for (let folder = 0; folder < 30; folder += 1) {
        mkdirSync(`${root}/burst/${folder}`, { recursive: true });
        for (let number = 0; number < 20; number += 1) writeFileSync(`${root}/burst/${folder}/${number}.jpg`, bytes);
      }
      const countIs = (total: number): Promise<unknown> =>
        waitFor(
          async () =>
            (await ask(server, 'folders', { query: { path: '/burst', recursive: true } })).body.totalItems === total,
          `${total} in all`,
          soon,
        );
      await countIs(600);
      for (let folder = 0; folder < 30; folder += 2) rmSync(`${root}/burst/${folder}`, { recursive: true });
      await countIs(300);
    });
  },
);

describe('WK4: behind a link that leads out of the gallery', () => {
  it('is noticed too, although nobody watches there', async () => {
    const root = tempFolder('gallery');
    const outside = tempFolder('outside');
    await writeImage(outside, 'one.jpg');
    symlinkSync(outside, `${root}/link`);
    const server = await startServer({ root, args: ['--follow-symlinks', outside] });
    await indexed(server, 1);
    await writeImage(outside, 'two.jpg');
    await waitFor(async () => (await namesIn(server, '/link')).length === 2, 'the new file', soon);
  });
});
