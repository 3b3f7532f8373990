import type { Forecast } from '#contracts';
import { csvRow } from '../../apps/api/src/persistence/labels-file/csv-row.ts';
import { csvCell, csvName, csvOf } from '../../apps/web/src/app/dashboard/csv.ts';
import {
  durationWords,
  endsWords,
  forecastWords,
  percentWords,
  secondsWords,
} from '../../apps/web/src/app/dashboard/number-words.ts';
import { peopleRows } from '../../apps/web/src/app/dashboard/people-rows.ts';
import { binsOf, stepFor, ticksFor } from '../../apps/web/src/app/dashboard/scales.ts';
import { sorted, turned } from '../../apps/web/src/app/dashboard/sorted.ts';
import { readPeriod, spanOf } from '../../apps/web/src/app/state/work-period.ts';
import { SeededRandom } from '../support/seeded-random.ts';

describe('UI23: what the dashboard makes of numbers', () => {
  test.each([
    [0, 10, '0%'],
    [10, 10, '100%'],
    [999_999, 1_000_000, '99.9%'],
    [1, 1_000_000, '0.1%'],
    [1, 3, '33%'],
    [995, 1000, '99.5%'],
    [1, 20, '5%'],
    [0, 0, '–'],
  ])('%d of %d is %s: all only when all is done, nothing only when nothing is', (part, whole, words) => {
    expect(percentWords(part, whole)).toBe(words);
  });

  test.each([
    [0, '0 s'],
    [59.4, '59 s'],
    [60, '1 min'],
    [3599, '1 h 00 min'],
    [3600 * 30 + 300, '30 h 05 min'],
  ])('%d seconds are %s', (seconds, words) => {
    expect(durationWords(seconds)).toBe(words);
  });

  test.each([
    [null, '–'],
    [0, '0.0 s'],
    [4.24, '4.2 s'],
    [9.96, '10 s'],
    [59.7, '1 min 00 s'],
    [119.8, '2 min 00 s'],
    [75, '1 min 15 s'],
  ])('a median of %p is %s', (seconds, words) => {
    expect(secondsWords(seconds)).toBe(words);
  });

  test('a forecast says its day and its range, and when it says nothing', () => {
    const expected: Forecast = {
      ...{ state: 'expected', active_days: 9 },
      ...{ ends: '2026-12-03', earliest: '2026-12-01', latest: '2026-12-09' },
    };
    const today = '2026-11-21';
    expect(forecastWords(expected, today)).toEqual({
      says: 'Done by 3 Dec',
      more: 'Between 1 Dec and 9 Dec. 9 days of work are left.',
    });
    expect(forecastWords({ ...expected, ends: '2027-01-03', latest: null }, today)).toEqual({
      says: 'Done by 3 Jan 2027',
      more: 'Not before 1 Dec; slow days lead to no end. 9 days of work are left.',
    });
    expect(forecastWords({ state: 'not_enough_data' }, today).more).toContain('Three days of work are needed');
    expect(forecastWords({ state: 'done' }, today).says).toBe('Done');
  });

  test('axes go in steps of 1, 2 or 5, from nothing to above the largest', () => {
    expect(ticksFor(0)).toEqual([0, 1]);
    expect(ticksFor(3)).toEqual([0, 1, 2, 3]);
    expect(ticksFor(17)).toEqual([0, 5, 10, 15, 20]);
    const random = new SeededRandom();
    for (let turn = 0; turn < 500; turn += 1) {
      const max = Math.ceil(random.next() ** 4 * 5_000_000);
      const ticks = ticksFor(max);
      const step = stepFor(max, 4);
      expect([1, 2, 5]).toContain(Number(String(step).charAt(0)));
      expect(String(step)).toMatch(/^[125]0*$/);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(max);
      expect((ticks.at(-1) ?? 0) - step).toBeLessThan(Math.max(1, max));
      expect(ticks.length).toBeLessThanOrEqual(6);
    }
  });

  test('days without work have a column; many days are put together, and none of them is lost', () => {
    const days = [
      { day: '2026-11-02', labels: 4, first: 1 },
      { day: '2026-11-04', labels: 2, first: 2 },
    ];
    const week = binsOf(days, { first: '2026-11-01', last: '2026-11-04' }, '2026-11-21');
    expect(week.bins.map(({ labels }) => labels)).toEqual([0, 4, 0, 2]);
    expect(binsOf(days, { first: null, last: null }, '2026-11-05').bins.map(({ first }) => first)).toEqual(
      ['2026-11-02', '2026-11-03', '2026-11-04', '2026-11-05'], // As it is told of from the first day of work on.
    );
    expect(binsOf([], { first: null, last: null }, '2026-11-05').bins).toEqual([]);
    const random = new SeededRandom();
    for (let turn = 0; turn < 60; turn += 1) {
      const first = new Date(Date.UTC(2020, 0, random.between(1, 900))).toISOString().slice(0, 10);
      const length = random.between(1, 1500);
      const all = Array.from({ length }, (_, at) => ({
        day: new Date(Date.parse(first) + at * 86_400_000).toISOString().slice(0, 10),
        labels: random.below(5),
        first: 0,
      }));
      const { bins } = binsOf(all, { first, last: all.at(-1)?.day ?? first }, '2030-01-01');
      expect(bins.length).toBeLessThanOrEqual(64);
      expect([bins[0]?.first, bins.at(-1)?.last]).toEqual([first, all.at(-1)?.day]);
      for (const [at, bin] of bins.entries())
        if (at > 0) expect(Date.parse(bin.first) - Date.parse(bins[at - 1]?.last ?? '')).toBe(86_400_000);
      expect(bins.reduce((sum, bin) => sum + bin.labels, 0)).toBe(all.reduce((sum, day) => sum + day.labels, 0));
    }
  });

  test.each([
    ['2020-01-01..9998-12-31', 81],
    ['0001-01-01..9999-12-31', 131],
    ['9999-12-30..9999-12-31', 1],
    ['2020-01-01..2025-03-01', 6],
    ['2020-01-01..2025-02-28', 62],
  ])('a period that an address names, %s, has columns that can be told apart: %d', (text, columns) => {
    const span = spanOf(readPeriod(text), '2026-11-21');
    const { bins } = binsOf([{ day: '2020-02-03', labels: 3, first: 1 }], span, '2026-11-21');
    expect(bins).toHaveLength(columns);
    expect([bins[0]?.first, bins.at(-1)?.last]).toEqual([span.first, span.last]);
  });

  test('a column is sorted either way, what has no value stays last, equal ones stay as they were', () => {
    const rows = [
      { name: 'image 10', value: 2 },
      { name: 'image 9', value: null },
      { name: 'b', value: 2 },
      { name: 'a', value: 7 },
    ];
    const names = (isDown: boolean, key: 'name' | 'value'): string[] =>
      sorted(rows, (row) => row[key], isDown).map(({ name }) => name);
    expect(names(true, 'value')).toEqual(['a', 'image 10', 'b', 'image 9']);
    expect(names(false, 'value')).toEqual(['image 10', 'b', 'a', 'image 9']);
    expect(names(false, 'name')).toEqual(['a', 'b', 'image 9', 'image 10']);
    const order = turned<'name' | 'value'>({ key: 'name', isDown: false }, 'value', false);
    expect(order).toEqual({ key: 'value', isDown: true });
    expect(turned(order, 'value', false).isDown).toBe(false);
  });

  test('whoever was refused stands among the people, also without a label', () => {
    const person = {
      ...{ name: 'Ana', labels: 3, first: 3, again: { own: 0, others: 0 } },
      ...{ active_seconds: 9, median_seconds: 3, undone: 0 },
    };
    const values = [
      { name: 'Hal', count: 2, written: 1 },
      { name: 'Ana', count: 1, written: 1 },
    ];
    const rows = peopleRows({ people: [person], refused: { values, total: 3, written: 2 } });
    expect(rows.map((row) => [row.name, row.labels, row.refused, endsWords(row.refused, row.written)])).toEqual([
      ['Ana', 3, 1, 'all written'],
      ['Hal', 0, 2, '1 left'],
    ]);
  });
});

describe('E22: tables as files', () => {
  test('have cells as the labels file has them', () => {
    const random = new SeededRandom();
    const letters = ['=', '+', '-', '@', '\t', '\r', '\n', "'", '"', ',', ';', 'a', 'é', ' ', '1'];
    for (let turn = 0; turn < 2000; turn += 1) {
      const text = Array.from({ length: random.below(9) }, () => random.pick(letters)).join('');
      expect(csvCell(text)).toBe(csvRow([text]));
    }
  });

  test('have numbers as they are, nothing for nothing, and a name that says what and of when', () => {
    const table = { name: 'people', columns: ['name', 'labels'], rows: [['=Eve', 3] as const, ['a,b', null] as const] };
    expect(csvOf(table)).toBe('\ufeffname,labels\r\n\'=Eve,3\r\n"a,b",\r\n');
    expect(csvName('people', '/cats & dogs/old', '2026-11-21')).toBe('lenslet-people-cats-dogs-old-2026-11-21.csv');
    expect(csvName('tags', '/', '2026-11-21')).toBe('lenslet-tags-all-2026-11-21.csv');
    expect(csvName('tags', '/../\u{10ffe9}\n"', '2026-11-21')).toBe('lenslet-tags-all-2026-11-21.csv');
  });
});
