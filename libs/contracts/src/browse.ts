import type { ItemRow } from './folders.ts';
import type { ImageType } from './images.ts';
import type { Star } from './labels.ts';

/** What items can be put in order by, besides `random`, `relevance` and `metric:` with the name of one. */
export const sortKeys = ['name', 'path', 'added_at', 'updated_at', 'size', 'star', 'width', 'height'] as const;
export type SortKey = (typeof sortKeys)[number] | 'random' | 'relevance' | `metric:${string}`;
export const sortDirs = ['asc', 'desc'] as const;
export type SortDir = (typeof sortDirs)[number];

/** One condition. */
export type Filter =
  | StarsFilter
  | TagsFilter
  | LabelledFilter
  | NameFilter
  | NotesFilter
  | UpdatedByFilter
  | UpdatedAtFilter
  | AddedAtFilter
  | WidthFilter
  | HeightFilter
  | SizeFilter
  | TypeFilter
  | MetricFilter
  | CategoryFilter
  | WorkedFilter
  | PartFilter
  | OrFilter
  | NotFilter;

export interface StarsFilter {
  /** null stands for `no star`. */
  stars: { in: Star[] };
}

export interface TagsFilter {
  /** Has all of these, any of these, none of these. */
  tags: { all?: string[]; any?: string[]; none?: string[] };
}

export interface LabelledFilter {
  /** Somebody wrote something: it differs from the default. */
  labelled: { is: boolean };
}

export interface NameFilter {
  name: TextCondition;
}

export interface NotesFilter {
  notes: TextCondition;
}

/** Case and diacritics do not matter. */
export interface TextCondition {
  contains?: string;
  not_contains?: string;
}

export interface UpdatedByFilter {
  /** What nobody ever wrote on is nobody's. */
  updated_by: { in: string[] };
}

export interface UpdatedAtFilter {
  updated_at: TimeRange;
}

export interface AddedAtFilter {
  added_at: TimeRange;
}

/** Times such as `2026-01-23T19:22:05Z`, or days in UTC. */
export interface TimeRange {
  /** At this moment or later. */
  from?: string;
  /** Earlier than this. */
  to?: string;
}

/** As displayed. An image whose size is not known yet is neither large nor small. */
export interface WidthFilter {
  width: NumberCondition;
}

export interface HeightFilter {
  height: NumberCondition;
}

/** Of the file, in bytes. */
export interface SizeFilter {
  size: NumberCondition;
}

export const comparisons = ['<', '<=', '=', '>=', '>'] as const;
export type Comparison = (typeof comparisons)[number];

export interface NumberCondition {
  op: Comparison;
  value: number;
}

export interface TypeFilter {
  type: { in: ImageType[] };
}

export interface MetricFilter {
  /** From the one to the other, both included. Items without this number match with `missing` only; alone, it asks for just those. */
  metric: { key: string; min?: number; max?: number; missing?: boolean };
}

export interface CategoryFilter {
  /** The value in this column of the source is one of these. Items without a value are in none. */
  category: { key: string; in: string[] };
}

/** As /stats counts: on an image that nobody had written on, on one's own label, on that of another; and what was taken back. */
export const workedKinds = ['first', 'own', 'others', 'undone'] as const;
export type WorkedKind = (typeof workedKinds)[number];

export interface WorkedFilter {
  /** Somebody labelled it in this time: a label as docs/metrics.md defines it. All that is named holds for one and the same label. */
  worked: {
    /** Any of these people. */
    by?: string[];
    /** A time, included. */
    from?: string;
    /** A time, not included. */
    to?: string;
    /** Of the day, 0 to 23, in `tz`. */
    hours?: number[];
    /** As `Europe/Berlin`; UTC when left out. */
    tz?: string;
    /** `undone`: a gesture on it of one of `by` was taken back in this time. */
    kind?: WorkedKind;
  };
}

export interface PartFilter {
  /** One of `of` parts of about equal size into which a hash of the path puts each image: 1 to `of`. */
  part: { of: number; index: number };
}

export interface OrFilter {
  or: Filter[];
}

export interface NotFilter {
  not: Filter;
}

/** One question to the catalogue. Sent with a window it is a request; in the page's address it is a link. */
export interface BrowseQuery {
  path: string;
  recursive: boolean;
  /** Words as in a search, each of which must be found: `beach tag:sea star:>=4`. What is only begun, or empty, asks for nothing. */
  text?: string;
  /** All of these hold. */
  filters?: { and: Filter[] };
  sort: Sort;
}

export interface Sort {
  /** `relevance` goes with a text: the exact name, the beginning of one, a tag, anything else, when `asc`. */
  key: SortKey;
  dir: SortDir;
  /** Of `random`, which is the same order each time for the same seed. */
  seed?: number;
}

export interface BrowseRequest extends BrowseQuery {
  offset: number;
  limit: number;
  /** Also tell at which place of the result this item stands. */
  locate?: string;
  /** These fields of each item only; its path is always there. */
  fields?: ItemField[];
}

export const itemFields = [
  'path',
  'name',
  'type',
  'w',
  'h',
  'size',
  'hasThumb',
  'hasMeta',
  'addedAt',
  'fingerprint',
  'problem',
  'star',
  'tags',
  'comments',
  'metrics',
  'categories',
  'version',
  'updatedAt',
] as const satisfies readonly (keyof ItemRow)[];
export type ItemField = (typeof itemFields)[number];

/** A window of a frozen result. Equal questions share one result as long as no file of theirs changed. */
export interface BrowseAnswer extends BrowseWindow {
  items: ItemRow[];
}

/** The same, of a question that named the `fields` it wants. */
export interface BrowsePart extends BrowseWindow {
  items: ItemPart[];
}

export interface ItemPart extends Partial<ItemRow> {
  path: string;
}

export type BrowseReply = BrowseAnswer | BrowsePart;

export interface BrowseWindow {
  result: string;
  total: number;
  offset: number;
  /** The place of the `locate` item; null when it is not in the result. */
  located?: number | null;
  /** Folders below are still being listed: asking again may find more. */
  partial: boolean;
  /** Where to open the stream to miss nothing that this answer does not hold. */
  head: string;
}

export interface BrowseWindowQuery {
  offset: number;
  limit: number;
  /** Names of fields, with commas between them. */
  fields?: string;
  /** Also tell at which place of this very result the item stands. */
  locate?: string;
}

/** How labels and files have moved on since a result was frozen. */
export interface Drift {
  /** Items of the result that a new answer to its question would not hold. */
  no_longer_match: number;
  /** Items that it would hold, and the result does not. */
  newly_match: number;
}
