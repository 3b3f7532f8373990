import { limits, type BrowseQuery } from '#contracts';
import { partNames, partsIn, partsOf, readSharers } from '../../apps/web/src/app/views/split-query.ts';
import { naivePart } from '../support/naive-part.ts';

const query: BrowseQuery = {
  path: '/cats',
  recursive: true,
  filters: { and: [{ stars: { in: [null] } }] },
  sort: { key: 'name', dir: 'asc' },
};

describe('UI21: a question is split among people', () => {
  test.each([
    ['3', 3, 3],
    [' 12 ', 12, 12],
    ['Ada, Ben,Cleo', ['Ada', 'Ben', 'Cleo'], 3],
    ['Ada; Ben\n', ['Ada', 'Ben'], 2],
    ['3, 4', ['3', '4'], 2],
  ])('%j is understood', (text, among, count) => {
    expect(readSharers(text)).toEqual({ kind: 'read', among, count });
  });

  test.each(['', ' , ', '1', '0', 'Ada', '101', '99999999999999999999', 'Ada, Ben, Ada'])('%j is refused', (text) => {
    expect(readSharers(text).kind).toBe('refused');
  });

  test('each part keeps the other conditions', () => {
    const parts = partsOf(query, 2);
    expect(parts).toEqual([1, 2].map((index) => ({
      ...query,
      filters: { and: [{ stars: { in: [null] } }, { part: { of: 2, index } }] },
    }))); // prettier-ignore
    expect(partsOf({ ...query, filters: { and: [] } }, 2)[1]?.filters?.and).toEqual([{ part: { of: 2, index: 2 } }]);
  });

  test('a part is split into smaller parts of the whole, which have all of it and nothing else', () => {
    const [, second] = partsOf(query, 3);
    const smaller = partsOf(second!, 4);
    expect(partsIn(second!)).toBe(3);
    const indices = smaller.map((each) => each.filters?.and.find((filter) => 'part' in filter)?.part);
    expect(indices).toEqual([5, 6, 7, 8].map((index) => ({ of: 12, index })));
    for (let at = 0; at < 500; at += 1) {
      const path = `/cats/${String(at)}.jpg`;
      expect([5, 6, 7, 8].includes(naivePart(path, 12))).toBe(naivePart(path, 3) === 2);
    }
  });

  test('names say whose part it is, and fit', () => {
    expect(partNames('Cats', 2)).toEqual(['Cats · part 1 of 2', 'Cats · part 2 of 2']);
    expect(partNames('Cats', ['Ada', 'Ben'])).toEqual(['Cats · Ada · part 1 of 2', 'Cats · Ben · part 2 of 2']);
    for (const people of [3, ['🦩'.repeat(limits.nameCharacters), 'b'.repeat(110)]])
      for (const name of partNames('🐈'.repeat(limits.nameCharacters), people))
        expect(Array.from(name).length).toBeLessThanOrEqual(limits.nameCharacters);
  });
});
