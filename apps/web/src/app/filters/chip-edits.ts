import type { Filter, ImageType, MetricFacet, Star, TextCondition } from '#contracts';
import { filtersIn, isSameSubject, withFilter, withoutSubject, type Chip } from '../state/chips.ts';

type Bounds = { min?: number; max?: number };
type Tags = { all?: string[]; any?: string[]; none?: string[] };
export type TagMode = 'any' | 'all';
export type NumberSubject = 'width' | 'height' | 'size';
export type TimeSubject = 'updated_at' | 'added_at';

/** What a click in a facet makes of the conditions. A condition that asks for nothing any more goes. */
export function toggleStar(chips: readonly Chip[], star: Star): Chip[] {
  const stars = toggled(starsIn(chips), star).sort((a, b) => (a ?? -1) - (b ?? -1));
  return stars.length === 0 ? without(chips, { stars: { in: [] } }) : withFilter(chips, { stars: { in: stars } });
}

export function starsIn(chips: readonly Chip[]): Star[] {
  const filter = inForce(chips, { stars: { in: [] } });
  return filter !== undefined && 'stars' in filter ? filter.stars.in : [];
}

/** Unrated and nothing else: one click there, one back. */
export function toggleUnrated(chips: readonly Chip[]): Chip[] {
  return isUnrated(chips) ? without(chips, { stars: { in: [] } }) : withFilter(chips, { stars: { in: [null] } });
}

export function isUnrated(chips: readonly Chip[]): boolean {
  const stars = starsIn(chips);
  return stars.length === 1 && stars[0] === null;
}

export function toggleType(chips: readonly Chip[], type: ImageType): Chip[] {
  const types = toggled(typesIn(chips), type);
  return types.length === 0 ? without(chips, { type: { in: [] } }) : withFilter(chips, { type: { in: types } });
}

export function typesIn(chips: readonly Chip[]): ImageType[] {
  const filter = inForce(chips, { type: { in: [] } });
  return filter !== undefined && 'type' in filter ? filter.type.in : [];
}

export function toggleAuthor(chips: readonly Chip[], name: string): Chip[] {
  const names = toggled(authorsIn(chips), name);
  return names.length === 0
    ? without(chips, { updated_by: { in: [] } })
    : withFilter(chips, { updated_by: { in: names } });
}

export function authorsIn(chips: readonly Chip[]): string[] {
  const filter = inForce(chips, { updated_by: { in: [] } });
  return filter !== undefined && 'updated_by' in filter ? filter.updated_by.in : [];
}

export function toggleCategory(chips: readonly Chip[], key: string, name: string): Chip[] {
  const names = toggled(categoryIn(chips, key), name);
  const filter = { category: { key, in: names } };
  return names.length === 0 ? without(chips, filter) : withFilter(chips, filter);
}

export function categoryIn(chips: readonly Chip[], key: string): string[] {
  const filter = inForce(chips, { category: { key, in: [] } });
  return filter !== undefined && 'category' in filter ? filter.category.in : [];
}

/** Labelled, not labelled, or both. */
export function setLabelled(chips: readonly Chip[], is: boolean | null): Chip[] {
  return is === null ? without(chips, { labelled: { is: true } }) : withFilter(chips, { labelled: { is } });
}

export function labelledIn(chips: readonly Chip[]): boolean | null {
  const filter = inForce(chips, { labelled: { is: true } });
  return filter !== undefined && 'labelled' in filter ? filter.labelled.is : null;
}

export function tagsIn(chips: readonly Chip[]): Tags {
  const filter = inForce(chips, { tags: {} });
  return filter !== undefined && 'tags' in filter ? filter.tags : {};
}

export function tagModeIn(chips: readonly Chip[]): TagMode {
  return (tagsIn(chips).all ?? []).length > 0 ? 'all' : 'any';
}

/** Wanted, or not wanted; what is already so is neither. */
export function toggleTag(chips: readonly Chip[], tag: string, how: 'with' | 'without', mode: TagMode): Chip[] {
  const before = tagsIn(chips);
  const wanted = [...(before.all ?? []), ...(before.any ?? [])];
  const unwanted = before.none ?? [];
  const isOn = (how === 'with' ? wanted : unwanted).includes(tag);
  const others = [wanted.filter((each) => each !== tag), unwanted.filter((each) => each !== tag)] as const;
  const next = {
    wanted: how === 'with' && !isOn ? [...others[0], tag] : others[0],
    none: how === 'without' && !isOn ? [...others[1], tag] : others[1],
  };
  return withTags(chips, next.wanted, next.none, mode);
}

export function setTagMode(chips: readonly Chip[], mode: TagMode): Chip[] {
  const { all = [], any = [], none = [] } = tagsIn(chips);
  return withTags(chips, [...all, ...any], none, mode);
}

function withTags(chips: readonly Chip[], wanted: string[], none: string[], mode: TagMode): Chip[] {
  const tags: Tags = {
    ...(wanted.length === 0 ? {} : { [mode]: wanted }),
    ...(none.length === 0 ? {} : { none }),
  };
  return Object.keys(tags).length === 0 ? without(chips, { tags: {} }) : withFilter(chips, { tags });
}

/** Null takes the bounds away. Whether those without a number are wanted, too, is another choice. */
export function setMetric(chips: readonly Chip[], key: string, range: Bounds | null): Chip[] {
  return withMetric(chips, key, range ?? {}, isLackingIn(chips, key));
}

/** Null as well where those without a number are all that is wanted. */
export function metricIn(chips: readonly Chip[], key: string): Bounds | null {
  const filter = inForce(chips, { metric: { key } });
  if (filter === undefined || !('metric' in filter)) return null;
  const { min, max, missing } = filter.metric;
  if (missing === true && min === undefined && max === undefined) return null;
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

export function toggleLacking(chips: readonly Chip[], key: string): Chip[] {
  return withMetric(chips, key, metricIn(chips, key) ?? {}, !isLackingIn(chips, key));
}

/** Those without a number are wanted. */
export function isLackingIn(chips: readonly Chip[], key: string): boolean {
  const filter = inForce(chips, { metric: { key } });
  return filter !== undefined && 'metric' in filter && filter.metric.missing === true;
}

/**
 * How many of them there are. A facet leaves its own condition out and the total does not, so that with bounds in force nobody
 * can say; null then.
 */
export function lackingOf({ key, count }: MetricFacet, total: number, chips: readonly Chip[]): number | null {
  if (inForce(chips, { metric: { key } }) === undefined) return Math.max(0, total - count);
  return isLackingIn(chips, key) && metricIn(chips, key) === null ? total : null;
}

function withMetric(chips: readonly Chip[], key: string, { min, max }: Bounds, isLacking: boolean): Chip[] {
  if (min === undefined && max === undefined && !isLacking) return without(chips, { metric: { key } });
  const bounds = { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
  return withFilter(chips, { metric: { key, ...bounds, ...(isLacking ? { missing: true } : {}) } });
}

/** Days, the last one included. */
export function setDays(chips: readonly Chip[], subject: TimeSubject, from: string, last: string): Chip[] {
  const range = { ...(from === '' ? {} : { from }), ...(last === '' ? {} : { to: shifted(last, 1) }) };
  const filter: Filter = subject === 'added_at' ? { added_at: range } : { updated_at: range };
  return from === '' && last === '' ? without(chips, filter) : withFilter(chips, filter);
}

export function daysIn(chips: readonly Chip[], subject: TimeSubject): { from: string; last: string } {
  const filter = inForce(chips, subject === 'added_at' ? { added_at: {} } : { updated_at: {} });
  if (filter === undefined) return { from: '', last: '' };
  const range = 'added_at' in filter ? filter.added_at : 'updated_at' in filter ? filter.updated_at : {};
  return { from: range.from?.slice(0, 10) ?? '', last: range.to === undefined ? '' : shifted(range.to, -1) };
}

/** Null takes the condition away. */
export function setAtLeast(chips: readonly Chip[], subject: NumberSubject, value: number | null): Chip[] {
  const condition = { op: '>=', value: value ?? 0 } as const;
  const filter: Filter =
    subject === 'width' ? { width: condition } : subject === 'height' ? { height: condition } : { size: condition };
  return value === null ? without(chips, filter) : withFilter(chips, filter);
}

/** Null as well where something else than a lower bound is asked for. */
export function atLeastIn(chips: readonly Chip[], subject: NumberSubject): number | null {
  const filter = filtersIn(chips).find((each) => subject in each);
  if (filter === undefined) return null;
  const condition =
    'width' in filter ? filter.width : 'height' in filter ? filter.height : 'size' in filter ? filter.size : null;
  return condition?.op === '>=' ? condition.value : null;
}

/** What must not be there stays as it was. */
export function setWords(chips: readonly Chip[], subject: 'name' | 'notes', contains: string): Chip[] {
  const { not_contains } = wordingIn(chips, subject);
  const wording = {
    ...(contains === '' ? {} : { contains }),
    ...(not_contains === undefined ? {} : { not_contains }),
  };
  const filter: Filter = subject === 'name' ? { name: wording } : { notes: wording };
  return Object.keys(wording).length === 0 ? without(chips, filter) : withFilter(chips, filter);
}

export function wordsIn(chips: readonly Chip[], subject: 'name' | 'notes'): string {
  return wordingIn(chips, subject).contains ?? '';
}

function wordingIn(chips: readonly Chip[], subject: 'name' | 'notes'): TextCondition {
  const filter = filtersIn(chips).find((each) => subject in each);
  if (filter === undefined) return {};
  return 'name' in filter ? filter.name : 'notes' in filter ? filter.notes : {};
}

function inForce(chips: readonly Chip[], like: Filter): Filter | undefined {
  return chips.find(({ filter, isOff }) => !isOff && isSameSubject(filter, like))?.filter;
}

function without(chips: readonly Chip[], like: Filter): Chip[] {
  return withoutSubject(chips, like);
}

function toggled<T>(list: readonly T[], one: T): T[] {
  return list.includes(one) ? list.filter((each) => each !== one) : [...list, one];
}

/** A day, so many days later. */
function shifted(day: string, by: number): string {
  const time = Date.parse(day);
  return Number.isNaN(time) ? day.slice(0, 10) : new Date(time + by * 86_400_000).toISOString().slice(0, 10);
}
