import { NumberSet } from '../../../apps/api/src/shared/number-set.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';

const seed = chooseSeed();

describe('a set of numbers', () => {
  it('takes the room of what lies between the smallest and the largest', () => {
    expect(NumberSet.of(Uint32Array.of(1_000_000, 1_000_032)).byteLength).toBe(8);
    expect(NumberSet.of(new Uint32Array(0)).byteLength).toBe(0);
  });

  it(`holds what a plain one holds (seed ${seed})`, () => {
    const random = new SeededRandom(seed);
    for (let round = 0; round < rounds(100, 2000); round += 1) {
      const near = random.below(3) * 40_000;
      const number = (): number => near + random.below(random.chance(0.1) ? 100_000 : 200);
      const first = Array.from({ length: random.below(30) }, number);
      const [set, model] = [NumberSet.of(Uint32Array.from(first)), new Set(first)];
      for (let step = 0; step < 30; step += 1) {
        const each = number();
        if (random.chance(0.5)) {
          set.add(each);
          model.add(each);
        } else {
          set.delete(each);
          model.delete(each);
        }
      }
      for (const each of [...model, ...Array.from({ length: 100 }, number), 0, 31, 32]) {
        expect([each, set.has(each)]).toEqual([each, model.has(each)]);
      }
    }
  });
});
