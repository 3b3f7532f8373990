import type {
  BrowseQuery,
  Categories,
  Filter,
  ImageType,
  Metrics,
  NumberCondition,
  Star,
  WorkedFilter,
} from '#contracts';
import { parseText } from '../../apps/api/src/finder/parse-search.ts';
import { naturalKey } from '../../apps/api/src/shared/natural-order.ts';
import { naivePart } from './naive-part.ts';
import { areFound, rankOf, type SearchedItem } from './search-model.ts';

/** An image that is there, and its label, as plain as can be. */
export interface NaiveItem {
  readonly path: string;
  readonly size: number;
  readonly mtime: number;
  readonly type: ImageType;
  /** 0 while it is not known. */
  readonly width: number;
  readonly height: number;
  readonly star: Star;
  readonly tags: readonly string[];
  readonly notes: string;
  readonly metrics?: Metrics | undefined;
  readonly categories?: Categories | undefined;
  /** 0 and undefined when nobody wrote. */
  readonly updatedAt: number;
  readonly author: string | undefined;
  readonly wasWorked?: (asked: WorkedFilter['worked']) => boolean;
}

/** What a query should find, worked out item by item. */
export function naiveResult(items: readonly NaiveItem[], query: BrowseQuery): NaiveItem[] {
  const wanted = items.filter(
    (item) =>
      isInScope(item.path, query) &&
      textIsFound(query, item) &&
      (query.filters?.and ?? []).every((filter) => holds(filter, item)),
  );
  const inPathOrder = wanted.sort((a, b) => comparePaths(a.path, b.path));
  const { key, dir } = query.sort;
  if (key === 'path') return dir === 'asc' ? inPathOrder : inPathOrder.reverse();
  const sign = dir === 'asc' ? 1 : -1;
  return inPathOrder
    .map((item, place) => ({ item, place, value: key === 'relevance' ? relevance(query, item) : sortedBy(item, key) }))
    .sort((a, b) => {
      if (a.value === undefined || b.value === undefined) {
        return Number(a.value === undefined) - Number(b.value === undefined) || a.place - b.place;
      }
      return a.value < b.value ? -sign : a.value > b.value ? sign : a.place - b.place;
    })
    .map(({ item }) => item);
}

export function isInScope(path: string, query: Pick<BrowseQuery, 'path' | 'recursive'>): boolean {
  const folder = path.slice(0, path.lastIndexOf('/')) || '/';
  if (!query.recursive) return folder === query.path;
  return query.path === '/' || folder === query.path || folder.startsWith(`${query.path}/`);
}

export function textIsFound({ text }: Pick<BrowseQuery, 'text'>, item: NaiveItem): boolean {
  return areFound(asSearched(item), parseText(text));
}

function relevance({ text }: BrowseQuery, item: NaiveItem): number {
  const terms = parseText(text);
  return terms.length === 0 ? 0 : rankOf(asSearched(item), terms);
}

function asSearched({ path, author, ...label }: NaiveItem): SearchedItem {
  return { path, label: author === undefined ? undefined : { ...label, tags: [...label.tags], updatedBy: author } };
}

export function isLabelled({ star, tags, notes }: NaiveItem): boolean {
  return star !== null || tags.length > 0 || notes !== '';
}

export function holds(filter: Filter, item: NaiveItem): boolean {
  if ('or' in filter) return filter.or.some((each) => holds(each, item));
  if ('not' in filter) return !holds(filter.not, item);
  if ('stars' in filter) return filter.stars.in.includes(item.star);
  if ('labelled' in filter) return isLabelled(item) === filter.labelled.is;
  if ('tags' in filter) {
    const { all, any, none } = filter.tags;
    if (all?.some((tag) => !item.tags.includes(tag))) return false;
    if (any && !item.tags.some((tag) => any.includes(tag))) return false;
    return !item.tags.some((tag) => none?.includes(tag));
  }
  if ('name' in filter) return textHolds(filter.name, item.path.slice(item.path.lastIndexOf('/') + 1));
  if ('notes' in filter) return textHolds(filter.notes, item.notes);
  if ('updated_by' in filter) return item.author !== undefined && filter.updated_by.in.includes(item.author);
  if ('updated_at' in filter) return item.updatedAt > 0 && timeHolds(filter.updated_at, item.updatedAt);
  if ('added_at' in filter) return timeHolds(filter.added_at, item.mtime);
  if ('width' in filter) return item.width > 0 && numberHolds(filter.width, item.width);
  if ('height' in filter) return item.height > 0 && numberHolds(filter.height, item.height);
  if ('size' in filter) return numberHolds(filter.size, item.size);
  if ('type' in filter) return filter.type.in.includes(item.type);
  if ('category' in filter) {
    const value = item.categories?.[filter.category.key];
    return value !== undefined && filter.category.in.includes(value);
  }
  if ('part' in filter) return naivePart(item.path, filter.part.of) === filter.part.index;
  if ('worked' in filter) return item.wasWorked?.(filter.worked) ?? false;
  const { key, min, max, missing = false } = filter.metric;
  const value = item.metrics?.[key];
  if (value === undefined) return missing;
  if (missing && min === undefined && max === undefined) return false;
  return !(min !== undefined && value < min) && !(max !== undefined && value > max);
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll('é', 'e').replaceAll('e\u0301', 'e').replaceAll('ü', 'u');
}

function textHolds({ contains, not_contains }: { contains?: string; not_contains?: string }, text: string): boolean {
  if (contains !== undefined && !plain(text).includes(plain(contains))) return false;
  return not_contains === undefined || !plain(text).includes(plain(not_contains));
}

function timeHolds({ from, to }: { from?: string; to?: string }, at: number): boolean {
  if (from !== undefined && at < new Date(from).getTime()) return false;
  return to === undefined || at < new Date(to).getTime();
}

function numberHolds({ op, value }: NumberCondition, number: number): boolean {
  if (op === '=') return number === value;
  const isLess = number < value;
  const isMore = number > value;
  return op === '<' ? isLess : op === '>' ? isMore : op === '<=' ? !isMore : !isLess;
}

function sortedBy(item: NaiveItem, key: string): number | string | undefined {
  if (key === 'name') return naturalKey(item.path.slice(item.path.lastIndexOf('/') + 1));
  if (key === 'added_at') return item.mtime;
  if (key === 'size') return item.size;
  if (key === 'star') return item.star ?? undefined;
  if (key === 'width' || key === 'height') return item[key] === 0 ? undefined : item[key];
  if (key === 'updated_at') return item.updatedAt === 0 ? undefined : item.updatedAt;
  return item.metrics?.[key.slice('metric:'.length)];
}

/** Images of a folder before those of the folders in it. */
function comparePaths(a: string, b: string): number {
  const [left, right] = [stepsOf(a), stepsOf(b)];
  for (let at = 0; ; at += 1) {
    const [one = '', other = ''] = [left[at], right[at]];
    if (one !== other) return one < other ? -1 : 1;
    if (one === '') return 0;
  }
}

function stepsOf(path: string): string[] {
  const steps = path.slice(1).split('/');
  return steps.map((step, at) => (at === steps.length - 1 ? '0' : '1') + naturalKey(step));
}
