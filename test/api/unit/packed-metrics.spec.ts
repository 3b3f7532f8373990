import type { Metrics } from '#contracts';
import { packMetrics, unpackMetrics } from '../../../apps/api/src/persistence/packed-metrics.ts';

describe('metrics on their way', () => {
  it.each<[string, (Metrics | undefined)[]]>([
    ['none', [undefined, undefined]],
    ['some, with the same names and others', [{ a: 1, b: 2 }, undefined, { b: 3, a: 0.1 }, { c: -1 }, { a: 5, b: 6 }]],
    ['odd names', [{ constructor: 1, 'a b': Number.MIN_VALUE, '': 2 }]],
  ])('arrive as they left: %s', (_, all) => {
    const expected = new Map([...all.entries()].flatMap(([at, metrics]) => (metrics ? [[at, metrics]] : [])));
    expect(unpackMetrics(structuredClone(packMetrics(all)))).toEqual(expected);
  });

  it('name their names once', () => {
    expect(
      packMetrics([
        { a: 1, b: 2 },
        { a: 3, b: 4 },
      ]).names,
    ).toEqual([['a', 'b']]);
  });
});
