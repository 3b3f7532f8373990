import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { LocalLister } from '../../../apps/api/src/sources/local/local-lister.ts';
import { tempFolder } from '../../support/temp-folder.ts';

describe('WK2: the mark of a folder that holds our files', () => {
  const root = tempFolder('gallery');
  const location = { kind: 'local', root, rootInode: statSync(root).ino, followInto: [], holdsOurFiles: true } as const;
  const mark = (path = '/a'): number => new LocalLister(location).marks([path])[0] ?? NaN;

  beforeAll(() => {
    mkdirSync(`${root}/a/sub`, { recursive: true });
    for (const name of ['one.jpg', 'two.png']) writeFileSync(`${root}/a/${name}`, name);
  });

  it('stays what it is whatever we write beside the images', () => {
    const before = mark();
    const ours = ['_index.json', 'one.jpg.json', 'one.jpg.thumbnail', '.lenslet-000000000000.tmp', 'notes.txt'];
    for (const name of ours) writeFileSync(`${root}/a/${name}`, '');
    expect(mark()).toBe(before);
    for (const name of ours) rmSync(`${root}/a/${name}`);
    expect(mark()).toBe(before);
  });

  it('is another one when an image or folder comes, goes or is renamed', () => {
    const marks = new Set([mark()]);
    writeFileSync(`${root}/a/three.webp`, '');
    marks.add(mark());
    renameSync(`${root}/a/three.webp`, `${root}/a/four.webp`);
    marks.add(mark());
    mkdirSync(`${root}/a/five.webp`);
    marks.add(mark());
    rmSync(`${root}/a/five.webp`, { recursive: true });
    rmSync(`${root}/a/four.webp`);
    rmSync(`${root}/a/one.jpg`);
    marks.add(mark());
    expect(marks.size).toBe(5);
  });

  it('is that of the listing, and the same lister sees each change at once', () => {
    const lister = new LocalLister(location);
    for (let turn = 0; turn < 5; turn += 1) {
      writeFileSync(`${root}/a/more-${String(turn)}.jpg`, '');
      const listed = lister.list('/a');
      expect(listed.status === 'listed' && listed.mark).toBe(lister.marks(['/a'])[0]);
      expect(listed.status === 'listed' && lister.isCurrent('/a', listed.mark, 0)).toBe(true);
    }
  });

  it('of a file is its time, and of nothing is none', () => {
    expect(mark('/a/two.png')).toBe(statSync(`${root}/a/two.png`).mtimeMs);
    expect(mark('/nowhere')).toBeNaN();
  });
});
