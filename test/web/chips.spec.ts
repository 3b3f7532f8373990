import type { BrowseQuery, Filter } from '#contracts';
import {
  chipsOf,
  filtersIn,
  followsLabels,
  readChips,
  withFilter,
  withoutSubject,
  writeChips,
  type Chip,
} from '../../apps/web/src/app/state/chips.ts';
import { isFilter } from '../../apps/web/src/app/state/read-filter.ts';

const good: Filter[] = [
  { stars: { in: [5, null] } },
  { tags: { all: ['a'], none: ['b'] } },
  { labelled: { is: false } },
  { name: { contains: 'x' } },
  { notes: { not_contains: 'y' } },
  { updated_by: { in: ['Ann'] } },
  { updated_at: { from: '2026-01-01' } },
  { added_at: { to: '2026-01-01' } },
  { width: { op: '>=', value: 1024 } },
  { height: { op: '<', value: 1 } },
  { size: { op: '=', value: 0 } },
  { type: { in: ['image/png'] } },
  { metric: { key: 'score', min: 0.5 } },
  { metric: { key: 'score', missing: true } },
  { category: { key: 'model', in: ['sdxl', ''] } },
  { worked: {} },
  { worked: { by: ['Ada'], from: '2026-11-21', to: '2026-11-22', hours: [8, 9], tz: 'Europe/Berlin', kind: 'first' } },
  { part: { of: 8, index: 2 } },
  { or: [{ stars: { in: [1] } }, { not: { labelled: { is: true } } }] },
  { not: { name: { contains: 'z' } } },
];

const bad: unknown[] = [
  null,
  7,
  'stars',
  [],
  {},
  { stars: {} },
  { stars: { in: [] } },
  { stars: { in: [6] } },
  { stars: { in: ['5'] } },
  { stars: { in: [5] }, labelled: { is: true } },
  { tags: { some: ['a'] } },
  { labelled: { is: 'no' } },
  { width: { op: '~', value: 1 } },
  { width: { op: '<' } },
  { size: { op: '<', value: '1' } },
  { metric: { min: 1 } },
  { category: { in: ['a'] } },
  { category: { key: 'a', in: [] } },
  { category: { key: 'a', in: [5] } },
  { worked: { by: 'Ada' } },
  { worked: { hours: [24] } },
  { worked: { kind: 'again' } },
  { worked: { who: ['Ada'] } },
  { part: { of: 3, index: 4 } },
  { part: { of: 3 } },
  { part: { of: 0, index: 0 } },
  { part: { of: 2.5, index: 1 } },
  { or: [] },
  { or: [{}] },
  { not: { stars: 1 } },
  { toString: {} },
  { name: { contains: 'x', hasOwnProperty: 'contains' } },
  { added_at: { from: '2026-01-01', propertyIsEnumerable: 'from' } },
  { __proto__: { in: [5] } },
];

describe('UI20: conditions', () => {
  test.each(good)('are known: %j', (filter) => {
    expect(isFilter(filter)).toBe(true);
  });

  test.each(bad)('are left out of an address where they are none: %j', (value) => {
    expect(isFilter(value)).toBe(false);
    expect(readChips(JSON.stringify([value, { off: value }, good[0]]))).toEqual([{ filter: good[0], isOff: false }]);
  });

  test.each([null, '', '[', '{"a":1}', 'null', '5'])('an address with %j has none', (text) => {
    expect(readChips(text)).toEqual([]);
  });

  test('survive an address, those that are switched off as well, and these are not asked', () => {
    const chips: Chip[] = good.map((filter, at) => ({ filter, isOff: at % 2 === 1 }));
    expect(readChips(writeChips(chips))).toEqual(chips);
    expect(filtersIn(chips)).toEqual(good.filter((_, at) => at % 2 === 0));
    expect(chipsOf({ filters: { and: good } })).toEqual(good.map((filter) => ({ filter, isOff: false })));
  });

  test('there is one of a kind, one for each metric, and a changed one keeps its place', () => {
    const chips = chipsOf({ filters: { and: [{ stars: { in: [5] } }, { metric: { key: 'a', min: 1 } }] } });
    const changed = withFilter(chips, { stars: { in: [4] } });
    expect(filtersIn(changed)).toEqual([{ stars: { in: [4] } }, { metric: { key: 'a', min: 1 } }]);
    expect(withFilter(chips, { metric: { key: 'b', min: 1 } })).toHaveLength(3);
    expect(filtersIn(withoutSubject(chips, { metric: { key: 'a' } }))).toEqual([{ stars: { in: [5] } }]);
  });

  test('there is one for each category', () => {
    const [model, split]: Filter[] = [
      { category: { key: 'model', in: ['a'] } },
      { category: { key: 'split', in: ['b'] } },
    ];
    const both = withFilter(withFilter([], model!), split!);
    expect(filtersIn(both)).toEqual([model, split]);
    const changed: Filter = { category: { key: 'model', in: ['a', 'c'] } };
    expect(filtersIn(withFilter(both, changed))).toEqual([changed, split]);
    expect(filtersIn(withoutSubject(both, changed))).toEqual([split]);
  });

  test('UI5: it is known which questions depend on what people write', () => {
    const ask = (filters: Filter[], key: BrowseQuery['sort']['key'] = 'name'): boolean =>
      followsLabels({ path: '/', recursive: true, filters: { and: filters }, sort: { key, dir: 'asc' } });
    expect([ask([]), ask([{ name: { contains: 'x' } }]), ask([{ type: { in: ['image/png'] } }])]).toEqual([
      false,
      false,
      false,
    ]);
    expect([ask([{ stars: { in: [null] } }]), ask([{ or: [{ not: { notes: { contains: 'x' } } }] }])]).toEqual([
      true,
      true,
    ]);
    // Nobody writes categories: a list by them takes over by itself what comes and goes.
    expect(ask([{ not: { category: { key: 'model', in: ['a'] } } }])).toBe(false);
    expect([ask([], 'star'), ask([], 'metric:score'), ask([], 'updated_at'), ask([], 'size')]).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});
