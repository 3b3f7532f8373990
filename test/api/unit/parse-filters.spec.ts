import { limits } from '#contracts';
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
    ['filters.and[0].labelled.is', { and: [{ labelled: { is: 'true' } }] }],
    ['filters.and[0].labelled.is', { and: [{ labelled: {} }] }],
    ['filters.and[0].or[1].not.star', { and: [{ or: [star, { not: { star: 1 } }] }] }],
    ['filters.and[0].not', { and: [{ not: [star] }] }],
  ])('E4: are refused by name: %s', (field, filters) => {
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
