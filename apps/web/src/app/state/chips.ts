import type { BrowseQuery, Filter } from '#contracts';
import { isFilter } from './read-filter.ts';

/** One condition of what is shown. Switched off it stays where it is, and asks nothing. */
export interface Chip {
  readonly filter: Filter;
  readonly isOff: boolean;
}

export type FilterKind = Filter extends infer Each
  ? Each extends Filter
    ? Extract<keyof Each, string>
    : never
  : never;

export function kindOf(filter: Filter): FilterKind {
  // Each has one field, and that is its kind.
  return Object.keys(filter)[0] as FilterKind;
}

/** What is asked. */
export function filtersIn(chips: readonly Chip[]): Filter[] {
  return chips.filter(({ isOff }) => !isOff).map(({ filter }) => filter);
}

export function chipsOf(query: Pick<BrowseQuery, 'filters'>): Chip[] {
  return (query.filters?.and ?? []).map((filter) => ({ filter, isOff: false }));
}

/** Reads them from an address. What cannot be understood is left out. */
export function readChips(text: string | null): Chip[] {
  return (listIn(text) ?? []).flatMap((each) => chipIn(each));
}

/** So many were left out; all of them count as one where nothing could be read. */
export function droppedChips(text: string | null): number {
  const list = listIn(text);
  return list === null ? 1 : list.filter((each) => chipIn(each).length === 0).length;
}

function listIn(text: string | null): unknown[] | null {
  try {
    const list: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(list) ? list : null;
  } catch {
    // Cut short, or never ours: the rest of the address still leads somewhere.
    return null;
  }
}

export function writeChips(chips: readonly Chip[]): string {
  return JSON.stringify(chips.map(({ filter, isOff }) => (isOff ? { off: filter } : filter)));
}

function chipIn(value: unknown): Chip[] {
  if (isFilter(value)) return [{ filter: value, isOff: false }];
  if (typeof value !== 'object' || value === null || !('off' in value)) return [];
  return isFilter(value.off) ? [{ filter: value.off, isOff: true }] : [];
}

/** The chip of this kind is replaced, comes to the end, or goes. There is one of a kind, one for each metric, and one for each category. */
export function withFilter(chips: readonly Chip[], wanted: Filter): Chip[] {
  const at = chips.findIndex(({ filter }) => isSameSubject(filter, wanted));
  const chip = { filter: wanted, isOff: false };
  return at < 0 ? [...chips, chip] : chips.map((each, place) => (place === at ? chip : each));
}

export function withoutSubject(chips: readonly Chip[], gone: Filter): Chip[] {
  return chips.filter(({ filter }) => !isSameSubject(filter, gone));
}

/** Both say something about the same thing. Groups made by hand are each about something else. */
export function isSameSubject(a: Filter, b: Filter): boolean {
  if ('metric' in a && 'metric' in b) return a.metric.key === b.metric.key;
  if ('category' in a && 'category' in b) return a.category.key === b.category.key;
  if ('or' in a || 'not' in a) return JSON.stringify(a) === JSON.stringify(b);
  return kindOf(a) === kindOf(b);
}

const ofLabels: ReadonlySet<FilterKind> = new Set<FilterKind>([
  ...(['stars', 'tags', 'labelled', 'notes', 'updated_by', 'updated_at', 'metric', 'worked'] as const),
]);

/** What people write changes what belongs to it, or its order: its result is not followed, but asked for anew by choice. */
export function followsLabels({ text, filters, sort }: BrowseQuery): boolean {
  return text !== undefined || isOrderedByLabels(sort.key) || (filters?.and ?? []).some(isOfLabels);
}

export function isOrderedByLabels(key: string): boolean {
  return key === 'star' || key === 'updated_at' || key.startsWith('metric:');
}

function isOfLabels(filter: Filter): boolean {
  if ('or' in filter) return filter.or.some(isOfLabels);
  if ('not' in filter) return isOfLabels(filter.not);
  return ofLabels.has(kindOf(filter));
}
