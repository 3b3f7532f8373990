import { ChangeOrder } from '../../../apps/api/src/shared/change-order.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';

const seed = chooseSeed();

describe('what has changed since', () => {
  it('is each thing once, and nothing that changed before', () => {
    const changes = new ChangeOrder();
    changes.begin();
    for (const number of [0, 1, 2]) changes.note(number);
    const then = changes.revision;
    expect([...changes.since(then)]).toEqual([]);
    changes.begin();
    changes.note(1);
    changes.note(1);
    changes.begin();
    changes.note(5000);
    changes.note(0);
    expect([...changes.since(then)].sort()).toEqual([0, 1, 5000]);
    expect([...changes.since(0)].sort()).toEqual([0, 1, 2, 5000]);
  });

  it(`is what a plain list says (seed ${seed})`, () => {
    const random = new SeededRandom(seed);
    for (let round = 0; round < rounds(20, 500); round += 1) {
      const [changes, model] = [new ChangeOrder(), new Map<number, number>()];
      for (let step = 0; step < 60; step += 1) {
        changes.begin();
        for (let count = random.below(5); count > 0; count -= 1) {
          const number = random.chance(0.05) ? random.below(100_000) : random.below(12);
          changes.note(number);
          model.set(number, changes.revision);
        }
        const since = random.below(changes.revision + 1);
        const expected = [...model].filter(([, at]) => at > since).map(([number]) => number);
        expect([...changes.since(since)].sort((a, b) => a - b)).toEqual(expected.sort((a, b) => a - b));
        for (const number of model.keys())
          expect(changes.hasChangedSince(number, since)).toBe(expected.includes(number));
      }
    }
  });
});
