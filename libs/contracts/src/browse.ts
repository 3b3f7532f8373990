import type { ItemRow } from './folders.ts';

export const sortKeys = ['name', 'path', 'added_at', 'size'] as const;
export type SortKey = (typeof sortKeys)[number];
export const sortDirs = ['asc', 'desc'] as const;
export type SortDir = (typeof sortDirs)[number];

/** One question to the catalogue. Sent with a window it is a request; in the page's address it is a link. */
export interface BrowseQuery {
  path: string;
  recursive: boolean;
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
