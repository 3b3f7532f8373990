import type { Filter } from '#contracts';
import * as edits from '../../apps/web/src/app/filters/chip-edits.ts';
import { filterWords } from '../../apps/web/src/app/state/filter-words.ts';
import { barsOf, fieldOf, rangeOf } from '../../apps/web/src/app/filters/metric-histogram.ts';
import { chipsOf, filtersIn, type Chip } from '../../apps/web/src/app/state/chips.ts';
import { isFilter } from '../../apps/web/src/app/state/read-filter.ts';

function chips(...and: Filter[]): Chip[] {
  return chipsOf({ filters: { and } });
}

describe('UI20: what a click in a facet makes of the conditions', () => {
  test('a star more, a star less, and none when the last is gone', () => {
    let now = edits.toggleStar(chips(), 5);
    now = edits.toggleStar(now, null);
    expect(filtersIn(now)).toEqual([{ stars: { in: [null, 5] } }]);
    now = edits.toggleStar(edits.toggleStar(now, 5), null);
    expect(now).toEqual([]);
  });

  test('unrated is one click there, one back, and takes the place of other stars', () => {
    const now = edits.toggleUnrated(chips({ labelled: { is: true } }, { stars: { in: [4] } }));
    expect(filtersIn(now)).toEqual([{ labelled: { is: true } }, { stars: { in: [null] } }]);
    expect(edits.isUnrated(now)).toBe(true);
    expect(filtersIn(edits.toggleUnrated(now))).toEqual([{ labelled: { is: true } }]);
    // Switched off it is not in force, and a click puts it there again.
    const off = now.map((chip) => ({ ...chip, isOff: true }));
    expect(edits.isUnrated(off)).toBe(false);
    expect(edits.isUnrated(edits.toggleUnrated(off))).toBe(true);
  });

  test('tags are wanted, unwanted or neither, of several any or all', () => {
    let now = edits.toggleTag(chips(), 'sea', 'with', 'any');
    now = edits.toggleTag(now, 'sky', 'with', 'any');
    now = edits.toggleTag(now, 'blur', 'without', 'any');
    expect(filtersIn(now)).toEqual([{ tags: { any: ['sea', 'sky'], none: ['blur'] } }]);
    now = edits.setTagMode(now, 'all');
    expect([filtersIn(now), edits.tagModeIn(now)]).toEqual([
      [{ tags: { all: ['sea', 'sky'], none: ['blur'] } }],
      'all',
    ]);
    now = edits.toggleTag(now, 'sea', 'without', 'all');
    expect(filtersIn(now)).toEqual([{ tags: { all: ['sky'], none: ['blur', 'sea'] } }]);
    for (const tag of ['blur', 'sea']) now = edits.toggleTag(now, tag, 'without', 'all');
    expect(edits.toggleTag(now, 'sky', 'with', 'all')).toEqual([]);
  });

  test('categories are chosen one by one, several of a column, each column by itself', () => {
    let now = edits.toggleCategory(chips(), 'model', 'sdxl');
    now = edits.toggleCategory(now, 'split', 'train');
    now = edits.toggleCategory(now, 'model', '');
    expect(filtersIn(now)).toEqual([
      { category: { key: 'model', in: ['sdxl', ''] } },
      { category: { key: 'split', in: ['train'] } },
    ]);
    expect(edits.categoryIn(now, 'model')).toEqual(['sdxl', '']);
    expect(edits.categoryIn(now, 'other')).toEqual([]);
    expect(now.map(({ filter }) => filterWords(filter))).toEqual(['model: sdxl or empty', 'split: train']);
    now = edits.toggleCategory(edits.toggleCategory(now, 'model', 'sdxl'), 'model', '');
    expect(filtersIn(now)).toEqual([{ category: { key: 'split', in: ['train'] } }]);
  });

  test('days are whole, the last one included', () => {
    const now = edits.setDays(chips(), 'added_at', '2026-02-27', '2026-02-28');
    expect(filtersIn(now)).toEqual([{ added_at: { from: '2026-02-27', to: '2026-03-01' } }]);
    expect(edits.daysIn(now, 'added_at')).toEqual({ from: '2026-02-27', last: '2026-02-28' });
    expect(edits.daysIn(now, 'updated_at')).toEqual({ from: '', last: '' });
    expect(edits.setDays(now, 'added_at', '', '')).toEqual([]);
  });

  test('numbers, words, types, people and metrics come and go', () => {
    let now = edits.setAtLeast(chips(), 'width', 1024);
    now = edits.setWords(now, 'name', 'img');
    now = edits.toggleType(now, 'image/png');
    now = edits.toggleAuthor(now, 'Ann');
    now = edits.setMetric(now, 'score', { min: 0.5 });
    now = edits.setLabelled(now, false);
    expect(filtersIn(now).every(isFilter)).toBe(true);
    expect([
      edits.atLeastIn(now, 'width'),
      edits.wordsIn(now, 'name'),
      edits.typesIn(now),
      edits.authorsIn(now),
      edits.metricIn(now, 'score'),
      edits.metricIn(now, 'other'),
      edits.labelledIn(now),
    ]).toEqual([1024, 'img', ['image/png'], ['Ann'], { min: 0.5 }, null, false]);
    now = edits.setAtLeast(now, 'width', null);
    now = edits.setWords(now, 'name', '');
    now = edits.toggleType(now, 'image/png');
    now = edits.toggleAuthor(now, 'Ann');
    now = edits.setMetric(now, 'score', {});
    expect(edits.setLabelled(now, null)).toEqual([]);
  });

  test('a field shows what is asked: nothing of what is switched off, and no upper bound as a lower one', () => {
    const now = chips(
      { width: { op: '>=', value: 10 } },
      { height: { op: '<', value: 20 } },
      { name: { contains: 'x' } },
    );
    expect([edits.atLeastIn(now, 'width'), edits.atLeastIn(now, 'height')]).toEqual([10, null]);
    const off = now.map((chip) => ({ ...chip, isOff: true }));
    expect([edits.atLeastIn(off, 'width'), edits.wordsIn(off, 'name')]).toEqual([null, '']);
  });

  test('BR13: images without a number are a choice beside the numbers, and how many there are is told where it is known', () => {
    const facet = { key: 'score', count: 7, min: 0, max: 1, bins: [7] };
    const lacking = edits.toggleLacking(chips(), 'score');
    expect(filtersIn(lacking)).toEqual([{ metric: { key: 'score', missing: true } }]);
    expect([edits.metricIn(lacking, 'score'), edits.isLackingIn(lacking, 'score')]).toEqual([null, true]);
    const both = edits.setMetric(lacking, 'score', { min: 0.5 });
    expect(filtersIn(both)).toEqual([{ metric: { key: 'score', min: 0.5, missing: true } }]);
    expect(filtersIn(edits.setMetric(both, 'score', null))).toEqual(filtersIn(lacking));
    expect(filtersIn(edits.toggleLacking(both, 'score'))).toEqual([{ metric: { key: 'score', min: 0.5 } }]);
    expect(edits.toggleLacking(lacking, 'score')).toEqual([]);
    expect([chips(), lacking, both].map((now) => edits.lackingOf(facet, 10, now))).toEqual([3, 10, null]);
  });

  test('words that must not be there stay when those that must are changed', () => {
    const now = edits.setWords(chips({ name: { contains: 'x', not_contains: 'y' } }), 'name', 'z');
    expect(filtersIn(now)).toEqual([{ name: { contains: 'z', not_contains: 'y' } }]);
    expect(filtersIn(edits.setWords(now, 'name', ''))).toEqual([{ name: { not_contains: 'y' } }]);
  });
});

describe('UI20: conditions in words', () => {
  test.each<[Filter, string]>([
    [{ stars: { in: [null] } }, 'Unrated'],
    [{ stars: { in: [null, 4, 5] } }, 'no star or ★4 or ★5'],
    [{ tags: { any: ['sea', 'sky'], none: ['blur'] } }, 'sea or sky, not blur'],
    [{ tags: { all: ['sea'], any: ['a', 'b'] } }, 'sea, (a or b)'],
    [{ labelled: { is: false } }, 'Not labelled'],
    [{ name: { contains: 'x', not_contains: 'y' } }, 'Name with “x”, without “y”'],
    [{ updated_by: { in: ['Ann', 'Ben'] } }, 'By Ann or Ben'],
    [{ updated_by: { in: ['client:1a2b3c4d', 'client:5e6f7a8b'] } }, 'By Someone (1a2b) or Someone (5e6f)'],
    [{ added_at: { from: '2026-02-27', to: '2026-03-01' } }, 'Added Feb 27, 2026 – Feb 28, 2026'],
    [{ updated_at: { from: '2026-02-27' } }, 'Changed since Feb 27, 2026'],
    [{ width: { op: '>=', value: 2048 } }, 'Width ≥ 2,048'],
    [{ size: { op: '<', value: 2_000_000 } }, 'Size < 2.00 MB'],
    [{ type: { in: ['image/png', 'image/jpeg'] } }, 'PNG or JPEG'],
    [{ metric: { key: 'score', min: 0.25, max: 1 } }, 'score 0.25 – 1'],
    [{ metric: { key: 'score', max: 1e9 } }, 'score ≤ 1.00e+9'],
    [{ metric: { key: 'score', missing: true } }, 'Without score'],
    [{ metric: { key: 'score', min: 1, missing: true } }, 'score ≥ 1 or none'],
    [{ part: { of: 8, index: 2 } }, 'Part 2 of 8'],
    [{ worked: {} }, 'Labelled'],
    [{ worked: { by: ['Ada'], from: '2026-11-21', to: '2026-11-22' } }, 'Labelled by Ada on Nov 21, 2026'],
    [
      {
        worked: { by: ['Ada'], from: '2026-11-20T23:00Z', to: '2026-11-21T23:00Z', tz: 'Europe/Berlin', kind: 'first' },
      },
      'First labels by Ada on Nov 21, 2026',
    ],
    [
      { worked: { from: '2026-11-21', to: '2026-11-24', kind: 'own' } },
      'Own labels changed Nov 21, 2026 – Nov 23, 2026',
    ],
    [{ worked: { by: ['Ada', 'Ben'], kind: 'others' } }, 'Labels of others changed by Ada or Ben'],
    [{ worked: { by: ['Ada'], kind: 'undone' } }, 'Taken back from Ada'],
    [{ worked: { by: [] } }, 'Labelled by nobody'],
    [{ worked: { by: ['client:1a2b3c4d'] } }, 'Labelled by Someone (1a2b)'],
    [{ worked: { from: '2026-11-21T08:00Z', to: '2026-11-21T09:30Z' } }, 'Labelled on Nov 21, 2026 08:00–09:30'],
    [{ worked: { from: '2026-11-21T08:00Z' } }, 'Labelled since Nov 21, 2026 08:00'],
    [{ worked: { to: '2026-11-21' } }, 'Labelled before Nov 21, 2026'],
    [{ worked: { hours: [9, 8, 22, 23] } }, 'Labelled, 8:00–10:00 or 22:00–24:00'],
    [{ worked: { tz: 'Mars/Olympus', from: 'soon', to: 'later' } }, 'Labelled soon – later'],
    [{ not: { or: [{ stars: { in: [1] } }, { stars: { in: [2] } }] } }, 'Not: ★1 or ★2'],
  ])('%j', (filter, words) => {
    expect(filterWords(filter)).toBe(words);
  });
});

describe('UI20: the histogram of a metric', () => {
  const facet = { key: 'm', count: 10, min: 0, max: 4, bins: Array.from({ length: 40 }, (_, at) => at) };

  test('what is brushed is a range of whole bins; what reaches an end is open there', () => {
    expect(rangeOf(facet, 0.251, 0.49)).toEqual({ min: 1, max: 1.9999999 });
    expect(rangeOf(facet, 0, 0.5)).toEqual({ max: 1.9999999 });
    expect(rangeOf(facet, 0.5, 1)).toEqual({ min: 2 });
    expect(rangeOf(facet, 0, 1)).toEqual({});
  });

  test.each([
    ['whole numbers', 0, 4, [0, 1, 2, 3, 4]],
    ['fractions around nothing', -0.3, 3.7, [-0.3, 0, 0.1, 0.2, 3.7]],
    ['times of one day', 1_700_000_000, 1_700_086_400, [1_700_000_000, 1_700_043_200, 1_700_064_799, 1_700_086_400]],
    ['what is very small', 0, 4e-12, [0, 1e-12, 2e-12, 4e-12]],
    ['what is very large', 0, 4e18, [0, 1e18, 2e18, 4e18]],
    ['one number only', 7, 7, [7]],
  ])(
    'BR16: of %s one gets what stands in the bars that were brushed, and nothing of the next',
    (_, min, max, values) => {
      const binOf = (value: number): number =>
        max === min ? 0 : Math.min(39, Math.floor(((value - min) / (max - min)) * 40 + 1e-9));
      for (let first = 0; first < 40; first += 1) {
        for (let last = first; last < 40; last += 1) {
          if (max === min && (first > 0 || last < 39)) continue;
          const range = rangeOf({ ...facet, min, max }, (first + 0.1) / 40, (last + 0.9) / 40);
          const chosen = values.filter(
            (value) => value >= (range.min ?? -Infinity) && value <= (range.max ?? Infinity),
          );
          const brushed = values.filter((value) => binOf(value) >= first && binOf(value) <= last);
          expect([first, last, chosen]).toEqual([first, last, brushed]);
        }
      }
    },
  );

  test('UI20: what was brushed is written as exactly as a bin can tell, and what was typed as it was', () => {
    const facet = { key: 'm', count: 9, min: 0.73, max: 7.87, bins: Array.from({ length: 40 }, () => 1) };
    const { min, max } = rangeOf(facet, 0.49, 0.74);
    expect([fieldOf(facet, min), fieldOf(facet, max)]).toEqual(['4.12', '6.08']);
    expect([fieldOf(facet, 4.123456), fieldOf(facet, undefined), fieldOf(facet, 5)]).toEqual(['4.123456', '', '5']);
    const days = { ...facet, min: 1_700_000_000, max: 1_700_086_400 };
    const day = rangeOf(days, 0.26, 0.74);
    expect([fieldOf(days, day.min), fieldOf(days, day.max)]).toEqual(['1700021600', '1700064799']);
    expect(fieldOf({ ...facet, min: 7, max: 7 }, 7)).toBe('7');
    const tiny = { ...facet, min: 0, max: 4e-12 };
    expect(Number(fieldOf(tiny, rangeOf(tiny, 0.51, 0.9).min))).toBeCloseTo(2e-12, 14);
  });

  test('one image among a million is still seen', () => {
    const [none, one, many] = barsOf([0, 1, 1_000_000]);
    expect([none?.height, (one?.height ?? 0) > 1, many?.height]).toEqual([0, true, 40]);
  });
});
