import type { BrowseQuery, Filter, Sort } from '#contracts';
import { NameOrder } from '../../../apps/api/src/browse/name-order.ts';
import { RowFinder } from '../../../apps/api/src/browse/row-finder.ts';
import { noActivity } from '../../support/no-activity.ts';
import { naiveResult } from '../../support/naive-gallery.ts';
import { RandomGallery } from '../../support/random-gallery.ts';
import { randomQuery, someFolders } from '../../support/random-queries.ts';
import { World } from '../../support/search-world.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';

const seed = chooseSeed();

async function found(gallery: RandomGallery, query: BrowseQuery): Promise<string[]> {
  const { rows } = await gallery.rowFinder.find(gallery.catalogue.folder(query.path)!, query);
  return gallery.pathsOf(rows);
}

describe('queries', () => {
  it(`BR4, BR8: find what a naive search finds, in its order (seed ${seed})`, async () => {
    const random = new SeededRandom(seed);
    const sizes: number[] = [];
    for (let round = 0; round < rounds(12, 400); round += 1) {
      const gallery = new RandomGallery(random);
      for (let step = 0; step < 40; step += 1) await gallery.step();
      for (let turn = 0; turn < 25; turn += 1) {
        const query = randomQuery(random);
        const expected = naiveResult(gallery.items, query).map(({ path }) => path);
        expect({ query, found: await found(gallery, query) }).toEqual({ query, found: expected });
        sizes.push(expected.length);
        await gallery.step();
      }
    }
    // Else the conditions never met anything.
    expect(sizes.filter((size) => size > 0).length).toBeGreaterThan(sizes.length / 3);
  });

  it('BR4: put in random order are so again with the same seed, also when others come', async () => {
    const random = new SeededRandom(1);
    const gallery = new RandomGallery(random);
    for (const path of [...someFolders, ...someFolders]) gallery.changeFiles(path);
    const shuffled = (seed: number, dir: Sort['dir'] = 'asc'): Promise<string[]> =>
      found(gallery, { path: '/', recursive: true, sort: { key: 'random', dir, seed } });
    const before = await shuffled(1);
    expect(before.length).toBeGreaterThan(10);
    expect(await shuffled(1)).toEqual(before);
    expect(await shuffled(2)).not.toEqual(before);
    expect(await shuffled(1, 'desc')).toEqual([...before].reverse());
    gallery.changeFiles('/c');
    const after = await shuffled(1);
    const both = new Set(before.filter((path) => after.includes(path)));
    expect(after).not.toEqual(before);
    expect(after.filter((path) => both.has(path))).toEqual(before.filter((path) => both.has(path)));
  });

  it('BR17: end soon when nobody waits any more, with the reason', async () => {
    const world = new World();
    world.list('/a', Array.from({ length: 30_000 }, (_, at) => `image ${String(at)}.jpg`)); // prettier-ignore
    const rowFinder = new RowFinder(world.links, world.finder, new NameOrder(world.catalogue), noActivity);
    const query: BrowseQuery = { path: '/', recursive: true, text: 'a e i o', sort: { key: 'name', dir: 'asc' } };
    const finding = rowFinder.find(world.catalogue.root, query, AbortSignal.abort(new Error('left')));
    await expect(finding).rejects.toThrow('left');
  });

  it.each<[string, Filter, string]>([
    ['a size that is not known is neither small', { width: { op: '<', value: 10 } }, 'not small'],
    ['nor large', { height: { op: '>=', value: 0 } }, 'not large'],
  ])('BR11: %s', async (_, filter) => {
    const gallery = new RandomGallery(new SeededRandom(2));
    gallery.changeFiles('/c');
    const query: BrowseQuery = { path: '/c', recursive: false, sort: { key: 'name', dir: 'asc' } };
    expect((await found(gallery, query)).length).toBeGreaterThan(0);
    expect(await found(gallery, { ...query, filters: { and: [filter] } })).toEqual([]);
    const other = await found(gallery, { ...query, filters: { and: [{ not: filter }] } });
    expect(other).toEqual(await found(gallery, query));
  });
});
