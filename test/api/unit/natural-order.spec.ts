import { compareNaturally, naturalKey } from '../../../apps/api/src/shared/natural-order.ts';
import { SeededRandom } from '../../support/seeded-random.ts';

const sorted = (names: string[]): string[] => [...names].sort(compareNaturally);

describe('natural order', () => {
  it('counts numbers by value and ignores case', () => {
    const names = ['img1', 'IMG2', 'img10', 'img010b', 'img 3', 'Zebra', 'apple'];
    expect(sorted(names.reverse())).toEqual(['apple', 'img 3', 'img1', 'IMG2', 'img10', 'img010b', 'Zebra']);
  });

  it('orders numbers that are too long for any number type', () => {
    const [small, large] = [`a${'9'.repeat(40)}`, `a1${'0'.repeat(40)}`];
    expect(sorted([large, small, 'a9', 'a999999999', 'a9999999999'])).toEqual([
      'a9',
      'a999999999',
      'a9999999999',
      small,
      large,
    ]);
  });

  it('tells names apart that differ only in case, zeros or form', () => {
    const names = ['A1', 'a1', 'a01', 'é', 'e\u0301'];
    expect(new Set(names.map(naturalKey)).size).toBe(names.length);
  });

  it('is a total order of 3,000 random names', () => {
    const random = new SeededRandom(7);
    const letters = 'aAbB0019 _-.é';
    const names = Array.from({ length: 3000 }, () =>
      Array.from({ length: 1 + random.below(7) }, () => letters[random.below(letters.length)] ?? '').join(''),
    );
    const order = sorted(names);
    for (let at = 1; at < order.length; at += 1) {
      expect(compareNaturally(order[at - 1] ?? '', order[at] ?? '')).toBeLessThanOrEqual(0);
    }
    expect(sorted(order.reverse())).toEqual(sorted(names));
  });
});
