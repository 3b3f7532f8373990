import { Catalogue } from '../../../apps/api/src/catalogue/catalogue.ts';
import { itemFlags } from '../../../apps/api/src/catalogue/item-flags.ts';
import { naturalKey } from '../../../apps/api/src/shared/natural-order.ts';
import { packListing, type ListedFile, type Listing } from '../../../apps/api/src/sources/listing.ts';
import { SeededRandom } from '../../support/seeded-random.ts';

type Files = Readonly<Record<string, number>>;

/** A listing of files by name and size; their time and inode follow from the size. */
function listing(files: Files, dirs: string[] = []): Listing {
  const listed: ListedFile[] = Object.entries(files).map(([key, size]) => ({
    key,
    type: 0,
    size,
    mtime: size * 10,
    inode: size + 1,
  }));
  listed.sort((a, b) => (naturalKey(a.key) < naturalKey(b.key) ? -1 : 1));
  return packListing(1, dirs, listed);
}

const header = { width: 40, height: 30, type: 'image/png', taken: NaN, hasMeta: true, problem: undefined } as const;

describe('the catalogue', () => {
  it('finds every item by its path, in natural order', () => {
    const catalogue = new Catalogue();
    catalogue.applyListing(catalogue.root, listing({ 'b10.jpg': 1, 'b9.jpg': 2, 'A.jpg': 3, 'é😀.png': 4 }, ['sub']));
    const names = [...catalogue.root.rows].map((row) => catalogue.nameOf(row));
    expect(names).toEqual(['A.jpg', 'b9.jpg', 'b10.jpg', 'é😀.png']);
    for (const name of names) expect(catalogue.nameOf(catalogue.find(`/${name}`) ?? -1)).toBe(name);
    expect(catalogue.find('/b11.jpg')).toBeUndefined();
    expect(catalogue.find('/nowhere/b9.jpg')).toBeUndefined();
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('F11: takes %s for an ordinary name', (name) => {
    const catalogue = new Catalogue();
    catalogue.applyListing(catalogue.root, listing({}, [name]));
    const folder = catalogue.makeFolder(`/${name}`);
    catalogue.applyListing(folder, packListing(1, [], [{ key: name, type: 0, size: 1, mtime: 1, inode: 1 }]));
    expect(catalogue.pathOf(catalogue.find(`/${name}/${name}`) ?? -1)).toBe(`/${name}/${name}`);
  });

  it('BR15: tells which rows came, changed, went or became known since', () => {
    const catalogue = new Catalogue();
    const { root, changes } = catalogue;
    const since = (revision: number): string[] =>
      [...changes.since(revision)].map((row) => catalogue.nameOf(row)).sort();
    catalogue.applyListing(root, listing({ 'a.jpg': 1, 'b.jpg': 2, 'c.jpg': 3 }));
    const first = changes.revision;
    expect(since(0)).toEqual(['a.jpg', 'b.jpg', 'c.jpg']);
    catalogue.applyListing(root, listing({ 'a.jpg': 1, 'b.jpg': 5, 'd.jpg': 3 }));
    expect(since(first)).toEqual(['b.jpg', 'c.jpg', 'd.jpg']);
    const second = changes.revision;
    catalogue.setHeader(catalogue.find('/a.jpg')!, header);
    expect(since(second)).toEqual(['a.jpg']);
    const third = changes.revision;
    catalogue.applyListing(catalogue.makeFolder('/sub'), listing({ 'e.jpg': 1 }));
    catalogue.removeFolder(catalogue.folder('/sub')!);
    expect(since(third)).toEqual(['e.jpg']);
  });

  it('keeps the number of a file that stays, and its header while it does not change', () => {
    const catalogue = new Catalogue();
    const { root } = catalogue;
    catalogue.applyListing(root, listing({ 'a.jpg': 1, 'b.jpg': 2 }));
    const [a = -1, b = -1] = root.rows;
    catalogue.setHeader(a, header);
    catalogue.setHeader(b, header);
    const change = catalogue.applyListing(root, listing({ 'a.jpg': 1, 'b.jpg': 3, 'c.jpg': 4 }));
    expect(change.changed).toEqual([b]);
    expect(change.added).toHaveLength(1);
    expect([catalogue.columns.width[a], catalogue.columns.width[b]]).toEqual([40, 0]);
    expect(catalogue.counts().headers).toBe(1);
    expect(catalogue.has(b, itemFlags.headerKnown)).toBe(false);
  });

  it('PA2: tells a name with a byte order mark from the one without it', () => {
    const catalogue = new Catalogue();
    const { root } = catalogue;
    const files = { 'a.jpg': 1, '\ufeffa.jpg': 2, '\ufeffb.jpg': 3 };
    const rows = [...catalogue.applyListing(root, listing(files)).added];
    expect(catalogue.applyListing(root, listing(files))).toMatchObject({ added: [], changed: [], removed: [] });
    expect([...root.rows]).toEqual(rows);
  });

  it('calls a file that went away missing, and the same item again when it returns', () => {
    const catalogue = new Catalogue();
    const { root } = catalogue;
    catalogue.applyListing(root, listing({ 'a.jpg': 1 }));
    const [row = -1] = root.rows;
    catalogue.applyListing(root, listing({}));
    catalogue.setHeader(row, header);
    expect(catalogue.counts().headers).toBe(0);
    expect(catalogue.problemOf(row)).toBe('missing');
    expect(catalogue.pathOf(row)).toBe('/a.jpg');
    catalogue.applyListing(root, listing({ 'a.jpg': 5 }));
    expect([...root.rows]).toEqual([row]);
    expect(catalogue.problemOf(row)).toBeUndefined();
  });

  it('G17: gives another fingerprint for another size, time or inode', () => {
    const catalogue = new Catalogue();
    const file = { key: 'a.jpg', type: 0, size: 1, mtime: 1, inode: 1 };
    const states = [
      file,
      { ...file, size: 2 },
      { ...file, mtime: 2 },
      { ...file, inode: 2 },
      { ...file, mtime: 1.001 },
    ];
    const prints = states.map((state) => {
      catalogue.applyListing(catalogue.root, packListing(1, [], [state]));
      return catalogue.fingerprintOf(0);
    });
    expect(new Set(prints).size).toBe(states.length);
  });

  it('agrees with a plain model after 2,000 random listings', () => {
    const random = new SeededRandom(11);
    const catalogue = new Catalogue();
    const model = new Map<string, Files>();
    const folders = ['/', '/a', '/b', '/a/x', '/a/y', '/b/z'];
    const below = (path: string): string[] =>
      folders.filter((each) => each !== '/' && each.slice(0, Math.max(each.lastIndexOf('/'), 1)) === path);
    for (let round = 0; round < 2000; round += 1) {
      const path = folders[random.below(folders.length)] ?? '/';
      const files = Object.fromEntries(
        Array.from({ length: random.below(6) }, () => [`f${String(random.below(9))}.jpg`, 1 + random.below(3)]),
      );
      const isParentKnown = path === '/' || catalogue.folder(path) !== undefined;
      if (!isParentKnown) continue;
      const dirs = below(path).filter(() => random.below(8) > 0);
      catalogue.applyListing(
        catalogue.makeFolder(path),
        listing(
          files,
          dirs.map((dir) => dir.slice(dir.lastIndexOf('/') + 1)),
        ),
      );
      model.set(path, files);
      const lost = below(path).filter((dir) => !dirs.includes(dir));
      for (const known of [...model.keys()]) {
        if (lost.some((dir) => known === dir || known.startsWith(`${dir}/`))) model.delete(known);
      }
      const expected = [...model].flatMap(([folder, content]) =>
        Object.keys(content).map((name) => (folder === '/' ? `/${name}` : `${folder}/${name}`)),
      );
      const rows = catalogue.rowsOf(catalogue.root, true);
      expect([...rows].map((row) => catalogue.pathOf(row)).sort()).toEqual(expected.sort());
      expect(catalogue.counts().items).toBe(expected.length);
      const unlisted = [...catalogue.root.downwards()].filter((folder) => folder.state === 'unlisted').length;
      expect(catalogue.counts().unlisted).toBe(unlisted);
    }
  });
});
