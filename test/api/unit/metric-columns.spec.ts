import type { Metrics } from '#contracts';
import { MetricColumns, type MetricChanges } from '../../../apps/api/src/persistence/metric-columns.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';

const seed = chooseSeed();

function set(columns: MetricColumns, id: number, metrics: Metrics | undefined): MetricChanges {
  const changes: MetricChanges = { ids: [], keys: [], values: [] };
  columns.prepare(id, Object.keys(metrics ?? {}), Object.values(metrics ?? {}), changes);
  columns.apply(changes);
  return changes;
}

describe('metrics in columns', () => {
  it('IT11: are as exact as they came', () => {
    const columns = new MetricColumns();
    const numbers = { a: 0.1 + 0.2, b: Number.MIN_VALUE, c: -Number.MAX_VALUE, d: 2 ** 53 - 1, __proto__x: 0 };
    set(columns, 70_000, numbers);
    expect(columns.read(70_000)).toEqual(numbers);
    expect(columns.read(69_999)).toBeUndefined();
    expect(columns.valueOf('a')(70_000)).toBe(0.1 + 0.2);
    expect(columns.valueOf('toString')(70_000)).toBeNaN();
  });

  it('are changed only where they differ', () => {
    const columns = new MetricColumns();
    set(columns, 1, { a: 1, b: 2, c: 3 });
    expect(set(columns, 1, { a: 1, b: 5 })).toEqual({ ids: [1, 1], keys: ['b', 'c'], values: [5, NaN] });
    expect(columns.keys).toEqual(['a', 'b']);
  });

  it.each([2, 1000])(`are those of a plain map, with columns for %d names (seed ${seed})`, (most) => {
    const random = new SeededRandom(seed);
    for (let round = 0; round < rounds(30, 1000); round += 1) {
      const [columns, model] = [new MetricColumns(most), new Map<number, Metrics>()];
      for (let step = 0; step < 40; step += 1) {
        const id = random.chance(0.1) ? random.below(50_000) : random.below(6);
        const names = random.shuffled(['a', 'b', 'c', 'd', '__proto']).slice(0, random.below(6));
        const metrics = Object.fromEntries(names.map((name) => [name, random.below(3) / 3]));
        set(columns, id, names.length === 0 ? undefined : metrics);
        if (names.length === 0) model.delete(id);
        else model.set(id, metrics);
      }
      for (const id of [...model.keys(), 7]) expect(columns.read(id)).toEqual(model.get(id));
      const keys = [...new Set([...model.values()].flatMap((metrics) => Object.keys(metrics)))].sort();
      expect(columns.keys).toEqual(keys);
      for (const key of keys) {
        const told = new Map<number, number>();
        columns.forEach(key, (id, value) => told.set(id, value));
        const expected = [...model].flatMap(([id, metrics]) => (key in metrics ? [[id, metrics[key]!] as const] : []));
        expect(told).toEqual(new Map(expected));
      }
    }
  });
});
