import type { Metrics } from '#contracts';

/**
 * The metrics of many labels on their way from the store's thread: a million numbers as objects would hold up the main
 * thread for a second just to arrive.
 */
export interface PackedMetrics {
  /** Each list of names once: what a job pushes has the same names on every item. */
  readonly names: readonly (readonly string[])[];
  /** Of each label that has some, in the order of the labels: its place, its names, and where its numbers begin. */
  readonly places: Uint32Array;
  readonly lists: Uint32Array;
  readonly starts: Uint32Array;
  readonly values: Float64Array;
}

export function packMetrics(all: readonly (Metrics | undefined)[]): PackedMetrics {
  const names: (readonly string[])[] = [];
  const listOf = new Map<string, number>();
  const places: number[] = [];
  const lists: number[] = [];
  const starts: number[] = [];
  const values: number[] = [];
  for (const [at, metrics] of all.entries()) {
    if (!metrics) continue;
    const keys = Object.keys(metrics);
    const text = keys.join('\0');
    const list = listOf.get(text) ?? names.push(keys) - 1;
    listOf.set(text, list);
    places.push(at);
    lists.push(list);
    starts.push(values.length);
    for (const key of keys) values.push(metrics[key] ?? NaN);
  }
  return {
    names,
    places: Uint32Array.from(places),
    lists: Uint32Array.from(lists),
    starts: Uint32Array.from(starts),
    values: Float64Array.from(values),
  };
}

/** By the places of their labels. */
export function unpackMetrics({ names, places, lists, starts, values }: PackedMetrics): Map<number, Metrics> {
  const found = new Map<number, Metrics>();
  for (const [at, place] of places.entries()) {
    const [keys = [], start = 0] = [names[lists[at] ?? 0], starts[at]];
    found.set(place, Object.fromEntries(keys.map((key, offset) => [key, values[start + offset] ?? NaN])));
  }
  return found;
}
