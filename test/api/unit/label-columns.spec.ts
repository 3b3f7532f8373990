import { stars } from '#contracts';
import { columnsOf, starIn } from '../../../apps/api/src/persistence/label-columns.ts';
import { defaultLabel } from '../../../apps/api/src/persistence/label.ts';
import { randomLabel } from '../../support/random-labels.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';
import { unpacked } from '../../support/store-writes.ts';

const seed = chooseSeed();

describe('labels in columns', () => {
  it(`come out of another thread as they went in (seed ${seed})`, () => {
    const random = new SeededRandom(seed);
    for (let round = 0; round < rounds(200, 5000); round += 1) {
      const labels = Array.from({ length: random.below(20) }, (_, at) => randomLabel(random, `/ü/${at}.jpg`));
      expect(unpacked(structuredClone(columnsOf(labels)))).toEqual(labels);
    }
  });

  it('hold every star, and none', () => {
    const columns = columnsOf(stars.map((star) => ({ ...defaultLabel('/a.jpg'), star })));
    expect(stars.map((_, at) => starIn(columns, at))).toEqual(stars);
  });

  it('keep each list of tags and each name once', () => {
    const label = { ...defaultLabel('/a.jpg'), tags: ['a', 'b'], updatedBy: 'ann' };
    const columns = columnsOf([label, { ...label, tags: ['b', 'a'] }, { ...label, updatedBy: 'bob' }]);
    expect(columns.tagLists).toEqual([
      ['a', 'b'],
      ['b', 'a'],
    ]);
    expect(columns.authors).toEqual(['ann', 'bob']);
  });

  it('take large versions and times', () => {
    const label = { ...defaultLabel('/a.jpg'), version: 2 ** 32 - 1, updatedAt: 8.64e15 };
    expect(unpacked(columnsOf([label]))).toEqual([label]);
  });
});
