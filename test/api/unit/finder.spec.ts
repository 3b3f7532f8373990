import { Finder } from '../../../apps/api/src/finder/finder.ts';
import { parseSearch } from '../../../apps/api/src/finder/parse-search.ts';
import { columnsOf } from '../../../apps/api/src/persistence/label-columns.ts';
import { searchedInModel } from '../../support/search-model.ts';
import { Chance, folders, labelled, parts, World } from '../../support/search-world.ts';
import { chooseSeed, rounds } from '../../support/seeded-random.ts';

const seed = chooseSeed();
async function expectAsInModel(world: World, random: Chance): Promise<void> {
  const within = random.chance(0.7) ? '/' : random.pick(folders);
  const terms = random.terms(world.items());
  const limit = random.pick([1, 3, 100]);
  const expected = searchedInModel(world.items(within), terms);
  const told = { terms, within, ...(await world.find(terms, { within, limit })) };
  expect(told).toEqual({ terms, within, paths: expected.slice(0, limit), total: expected.length });
}

describe('the finder', () => {
  it(`SE1, SE2: finds what a plain look at everything finds, in its order, after any change (seed ${String(seed)})`, async () => {
    const random = new Chance(seed);
    for (let round = 0; round < rounds(15, 400); round += 1) {
      const world = new World();
      for (let step = 0; step < 40; step += 1) {
        await world.step(random);
        for (let search = 0; search < 4; search += 1) await expectAsInModel(world, random);
      }
    }
  });

  it(`SE1: finds across many names, some of which have long ones (seed ${String(seed)})`, async () => {
    const random = new Chance(seed);
    const world = new World();
    const long = (): string => Array.from({ length: 40 }, () => random.pick(parts)).join('');
    for (const folder of folders) {
      world.list(folder, Array.from({ length: 1500 }, (_, at) => `${random.chance(0.1) ? long() : ''}n${String(at)}${random.name()}`)); // prettier-ignore
    }
    await world.write(...world.items().filter(() => random.chance(0.1)).map(({ path }) => random.label(path))); // prettier-ignore
    expect(world.catalogue.texts.chunks().length).toBeGreaterThan(3);
    for (let search = 0; search < 40; search += 1) await expectAsInModel(world, random);
  });

  it('SE1: finds 0042 in img_00423.jpg, and words each in a field of its own', async () => {
    const world = new World();
    world.list('/holiday', ['img_00423.jpg', 'img_00424.jpg', 'other.jpg']);
    await world.write(labelled('/holiday/img_00424.jpg', { tags: ['Sea'], notes: 'golden\nhour', star: 4 }));
    expect(await world.paths('0042')).toEqual(['/holiday/img_00423.jpg', '/holiday/img_00424.jpg']);
    expect(await world.paths('IMG sea holiday "Golden hour" star:>=4 by:ada')).toEqual(['/holiday/img_00424.jpg']);
    expect(await world.paths('img sea river')).toEqual([]);
    expect(await world.paths('"hour golden"')).toEqual([]);
  });

  it('SE2: puts exact names first, then beginnings, then whole tags, then the rest, each by path', async () => {
    const world = new World();
    const names = ['beach.jpg', 'beaches.jpg', 'my beach.jpg', 'x.jpg', 'y.jpg', 'z.jpg'];
    world.list('/b', names);
    world.list('/a', names);
    await world.write(labelled('/a/y.jpg', { tags: ['BEACH'] }), labelled('/b/y.jpg', { tags: ['sea', 'beach'] }));
    await world.write(labelled('/a/x.jpg', { notes: 'a beach' }), labelled('/b/z.jpg', { tags: ['beach house'] }));
    expect(await world.paths('beach')).toEqual(
      ['/a/beach.jpg', '/b/beach.jpg', '/a/beaches.jpg', '/b/beaches.jpg', '/a/y.jpg', '/b/y.jpg', '/a/my beach.jpg', '/a/x.jpg', '/b/my beach.jpg', '/b/z.jpg'], // prettier-ignore
    );
    expect((await world.paths('my beach'))[0]).toBe('/a/my beach.jpg');
    expect((await world.paths('beach.jpg'))[1]).toBe('/b/beach.jpg');
  });

  it('SE1: finds a name with a wide slash by itself, and takes it for no folder', async () => {
    const world = new World();
    world.list('/z', ['春／夏.jpg', 'x／y.jpg']);
    world.list('/a', ['℅ Ada.jpg']);
    expect(await world.paths('春／夏')).toEqual(['/z/春／夏.jpg']);
    expect(await world.paths('name:x／y.jpg')).toEqual(['/z/x／y.jpg']);
    expect(await world.paths('z/x／y')).toEqual(['/z/x／y.jpg']);
    expect(await world.paths('℅')).toEqual(['/a/℅ Ada.jpg']);
    expect(await world.paths('z/y')).toEqual([]);
  });

  it('SE1: tells a path from the beginning of a name, however many folders it leads through', async () => {
    const world = new World();
    world.list('/a/bc', ['de.jpg', 'xde.jpg']);
    world.list('/a/xbc', ['de.jpg']);
    expect(await world.paths('bc/de')).toEqual(['/a/bc/de.jpg', '/a/xbc/de.jpg']);
    expect(await world.paths('/bc/de')).toEqual(['/a/bc/de.jpg']);
    expect(await world.paths('a/bc/')).toEqual(['/a/bc/de.jpg', '/a/bc/xde.jpg']);
    expect(await world.paths('name:bc')).toEqual([]);
    expect(await world.paths('jpg/xde')).toEqual([]);
  });

  describe('while something is written', () => {
    const names = Array.from({ length: 20_000 }, (_, at) => `${String(at)}.jpg`);
    /** The first and the last that are looked at: between them a search rests. */
    const [first, last] = [`/a/${names[0]!}`, `/a/${names.at(-1)!}`];
    let world: World;

    beforeEach(async () => {
      world = new World();
      world.list('/a', names);
      // Nothing of it is ASCII, so that folding takes several slices.
      const tagsOf = (name: string): string[] => Array.from({ length: 8 }, (_, at) => `Täg ${String(at)} öf ${name}`);
      await world.write(...names.map((name) => labelled(`/a/${name}`, { tags: tagsOf(name) })));
      await world.links.link();
    });

    it('SE3: sees all of a write to many, or nothing, whenever it comes', async () => {
      let writes = 0;
      for (let round = 0; round < 10; round += 1) {
        // A new one has to fold everything again.
        world.finder = new Finder(world.catalogue, world.links);
        const search = { isOver: false };
        const searching = world.find(parseSearch('odd')).finally(() => (search.isOver = true));
        while (!search.isOver) {
          writes += 1;
          const change = { tags: [writes % 2 === 0 ? 'even' : 'odd'] };
          await world.write(...[first, last].map((path) => labelled(path, change)));
          await new Promise((resolve) => setImmediate(resolve));
        }
        expect([0, 2]).toContain((await searching).total);
      }
      expect(writes).toBeGreaterThan(30);
    });

    it('SE3: takes no list of tags for one that had its number before', async () => {
      await world.write(labelled(first, { tags: ['odd'] }));
      const searching = world.find(parseSearch('odd'));
      await new Promise((resolve) => setImmediate(resolve));
      // Nobody has the first list any more; the next new one gets its number.
      await world.write(labelled(first, { tags: ['even'] }));
      await world.write(labelled(last, { tags: ['neither'] }));
      expect((await searching).paths).toEqual([]);
    });
  });

  it('SE1: finds nothing of a label that is only being prepared', async () => {
    const world = new World();
    world.list('/a', ['1.jpg']);
    const chunks = Array.from({ length: 40 }, (_, chunk) =>
      Array.from({ length: 1000 }, (_, at) => labelled(`/e/${String(chunk)}/${String(at)}`, { updatedBy: 'server' })),
    );
    chunks[0]!.push(labelled('/a/1.jpg', { updatedBy: 'server', star: 2 }));
    const applying = world.table.apply(chunks.map(columnsOf));
    await new Promise((resolve) => setImmediate(resolve));
    expect(await world.paths('by:server')).toEqual([]);
    expect(await world.paths('star:none')).toEqual(['/a/1.jpg']);
    await applying;
    expect(await world.paths('by:server star:2')).toEqual(['/a/1.jpg']);
  });

  it('ends soon when nobody waits any more, with the reason', async () => {
    const world = new World();
    world.list(
      '/a',
      Array.from({ length: 30_000 }, (_, at) => `image ${String(at)}.jpg`),
    );
    const gone = new AbortController();
    gone.abort(new Error('left'));
    await expect(world.find(parseSearch('a b c d e f g h i j'), { signal: gone.signal })).rejects.toThrow('left');
  });
});
