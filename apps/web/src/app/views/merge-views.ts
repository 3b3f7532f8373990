import type { BrowseQuery, View } from '#contracts';

export type Side = 'mine' | 'theirs';

/** One view that two people have changed at the same time. null: it was not there, or was deleted. */
export interface Clash {
  readonly id: string;
  readonly base: View | null;
  readonly mine: View | null;
  readonly theirs: View | null;
}

export interface Merged {
  readonly views: readonly View[];
  /** What has to be asked. Until it is, `views` holds what is there of them, so that nothing is lost by taking it. */
  readonly clashes: readonly Clash[];
}

/**
 * What two people have made of the same list of views. Each view goes with whoever changed it; those that both changed go by
 * `choices`. The order is theirs, and what was moved or added here comes behind what it follows here.
 */
export function mergeViews(
  base: readonly View[],
  mine: readonly View[],
  theirs: readonly View[],
  choices: ReadonlyMap<string, Side> = new Map(),
): Merged {
  const [before, here, there] = [byId(base), byId(mine), byId(theirs)];
  const kept = new Map<string, View>();
  const clashes: Clash[] = [];
  for (const id of new Set([...before.keys(), ...here.keys(), ...there.keys()])) {
    const clash = { id, base: before.get(id) ?? null, mine: here.get(id) ?? null, theirs: there.get(id) ?? null };
    const side = sideOf(clash) ?? choices.get(id);
    if (side === undefined) clashes.push(clash);
    const view = side === undefined ? (clash.mine ?? clash.theirs) : clash[side];
    if (view !== null) kept.set(id, view);
  }
  const order = mergedOrder([...before.keys()], [...here.keys()], [...there.keys()], kept);
  return { views: order.flatMap((id) => kept.get(id) ?? []), clashes };
}

/** They are called the same, show the same, and are seen by the same people. Who made one is the server's to know. */
export function isSameView(a: View | null, b: View | null): boolean {
  if (a === null || b === null) return a === b;
  return a.name === b.name && a.shared === b.shared && queryId(a.query) === queryId(b.query);
}

/** One text for one question. */
export function queryId({ path, recursive, text, sort, filters }: BrowseQuery): string {
  return keyOf([path, recursive, text ?? '', sort, filters?.and ?? []]);
}

/** One text for one value, in whatever order its fields stand. */
function keyOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(keyOf).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const fields = Object.entries(value).filter(([, inside]) => inside !== undefined);
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, inside]) => `${JSON.stringify(name)}:${keyOf(inside)}`).join(',')}}`;
}

/** Undefined when both have changed it, each in another way. */
function sideOf({ base, mine, theirs }: Clash): Side | undefined {
  if (isSameView(mine, theirs) || isSameView(base, mine)) return 'theirs';
  return isSameView(base, theirs) ? 'mine' : undefined;
}

function mergedOrder(
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[],
  kept: ReadonlyMap<string, View>,
): string[] {
  const [still, here] = [unmoved(base, mine), new Set(mine)];
  const order = theirs.filter((id) => kept.has(id) && (still.has(id) || !here.has(id)));
  const there = new Map(theirs.map((id, place) => [id, place]));
  const isBefore = (one: string, other: string): boolean => (there.get(one) ?? NaN) < (there.get(other) ?? NaN);
  let next = 0;
  mine.forEach((id, at) => {
    const place = order.indexOf(id);
    if (place >= 0) next = place + 1;
    else if (kept.has(id)) {
      // Behind what it follows here, unless both have it before or behind others.
      const least = order.findLastIndex((other) => isBefore(other, id) && mine.lastIndexOf(other, at) >= 0) + 1;
      const most = order.findIndex((other) => isBefore(id, other) && mine.includes(other, at));
      next = Math.max(next, least);
      if (most >= 0) next = Math.min(next, most);
      order.splice(next, 0, id);
      next += 1;
    }
  });
  return order;
}

/** As many as possible of those that follow one another as before: all others have been moved. */
function unmoved(before: readonly string[], after: readonly string[]): ReadonlySet<string> {
  const places = new Map(before.map((id, place) => [id, place]));
  const ids = after.filter((id) => places.has(id));
  const lengths: number[] = [];
  const previous: number[] = [];
  let best = -1;
  ids.forEach((id, at) => {
    lengths[at] = 1;
    previous[at] = -1;
    for (let earlier = 0; earlier < at; earlier += 1) {
      const follows = (places.get(ids[earlier] ?? '') ?? 0) < (places.get(id) ?? 0);
      const length = (lengths[earlier] ?? 0) + 1;
      if (!follows || length <= (lengths[at] ?? 0)) continue;
      lengths[at] = length;
      previous[at] = earlier;
    }
    if (best < 0 || (lengths[at] ?? 0) > (lengths[best] ?? 0)) best = at;
  });
  const still = new Set<string>();
  for (let at = best; at >= 0; at = previous[at] ?? -1) still.add(ids[at] ?? '');
  return still;
}

function byId(views: readonly View[]): ReadonlyMap<string, View> {
  return new Map(views.map((view) => [view.id, view]));
}
