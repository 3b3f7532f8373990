import { buffer } from 'node:stream/consumers';
import type { FolderLister, ImageSource, ListedFolder } from '../../../apps/api/src/sources/image-source.ts';
import { habitsOf } from '../../../apps/api/src/sources/source-habits.ts';
import { isSameState } from '../../../apps/api/src/sources/same-state.ts';
import { rootInodeOf, type SourceLocation, type SourcePlace } from '../../../apps/api/src/sources/source-location.ts';
import { useImage } from '../../../apps/api/src/workers/use-image.ts';
import { patience } from '../../../apps/api/src/workers/remote-file.ts';
import { imageBytes } from '../../support/images.ts';
import { waitFor } from '../../support/wait-for.ts';

/** A source with nothing in it, and somebody else who writes there. */
export interface SourceWorld {
  readonly location: SourceLocation;
  readonly lister: FolderLister;
  readonly source: ImageSource;
  put(path: string, bytes: Buffer): Promise<void>;
  remove(path: string): Promise<void>;
}

type Listed = Extract<ListedFolder, { status: 'listed' }>;

/** What every kind of source promises to the rooms above. */
export function sourceContract(open: () => Promise<SourceWorld>): void {
  let world: SourceWorld;
  let jpeg: Buffer;
  const names = ['b10.jpg', 'b9.JPEG', 'ü +%23#?.png', '😀.webp', 'b2/one.jpg', 'b10/deep/er/two.jpg'];

  beforeAll(async () => {
    jpeg = await imageBytes();
    world = await open();
    for (const name of [...names, 'notes.txt', '.hidden.jpg', '.git/in.jpg']) await world.put(`/${name}`, jpeg);
  });

  const listed = async (path = '/'): Promise<Listed> => {
    const answer = await world.lister.list(path);
    if (answer.status !== 'listed') throw new Error(answer.status);
    return answer;
  };
  const placeOf = (path: string): SourcePlace => ({ location: world.location, path });
  const marksOf = async (...paths: string[]): Promise<number[]> => [...(await world.lister.marks(paths, []))];

  it('SR1, SR3: lists images and folders under exact names, in natural order, and nothing that is hidden', async () => {
    const { files, dirs } = await listed();
    expect(files.map(({ key }) => key)).toEqual(['b9.JPEG', 'b10.jpg', 'ü +%23#?.png', '😀.webp']);
    expect(dirs).toEqual(['b2', 'b10']);
    expect((await listed('/b10')).dirs).toEqual(['deep']);
    expect((await listed('/b10/deep/er')).files.map(({ key }) => key)).toEqual(['two.jpg']);
    expect(await world.lister.list('/nowhere')).toEqual({ status: 'absent' });
  });

  it('WK3: says of an image what it is said to be when it is opened, and when a child opens it', async () => {
    for (const { key, size, mtime, inode } of (await listed()).files) {
      const opened = await world.source.open(placeOf(`/${key}`));
      expect([key, opened.size, opened.mtime, opened.inode]).toEqual([key, size, mtime, inode]);
      await opened.close();
      const image = await world.source.handOut(placeOf(`/${key}`));
      for (const need of ['head', 'whole'] as const) {
        const work = async (file: Parameters<Parameters<typeof useImage>[2]>[0]): Promise<unknown[]> => {
          return [file.state, await file.head(20), await file.whole()];
        };
        const seen = await useImage(image, { need, deadline: patience() }, work);
        expect(seen).toEqual([{ size, mtime, inode }, jpeg.subarray(0, 20), jpeg]);
      }
    }
  });

  it('IM1: gives the first bytes, any part, and the whole', async () => {
    const place = placeOf('/b2/one.jpg');
    const opened = await world.source.open(place);
    expect(await opened.head(4)).toEqual(jpeg.subarray(0, 4));
    expect(await opened.head(100)).toEqual(jpeg.subarray(0, 100));
    expect(await buffer(opened.part({ start: 10, end: 19 }))).toEqual(jpeg.subarray(10, 20));
    const whole = (await world.source.open(place)).part({ start: 0, end: jpeg.length - 1 });
    expect(await buffer(whole)).toEqual(jpeg);
  });

  it('SR2: has nothing to give under the names of folders, of what is hidden, or of what is not there', async () => {
    for (const path of ['/nowhere.jpg', '/b2', '/.hidden.jpg', '/.git/in.jpg', '/b2/nowhere/x.jpg'])
      await expect(world.source.open(placeOf(path))).rejects.toMatchObject({ code: 'item_not_found' });
  });

  it('WK9: knows whether there is a file', async () => {
    expect(await world.lister.hasImage('/b2/one.jpg')).toBe(true);
    expect(await world.lister.hasImage('/b2/two.jpg')).toBe(false);
  });

  it('WK4: the mark of a folder is what its listing had, changes with what is in it, and with nothing else', async () => {
    const paths = ['/', '/b2', '/b10', '/b10/deep', '/b10/deep/er'];
    const before = await marksOf(...paths);
    expect(await Promise.all(paths.map(async (path) => (await listed(path)).mark))).toEqual(before);
    // Shared out among several, the same comes of it.
    expect([...(await world.lister.marks(paths, ['/b10.jpg', '/b2/one.jpg', '/b10/deep/er/two.jpg']))]).toEqual(before);
    await world.put('/b2/new.jpg', jpeg);
    const after = await marksOf(...paths);
    expect(after[1]).not.toBe(before[1]);
    expect(after.toSpliced(1, 1)).toEqual(before.toSpliced(1, 1));
    expect((await listed('/b2')).mark).toBe(after[1]);
    await world.remove('/b2/new.jpg');
    // File systems keep times in ticks, in which much may happen.
    if (habitsOf(world.location).hasFullMarks) expect((await marksOf('/b2'))[0]).toBe(before[1]);
    expect(await marksOf('/nowhere', '/b10')).toEqual([NaN, before[2]]);
  });

  it('WK4: where marks tell everything, that is also what is in the files', async () => {
    if (!habitsOf(world.location).hasFullMarks) return;
    await world.put('/rewritten/one.jpg', jpeg);
    const [before] = await marksOf('/rewritten');
    await world.put('/rewritten/one.jpg', Buffer.from(jpeg).fill(1, jpeg.length - 1));
    expect((await marksOf('/rewritten'))[0]).not.toBe(before);
  });

  it('G17, TH1: an image rewritten in place with as many bytes is in another state, one that was only looked at is not', async () => {
    const rootInode = rootInodeOf(world.location);
    const stateOf = async (): Promise<Parameters<typeof isSameState>[0]> => {
      const [file] = (await listed('/in place')).files;
      return { size: file?.size ?? 0, mtime: file?.mtime ?? 0, inode: file?.inode ?? 0, rootInode };
    };
    await world.put('/in place/one.jpg', jpeg);
    const before = await stateOf();
    expect(isSameState(await stateOf(), before)).toBe(true);
    // File systems keep times in ticks: written until the next one.
    const after = await waitFor(async () => {
      await world.put('/in place/one.jpg', Buffer.from(jpeg).fill(1, jpeg.length - 1));
      const now = await stateOf();
      return (now.mtime !== before.mtime || now.inode !== before.inode) && now;
    }, 'another state');
    expect([after.size, isSameState(after, before)]).toEqual([before.size, false]);
  });

  it('G17: what changes after it was opened is not sent as if it were what it was', async () => {
    await world.put('/changing.jpg', jpeg);
    const opened = await world.source.open(placeOf('/changing.jpg'));
    await world.put('/changing.jpg', Buffer.concat([jpeg, jpeg]));
    await expect(buffer(opened.part({ start: 0, end: jpeg.length - 1 }))).rejects.toThrow();
  });
}
