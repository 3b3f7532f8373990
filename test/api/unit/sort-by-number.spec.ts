import { sortByNumber } from '../../../apps/api/src/shared/sort-by-number.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';

const seed = chooseSeed();

function randomNumber(random: SeededRandom): number {
  const kinds = [
    () => random.below(4),
    () => -random.below(4),
    () => (random.next() - 0.5) * 10 ** random.between(-300, 300),
    () => random.pick([0, -0, Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE, -Number.MIN_VALUE, 1 / 3]),
    () => random.below(2 ** 41),
  ];
  return random.pick(kinds)();
}

describe('sorting by number', () => {
  it(`is stable and exact both ways (seed ${seed})`, async () => {
    const random = new SeededRandom(seed);
    for (let round = 0; round < rounds(100, 3000); round += 1) {
      const numbers = Float64Array.from({ length: random.below(60) }, () => randomNumber(random));
      const order = Uint32Array.from(numbers.keys(), (at) => at + 7);
      const isDescending = random.chance(0.5);
      const expected = [...numbers.keys()]
        .sort((a, b) => (isDescending ? numbers[b]! - numbers[a]! : numbers[a]! - numbers[b]!) || a - b)
        .map((at) => at + 7);
      await sortByNumber(order, numbers.slice(), isDescending);
      expect([...order]).toEqual(expected);
    }
  });
});
