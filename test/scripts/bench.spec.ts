import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { compare } from '../../bench/run.ts';
import { dataSet, folderPath } from '../../bench/support/data-sets.ts';
import { median, percentile, round } from '../../bench/support/measure.ts';

describe('the bench', () => {
  it('has a program for every budget', () => {
    const folder = resolve(__dirname, '../../bench');
    const budgets = JSON.parse(readFileSync(resolve(folder, 'budgets.json'), 'utf8')) as object;
    const missing = Object.keys(budgets).filter((name) => !existsSync(resolve(folder, `${name}.ts`)));
    expect(missing).toEqual([]);
  });

  it('says of each figure whether it keeps its budget, and of a missing one that it is missing', () => {
    const told = compare(
      'b',
      { '10k': { ms: 7, ratio: 0.5 } },
      { '10k.ms': { max: 5 }, '10k.ratio': { min: 0.4 }, '1m.ms': { max: 9 } },
    );
    expect(told).toEqual([
      'b 10k.ms: 7, at most 5: OVER BUDGET',
      'b 10k.ratio: 0.5, at least 0.4: good',
      'b 1m.ms: not measured',
    ]);
    expect(compare('b', { skipped: 'no data' }, { ms: { max: 1 } })).toEqual(['b: skipped, no data']);
  });

  it('makes as many images as its names say', () => {
    expect((['10k', '100k', '500k', '1m'] as const).map((name) => dataSet(name).items)).toEqual([
      10_000, 100_000, 500_000, 1_000_000,
    ]);
    expect(folderPath(dataSet('10k'), 3)).toBe('folder-00003');
    expect(folderPath(dataSet('100k'), 1234)).toBe('group-012/folder-01234');
  });

  it('counts as one counts', () => {
    const values = Array.from({ length: 100 }, (_, place) => 100 - place);
    expect([percentile(values, 0.5), percentile(values, 0.95), percentile(values, 1)]).toEqual([51, 96, 100]);
    expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5]);
    expect([round(12_345.6), round(0.012_345), round(12.345)]).toEqual([12_350, 0.0123, 12.3]);
  });
});
