import { medianOf } from '../../../apps/api/src/stats/median.ts';
import { SeededRandom } from '../../support/seeded-random.ts';

describe('the median', () => {
  it('IT14: is the middle of all numbers in their order, however many are equal', () => {
    const random = new SeededRandom(4);
    for (let turn = 0; turn < 2000; turn += 1) {
      const different = random.pick([1, 2, 5, 1000]);
      const numbers = Array.from({ length: random.between(1, 60) }, () => random.below(different));
      const sorted = [...numbers].sort((a, b) => a - b);
      const [low, high] = [sorted[(sorted.length - 1) >> 1] ?? NaN, sorted[sorted.length >> 1] ?? NaN];
      expect({ numbers, median: medianOf(Float64Array.from(numbers)) }).toEqual({ numbers, median: (low + high) / 2 });
    }
  });

  it('IT14: of none is none', () => {
    expect(medianOf(new Float64Array(0))).toBeUndefined();
  });
});
