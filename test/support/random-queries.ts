import {
  comparisons,
  imageTypes,
  sortDirs,
  sortKeys,
  stars,
  workedKinds,
  type BrowseQuery,
  type Filter,
  type Sort,
} from '#contracts';
import { isoTime } from '../../apps/api/src/shared/iso-time.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Few different ones, so that conditions meet what they look for. */
export const somePeople = ['ann', 'bob', 'server'];
export const someTags = ['a', 'b', 'c', 'dé'];
export const someMetrics = ['score', 'loss'];
/** Columns of the source: one of a name that jobs push, too, and one that they do not. */
export const givenMetrics = ['score', 'given'];
export const someCategories = ['model', 'split'];
export const someValues = ['', 'x', 'y', 'dé'];
export const someFolders = ['/', '/a', '/a/b', '/a/b10', '/c'];
const someWords = ['E', 'é', 'img', 'IMG1', 'x', 'Note'];
const someTexts = [
  ...[
    'img',
    'IMG1',
    'img1.jpg',
    'E',
    'é',
    'e\u0301',
    'näme',
    '"name.webp"',
    'x',
    'b10/',
    'a/b/im',
    '/c',
    '"noté x"',
    'OTHER',
  ],
  ...['name:g', 'path:a/B', 'tag:dé', 'a', 'c', 'by:Ann', 'by:er', 'star:none', 'star:>=3', 'star:<2'],
];

/** A moment out of a few, an hour apart. */
export function someTime(random: SeededRandom): number {
  return Date.UTC(2026, 0, 1) + random.below(6) * 3_600_000;
}

export function randomQuery(random: SeededRandom, depth = 2): BrowseQuery {
  const filters = Array.from({ length: random.below(4) }, () => randomFilter(random, depth));
  const text = random.chance(0.4) ? randomText(random) : undefined;
  return {
    path: random.pick(someFolders),
    recursive: random.chance(0.8),
    ...(text === undefined ? {} : { text }),
    ...(filters.length === 0 ? {} : { filters: { and: filters } }),
    sort: randomSort(random, text !== undefined),
  };
}

/** Mostly one or two words that are somewhere, at times with one that is only begun. */
function randomText(random: SeededRandom): string {
  const words = random.shuffled(someTexts).slice(0, random.pick([0, 1, 1, 1, 2]));
  return [...words, ...(random.chance(0.1) ? ['star:>'] : [])].join(' ');
}

function randomSort(random: SeededRandom, hasText: boolean): Sort {
  const keys = [...sortKeys, 'metric:score', 'metric:loss', 'metric:given', 'metric:none'] as const;
  const key = hasText && random.chance(0.4) ? 'relevance' : random.pick(keys);
  return { key, dir: random.pick(sortDirs) };
}

export function randomFilter(random: SeededRandom, depth: number): Filter {
  if (depth > 0 && random.chance(0.15)) return { not: randomFilter(random, depth - 1) };
  if (depth > 0 && random.chance(0.15)) {
    return { or: Array.from({ length: random.below(4) }, () => randomFilter(random, depth - 1)) };
  }
  return random.pick(kinds)(random);
}

const some = <Value>(random: SeededRandom, values: readonly Value[]): Value[] =>
  random.shuffled(values).slice(0, random.below(values.length + 1));

const range = (random: SeededRandom): { from?: string; to?: string } => {
  const ends = { from: isoTime(someTime(random)), to: isoTime(someTime(random)) };
  return random.pick([ends, { from: ends.from }, { to: ends.to }]);
};

const text = (random: SeededRandom): { contains?: string; not_contains?: string } => {
  const both = { contains: random.pick(someWords), not_contains: random.pick(someWords) };
  return random.pick([{ contains: both.contains }, { not_contains: both.not_contains }, both]);
};

const number = (random: SeededRandom): { op: (typeof comparisons)[number]; value: number } => ({
  op: random.pick(comparisons),
  value: random.below(4),
});

const category = (random: SeededRandom): Filter => ({
  category: { key: random.pick([...someCategories, 'none']), in: some(random, [...someValues, 'no']) },
});

const worked = (random: SeededRandom): Filter => {
  const all = [
    { by: some(random, [...somePeople, 'nobody']) },
    range(random),
    { kind: random.pick(workedKinds) },
    { hours: some(random, [0, 1, 2, 3, 5, 6]), tz: random.pick(['Asia/Kathmandu', 'Europe/Berlin']) },
  ];
  return { worked: Object.assign({}, ...all.filter(() => random.chance(0.35))) as object };
};

const part = (random: SeededRandom): Filter => {
  const of = random.between(1, 4);
  return { part: { of, index: random.between(1, of) } };
};

const kinds: readonly ((random: SeededRandom) => Filter)[] = [
  (random) => ({ stars: { in: some(random, stars) } }),
  (random) => ({
    tags: Object.fromEntries(some(random, ['all', 'any', 'none']).map((kind) => [kind, some(random, someTags)])),
  }),
  (random) => ({ labelled: { is: random.chance(0.5) } }),
  (random) => ({ name: text(random) }),
  (random) => ({ notes: text(random) }),
  (random) => ({ updated_by: { in: some(random, somePeople) } }),
  (random) => ({ updated_at: range(random) }),
  (random) => ({ added_at: range(random) }),
  (random) => ({ width: number(random) }),
  (random) => ({ height: number(random) }),
  (random) => ({ size: number(random) }),
  (random) => ({ type: { in: some(random, imageTypes) } }),
  (random) => {
    const all = { min: random.below(5) / 4, max: random.below(5) / 4, missing: random.chance(0.5) };
    const given = some(random, ['min', 'max', 'missing'] as const).map((end) => [end, all[end]] as const);
    return { metric: { key: random.pick([...someMetrics, ...givenMetrics, 'none']), ...Object.fromEntries(given) } };
  },
  category,
  category,
  worked,
  worked,
  part,
];
