import type { ItemRow } from './folders.ts';
import type { Star } from './labels.ts';

export interface SearchQuery {
  /** Words, phrases in quotes, and words that narrow: `tag:sea star:>=4 "golden hour"`. */
  q: string;
  /** Only in this folder and below it. */
  path?: string;
  limit?: number;
}

export interface SearchAnswer {
  /** The best first. */
  items: ItemRow[];
  /** All that match, however many are listed. */
  total: number;
  /** What the server took, waiting included. */
  took_ms: number;
  /** Folders are still being listed: asking again may find more. */
  partial: boolean;
}

/** Words that narrow a search to one field, each followed by a colon and a value. */
export const searchFields = ['name', 'path', 'tag', 'by', 'star'] as const;
export type SearchField = (typeof searchFields)[number];

export const starComparisons = ['=', '<', '<=', '>', '>='] as const;
export type StarComparison = (typeof starComparisons)[number];

/** One word or phrase of a search. All of them must match. */
export type SearchTerm =
  /** In any field, or in that one; with letter case and diacritics already taken away. */
  | { field: 'any' | Exclude<SearchField, 'star'>; text: string }
  /** null stands for `no star`, and is only compared by `=`. */
  | { field: 'star'; comparison: StarComparison; star: Star };
