import { itemFields, limits } from '#contracts';
import { parseBrowseRequest, parseQuery } from '../../../apps/api/src/browse/parse-query.ts';

function parsed(...and: unknown[]): unknown {
  return parseQuery({ path: '/', filters: { and } }, 'query').filters?.and;
}

function refusedAt(field: string, filters: unknown): void {
  const refusal = expect.objectContaining({ code: 'invalid_field', details: { field } }) as Error;
  expect(() => parseBrowseRequest({ path: '/', filters })).toThrow(refusal);
}

const star = { stars: { in: [5] } };

describe('filters of a query', () => {
  it.each([
    [{ stars: { in: [0, 5, null] } }],
    [{ tags: { all: ['a'], any: ['b', 'c'], none: [] } }],
    [{ labelled: { is: false } }],
    [{ not: { or: [star, { not: star }] } }],
    [{ or: [] }],
    [{ name: { contains: 'É' } }],
    [{ notes: { not_contains: 'x', contains: 'y' } }],
    [{ updated_by: { in: ['Ada', 'bob'] } }],
    [{ updated_by: { in: ['🦩'.repeat(limits.nameCharacters)] } }],
    [{ updated_at: { from: '2026-01-23' } }],
    [{ added_at: { from: '2026-01-23T10:00Z', to: '2026-01-23T19:22:05.123+02:00' } }],
    [{ width: { op: '<', value: 1.5 } }],
    [{ height: { op: '=', value: 0 } }],
    [{ size: { op: '>=', value: 1e12 } }],
    [{ type: { in: ['image/png', 'image/avif'] } }],
    [{ metric: { key: 'aesthetic score', min: -1.5, max: 3 } }],
    [{ metric: { key: 'a', missing: true } }],
    [{ category: { key: 'model', in: ['sdxl', '', 'x'.repeat(5000)] } }],
    [{ category: { key: 'model', in: [] } }],
    [{ worked: {} }],
    [{ worked: { by: ['Ada'], from: '2026-11-21', to: '2026-11-22T00:00Z', hours: [0, 23], tz: 'Europe/Berlin', kind: 'own' } }], // prettier-ignore
    [{ part: { of: 1, index: 1 } }],
    [{ part: { of: 100, index: 100 } }],
  ])('are taken as they are: %j', (filter) => {
    expect(parsed(filter)).toEqual([filter]);
  });

  it('are left out when there are none', () => {
    expect(parsed()).toBeUndefined();
    expect(parseQuery({ path: '/' }, 'query')).not.toHaveProperty('filters');
  });

  it('E3: have their tags cleaned as those of labels are', () => {
    expect(parsed({ tags: { any: [' e\u0301 ', 'é', ''] } })).toEqual([{ tags: { any: ['é'] } }]);
  });

  it.each<[string, unknown]>([
    ['filters', []],
    ['filters', null],
    ['filters.or', { or: [star] }],
    ['filters.and', {}],
    ['filters.and', { and: star }],
    ['filters.and[1]', { and: [star, null] }],
    ['filters.and[0]', { and: [{}] }],
    ['filters.and[0]', { and: [{ ...star, labelled: { is: true } }] }],
    ['filters.and[0].starz', { and: [{ starz: { in: [1] } }] }],
    ['filters.and[0].stars.in', { and: [{ stars: {} }] }],
    ['filters.and[0].stars.in', { and: [{ stars: { in: ['4'] } }] }],
    ['filters.and[0].stars.in', { and: [{ stars: { in: [6] } }] }],
    ['filters.and[0].stars.in', { and: [{ stars: { in: [0, 1, 2, 3, 4, 5, null, null] } }] }],
    ['filters.and[0].stars.at', { and: [{ stars: { in: [1], at: 2 } }] }],
    ['filters.and[0].tags', { and: [{ tags: {} }] }],
    ['filters.and[0].tags', { and: [{ tags: ['a'] }] }],
    ['filters.and[0].tags.al', { and: [{ tags: { al: ['a'] } }] }],
    ['filters.and[0].tags.any', { and: [{ tags: { any: 'a' } }] }],
    ['filters.and[0].tags.any', { and: [{ tags: { any: [1] } }] }],
    ['filters.and[0].tags.none', { and: [{ tags: { none: ['x'.repeat(129)] } }] }],
    ['filters.and[0].worked.by', { and: [{ worked: { by: 'Ada' } }] }],
    ['filters.and[0].worked.by', { and: [{ worked: { by: [''] } }] }],
    ['filters.and[0].worked.from', { and: [{ worked: { from: '2026-02-30' } }] }],
    ['filters.and[0].worked.hours', { and: [{ worked: { hours: [24] } }] }],
    ['filters.and[0].worked.hours', { and: [{ worked: { hours: [1.5] } }] }],
    ['filters.and[0].worked.tz', { and: [{ worked: { tz: 'Mars/Olympus' } }] }],
    ['filters.and[0].worked.tz', { and: [{ worked: { tz: '+01:10' } }] }],
    ['filters.and[0].worked.kind', { and: [{ worked: { kind: 'again' } }] }],
    ['filters.and[0].worked.who', { and: [{ worked: { who: ['Ada'] } }] }],
    ['filters.and[0].part.of', { and: [{ part: { of: 0, index: 1 } }] }],
    ['filters.and[0].part.of', { and: [{ part: { of: 101, index: 1 } }] }],
    ['filters.and[0].part.index', { and: [{ part: { of: 3, index: 4 } }] }],
    ['filters.and[0].part.index', { and: [{ part: { of: 3, index: 0 } }] }],
    ['filters.and[0].part.index', { and: [{ part: { of: 3 } }] }],
    ['filters.and[0].labelled.is', { and: [{ labelled: { is: 'true' } }] }],
    ['filters.and[0].labelled.is', { and: [{ labelled: {} }] }],
    ['filters.and[0].or[1].not.star', { and: [{ or: [star, { not: { star: 1 } }] }] }],
    ['filters.and[0].not', { and: [{ not: [star] }] }],
    ['filters.and[0].name', { and: [{ name: {} }] }],
    ['filters.and[0].name', { and: [{ name: 'x' }] }],
    ['filters.and[0].name.contains', { and: [{ name: { contains: '' } }] }],
    ['filters.and[0].name.contains', { and: [{ name: { contains: 'x'.repeat(257) } }] }],
    ['filters.and[0].name.is', { and: [{ name: { is: 'x' } }] }],
    ['filters.and[0].notes.not_contains', { and: [{ notes: { not_contains: 5 } }] }],
    ['filters.and[0].updated_by.in', { and: [{ updated_by: { in: 'Ada' } }] }],
    ['filters.and[0].updated_by.in', { and: [{ updated_by: { in: [''] } }] }],
    ['filters.and[0].updated_by.in', { and: [{ updated_by: { in: Array.from({ length: 101 }, () => 'a') } }] }],
    ['filters.and[0].updated_at', { and: [{ updated_at: {} }] }],
    ['filters.and[0].updated_at.from', { and: [{ updated_at: { from: 'yesterday' } }] }],
    ['filters.and[0].updated_at.from', { and: [{ updated_at: { from: '2026-02-30' } }] }],
    ['filters.and[0].updated_at.from', { and: [{ updated_at: { from: '2026-01-23T10:00' } }] }],
    ['filters.and[0].updated_at.to', { and: [{ updated_at: { to: '2026-01-23T25:00Z' } }] }],
    ['filters.and[0].added_at.to', { and: [{ added_at: { to: 1_769_000_000 } }] }],
    ['filters.and[0].added_at.until', { and: [{ added_at: { until: '2026-01-23' } }] }],
    ['filters.and[0].width.op', { and: [{ width: { op: '!=', value: 1 } }] }],
    ['filters.and[0].width.op', { and: [{ width: { value: 1 } }] }],
    ['filters.and[0].width.value', { and: [{ width: { op: '<' } }] }],
    ['filters.and[0].height.value', { and: [{ height: { op: '<', value: '1' } }] }],
    ['filters.and[0].size.value', { and: [{ size: { op: '<', value: NaN } }] }],
    ['filters.and[0].size.value', { and: [{ size: { op: '<', value: Infinity } }] }],
    ['filters.and[0].size.unit', { and: [{ size: { op: '<', value: 1, unit: 'MB' } }] }],
    ['filters.and[0].type.in', { and: [{ type: { in: ['image/bmp'] } }] }],
    ['filters.and[0].type.in', { and: [{ type: { in: Array.from({ length: 6 }, () => 'image/png') } }] }],
    ['filters.and[0].metric.key', { and: [{ metric: { min: 1 } }] }],
    ['filters.and[0].metric.key', { and: [{ metric: { key: 'x'.repeat(129) } }] }],
    ['filters.and[0].metric.min', { and: [{ metric: { key: 'a', min: null } }] }],
    ['filters.and[0].metric.max', { and: [{ metric: { key: 'a', max: NaN } }] }],
    ['filters.and[0].metric.missing', { and: [{ metric: { key: 'a', missing: 1 } }] }],
    ['filters.and[0].category.key', { and: [{ category: { in: ['a'] } }] }],
    ['filters.and[0].category.key', { and: [{ category: { key: '', in: ['a'] } }] }],
    ['filters.and[0].category.in', { and: [{ category: { key: 'a' } }] }],
    ['filters.and[0].category.in', { and: [{ category: { key: 'a', in: [null] } }] }],
    ['filters.and[0].category.in', { and: [{ category: { key: 'a', in: Array.from({ length: 201 }, () => 'x') } }] }],
    ['filters.and[0].category.not', { and: [{ category: { key: 'a', in: [], not: [] } }] }],
    ['filters.and[0].constructor', { and: [{ constructor: {} }] }],
  ])('E4, E16: are refused by name: %s', (field, filters) => {
    refusedAt(field, filters);
  });

  it('are a hundred conditions at most, those inside of others included', () => {
    const many = (count: number): unknown[] => Array.from({ length: count }, () => star);
    expect(parsed(...many(limits.filters))).toHaveLength(limits.filters);
    refusedAt('filters.and', { and: many(limits.filters + 1) });
    const inside = (count: number): unknown => ({ or: many(count) });
    expect(parsed(inside(49), inside(49))).toHaveLength(2);
    refusedAt('filters', { and: [inside(49), inside(50)] });
    refusedAt('filters', { and: [inside(100)] });
  });

  it('E8: are a hundred deep at most', () => {
    const nested = (depth: number): unknown => (depth === 0 ? star : { not: nested(depth - 1) });
    expect(parsed(nested(limits.filters - 1))).toHaveLength(1);
    refusedAt('filters', { and: [nested(limits.filters)] });
    refusedAt('filters', { and: [nested(3000)] });
  });
});

describe('the order and the fields of a query', () => {
  const request = (more: object): unknown => parseBrowseRequest({ path: '/', ...more });

  it.each([
    [{ key: 'metric:aesthetic score', dir: 'desc' }],
    [{ key: 'random', dir: 'asc', seed: 0 }],
    [{ key: 'updated_at', dir: 'asc' }],
  ])('BR4: is taken as it is: %j', (sort) => {
    expect(request({ sort })).toMatchObject({ sort });
  });

  it.each<[string, object]>([
    ['sort.key', { sort: { key: 'metric:' } }],
    ['sort.key', { sort: { key: `metric:${'x'.repeat(129)}` } }],
    ['sort.key', { sort: { key: 'metric' } }],
    ['sort.key', { sort: { key: 5 } }],
    ['sort.seed', { sort: { key: 'random' } }],
    ['sort.seed', { sort: { key: 'random', seed: -1 } }],
    ['sort.seed', { sort: { key: 'random', seed: 2 ** 32 } }],
    ['sort.seed', { sort: { key: 'random', seed: 'a' } }],
    ['sort.seed', { sort: { key: 'name', seed: 1 } }],
    ['fields', { fields: 'path' }],
    ['fields', { fields: ['patch'] }],
    ['fields', { fields: [...itemFields, 'path'] }],
  ])('E16: is refused by name: %s in %j', (field, more) => {
    const refusal = expect.objectContaining({ code: 'invalid_field', details: { field } }) as Error;
    expect(() => request(more)).toThrow(refusal);
  });

  it('BR12: has each field once', () => {
    expect(request({ fields: ['star', 'path', 'star'] })).toMatchObject({ fields: ['star', 'path'] });
  });
});
