import { sortInSlices } from '../../../apps/api/src/shared/sort-in-slices.ts';
import { SeededRandom } from '../../support/seeded-random.ts';

describe('sorting in slices', () => {
  it.each([0, 1, 2047, 2048, 2049, 10_000, 65_537])(
    'sorts %i numbers as one sort would, and is stable',
    async (count) => {
      const random = new SeededRandom(count);
      const keys = Array.from({ length: count }, () => random.below(50));
      const order = Uint32Array.from(keys.keys());
      await sortInSlices(order, (a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
      const expected = [...keys.keys()].sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b);
      expect([...order]).toEqual(expected);
    },
  );

  it('lets others have their turn meanwhile', async () => {
    let turns = 0;
    const count = (): void => {
      turns += 1;
      if (turns < 10_000) setImmediate(count);
    };
    setImmediate(count);
    const random = new SeededRandom(3);
    const keys = Array.from({ length: 300_000 }, () => random.next());
    await sortInSlices(Uint32Array.from(keys.keys()), (a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
    expect(turns).toBeGreaterThan(3);
  });
});
