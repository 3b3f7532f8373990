import type { Star } from '#contracts';
import type { Label } from './label.ts';
import { packMetrics, type PackedMetrics } from './packed-metrics.ts';

/**
 * Many labels on their way from the store's thread. As objects, a hundred thousand of them would hold up the main
 * thread for a quarter of a second just to arrive; in columns they cost some milliseconds.
 */
export interface LabelColumns {
  readonly count: number;
  /** Joined by NUL, which no path holds. */
  readonly paths: string;
  readonly versions: Uint32Array;
  /** -1 is none. */
  readonly stars: Int8Array;
  readonly updatedAt: Float64Array;
  /** Place of each label's tags in `tagLists`, of its author in `authors`. */
  readonly tags: Uint32Array;
  readonly tagLists: readonly (readonly string[])[];
  readonly updatedBy: Uint32Array;
  readonly authors: readonly string[];
  /** Few have any: by the place of the label. */
  readonly notes: readonly (readonly [number, string])[];
  readonly metrics: PackedMetrics;
}

export function starIn({ stars }: LabelColumns, at: number): Star {
  const star = stars[at] ?? -1;
  // Only stars were put in.
  return star === -1 ? null : (star as Star);
}

/** In chunks of this size, which the receiver takes over in between other work. */
export const columnsMax = 4096;

export function columnsOf(labels: readonly Label[]): LabelColumns {
  const tagLists = new Places<readonly string[]>((tags) => tags.join('\0'));
  const authors = new Places<string>((author) => author);
  const notes: [number, string][] = [];
  for (const [at, label] of labels.entries()) {
    if (label.notes !== '') notes.push([at, label.notes]);
  }
  return {
    count: labels.length,
    paths: labels.map(({ path }) => path).join('\0'),
    versions: Uint32Array.from(labels, ({ version }) => version),
    stars: Int8Array.from(labels, ({ star }) => star ?? -1),
    updatedAt: Float64Array.from(labels, ({ updatedAt }) => updatedAt),
    tags: Uint32Array.from(labels, ({ tags }) => tagLists.placeOf(tags)),
    updatedBy: Uint32Array.from(labels, ({ updatedBy }) => authors.placeOf(updatedBy)),
    tagLists: tagLists.values,
    authors: authors.values,
    notes,
    metrics: packMetrics(labels.map(({ metrics }) => metrics)),
  };
}

/** Each value once, and its place. */
class Places<Value> {
  readonly values: Value[] = [];
  readonly #places = new Map<string, number>();

  constructor(private readonly keyOf: (value: Value) => string) {}

  placeOf(value: Value): number {
    const key = this.keyOf(value);
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.#places.set(key, this.values.length);
    return this.values.push(value) - 1;
  }
}
