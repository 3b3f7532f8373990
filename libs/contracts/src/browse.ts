import type { ItemRow } from './folders.ts';
import type { Star } from './labels.ts';

export const sortKeys = ['name', 'path', 'added_at', 'size'] as const;
export type SortKey = (typeof sortKeys)[number];
export const sortDirs = ['asc', 'desc'] as const;
export type SortDir = (typeof sortDirs)[number];

/** One condition. */
export type Filter = StarsFilter | TagsFilter | LabelledFilter | OrFilter | NotFilter;

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
  /** All of these hold. */
  filters?: { and: Filter[] };
  sort: { key: SortKey; dir: SortDir };
}

export interface BrowseRequest extends BrowseQuery {
  offset: number;
  limit: number;
  /** Also tell at which place of the result this item stands. */
  locate?: string;
}

/** A window of a frozen result. Equal questions share one result as long as no file of theirs changed. */
export interface BrowseAnswer {
  result: string;
  total: number;
  offset: number;
  items: ItemRow[];
  /** The place of the `locate` item; null when it is not in the result. */
  located?: number | null;
  /** Folders below are still being listed: asking again may find more. */
  partial: boolean;
}

export interface BrowseWindowQuery {
  offset: number;
  limit: number;
}
