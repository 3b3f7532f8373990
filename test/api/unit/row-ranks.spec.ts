import type { SearchTerm } from '#contracts';
import { parseSearch } from '../../../apps/api/src/finder/parse-search.ts';
import { rankNow, type RowRanks } from '../../../apps/api/src/finder/row-ranks.ts';
import { areFound, rankOf } from '../../support/search-model.ts';
import { Chance, labelled, World } from '../../support/search-world.ts';
import { chooseSeed, rounds } from '../../support/seeded-random.ts';

const seed = chooseSeed();

/** Of each item that is there, by the model and by the product. */
async function ranked(world: World, terms: readonly SearchTerm[], known?: RowRanks): Promise<[number, number][]> {
  await world.links.link();
  const rankOfRow = rankNow(terms, world.links, known);
  return world.items().map((item) => {
    const row = world.catalogue.find(item.path)!;
    return [areFound(item, terms) ? rankOf(item, terms) : 0, rankOfRow(row, world.links.labelOf(row))];
  });
}

describe('the rank of a row', () => {
  it(`SE1, SE2: is that of a plain look, decided by itself or with all others, before a change or after it (seed ${String(seed)})`, async () => {
    const random = new Chance(seed);
    let [found, ofOthers] = [0, 0];
    for (let round = 0; round < rounds(12, 400); round += 1) {
      const world = new World();
      for (let step = 0; step < 20; step += 1) await world.step(random);
      for (let turn = 0; turn < 8; turn += 1) {
        const terms = random.terms(world.items());
        const known = await world.finder.ranksFor(1_000_000, terms);
        for (let step = random.below(6); step > 0; step -= 1) await world.step(random);
        for (const told of [known, undefined]) {
          const ranks = await ranked(world, terms, told);
          expect({ terms, told, ranks: ranks.map(([, is]) => is) }).toEqual({ terms, told, ranks: ranks.map(([expected]) => expected) }); // prettier-ignore
          found += ranks.filter(([, is]) => is > 0).length;
          ofOthers += ranks.filter(([, is]) => is === 0).length;
        }
      }
    }
    // Else the words never met anything, or everything.
    expect(Math.min(found, ofOthers)).toBeGreaterThan(100);
  });

  it.each(['bc/de', '/a/bc/de', 'a/bc/', 'path:xbc/x', 'name:bc'])('SE1: minds what leads to a name: %s', async (q) => {
    const world = new World();
    for (const folder of ['/a/bc', '/a/xbc']) world.list(folder, ['de.jpg', 'xde.jpg']);
    for (const known of [undefined, await world.finder.ranksFor(4, parseSearch(q))]) {
      const ranks = await ranked(world, parseSearch(q), known);
      expect(ranks.map(([, is]) => is)).toEqual(ranks.map(([expected]) => expected));
    }
  });

  it('SE3: follows a label that changed, and one that came', async () => {
    const world = new World();
    world.list('/a', ['1.jpg', '2.jpg', '3.jpg']);
    await world.write(labelled('/a/1.jpg', { tags: ['sea'] }));
    const terms = parseSearch('sea');
    const known = await world.finder.ranksFor(3, terms);
    await world.write(labelled('/a/1.jpg', { tags: ['hill'] }), labelled('/a/2.jpg', { notes: 'by the sea' }));
    expect((await ranked(world, terms, known)).map(([, is]) => is)).toEqual([0, 4, 0]);
  });

  it('costs no look at what has not changed', async () => {
    const world = new World();
    world.list('/a', Array.from({ length: 500 }, (_, at) => `${String(at)}.jpg`)); // prettier-ignore
    const terms = parseSearch('1');
    const known = await world.finder.ranksFor(500, terms);
    await world.write(labelled('/a/7.jpg', { tags: ['1'] }));
    const looks = jest.spyOn(world.catalogue.texts, 'nameOf');
    expect((await ranked(world, terms, known)).at(7)).toEqual([3, 3]);
    expect(looks).toHaveBeenCalledTimes(1);
  });

  it('is not decided for all where few are asked for', async () => {
    const world = new World();
    world.list('/a', Array.from({ length: 100 }, (_, at) => `${String(at)}.jpg`)); // prettier-ignore
    expect(await world.finder.ranksFor(3, parseSearch('1'))).toBeUndefined();
    expect(await world.finder.ranksFor(100, [])).toBeUndefined();
    expect((await world.finder.ranksFor(4, parseSearch('1')))?.byRow).toHaveLength(100);
  });
});
