import { NameOrder } from '../../../apps/api/src/browse/name-order.ts';
import { compareNaturally } from '../../../apps/api/src/shared/natural-order.ts';
import { Chance, World } from '../../support/search-world.ts';
import { chooseSeed, rounds } from '../../support/seeded-random.ts';

const seed = chooseSeed();

/** By rank, and those of equal rank by their number; and what a plain sort makes of them. */
function bothOrders({ catalogue }: World, ranks: Uint32Array): { told: number[]; expected: number[] } {
  const rows = [...Array(ranks.length).keys()];
  const name = (row: number): string => catalogue.nameOf(row);
  return {
    told: [...rows].sort((a, b) => ranks[a]! - ranks[b]! || a - b),
    expected: [...rows].sort((a, b) => compareNaturally(name(a), name(b)) || a - b),
  };
}

describe('the order of all names', () => {
  it(`BR4: is the natural one, however many come when (seed ${String(seed)})`, async () => {
    const random = new Chance(seed);
    for (let round = 0; round < rounds(6, 200); round += 1) {
      const world = new World();
      const order = new NameOrder(world.catalogue);
      for (let step = 0; step < 30; step += 1) {
        const count = random.pick([0, 1, 2, 5, 200]);
        // Some names are those of others: equal ones have to have one rank.
        const names = Array.from({ length: count }, () => (random.chance(0.3) ? 'same.jpg' : random.name()));
        world.list(`/folder ${String(step)}`, names);
        const ranks = await order.ranksFor(world.catalogue.columns.count);
        const { told, expected } = bothOrders(world, ranks!);
        expect(told).toEqual(expected);
        expect(new Set(ranks).size).toBe(new Set(expected.map((row) => world.catalogue.nameOf(row))).size);
      }
    }
  });

  it('BR4: takes in what came while it was being made', async () => {
    const world = new World();
    const names = (from: number): string[] => Array.from({ length: 20_000 }, (_, at) => `${String(from + at)}.jpg`);
    world.list('/a', names(5));
    const order = new NameOrder(world.catalogue);
    const first = order.ranksFor(20_000);
    await new Promise((resolve) => setImmediate(resolve));
    world.list('/b', names(0));
    const { told, expected } = bothOrders(world, (await order.ranksFor(40_000))!);
    expect(told).toEqual(expected);
    expect((await first)!.length).toBeGreaterThanOrEqual(20_000);
  });

  it('looks at few names after few have come, and at none after none', async () => {
    const world = new World();
    world.list('/a', Array.from({ length: 5000 }, (_, at) => `${String(at)}.jpg`)); // prettier-ignore
    const order = new NameOrder(world.catalogue);
    await order.ranksFor(5000);
    world.list('/b', ['17.jpg', 'x.jpg']);
    const looks = jest.spyOn(world.catalogue, 'nameOf');
    const { length } = (await order.ranksFor(2))!;
    expect([length, looks.mock.calls.length < 60]).toEqual([5002, true]);
    looks.mockClear();
    await order.ranksFor(1);
    expect(looks).not.toHaveBeenCalled();
  });

  it('is not made for few', async () => {
    const world = new World();
    world.list('/a', Array.from({ length: 100 }, (_, at) => `${String(at)}.jpg`)); // prettier-ignore
    const order = new NameOrder(world.catalogue);
    expect(await order.ranksFor(20)).toBeUndefined();
    expect(await order.ranksFor(25)).toHaveLength(100);
    expect(await order.ranksFor(1)).toHaveLength(100);
  });
});
