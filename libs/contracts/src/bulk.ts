import type { BrowseQuery } from './browse.ts';
import type { Durability, Metrics, Star } from './labels.ts';

/** Which items are meant: by name, by their places in a frozen result, or by a query. */
export type Scope = PathsScope | ResultScope | QueryScope;

export interface PathsScope {
  paths: string[];
}

export interface ResultScope {
  result: string;
  /** From the first place up to, not including, the second. */
  ranges: [number, number][];
  /** Not these. */
  except?: string[];
}

export interface QueryScope {
  query: BrowseQuery;
}

export interface BulkRequest {
  scope: Scope;
  patch: BulkPatch;
}

export interface BulkPatch {
  set_star?: Star;
  add_tags?: string[];
  remove_tags?: string[];
}

/** What became of a write to many items. All of it is done, or none. */
export interface BulkAnswer {
  /** What to undo; null when nothing changed. */
  gesture_id: string | null;
  matched: number;
  changed: number;
  unchanged: number;
  /** Named, and not in the gallery. */
  missing: number;
  durability: Durability;
}

export interface MetricsRequest {
  items: MetricsOfItem[];
  /** The folder whose viewers are told of the progress. */
  gallery_id?: string;
  progress?: MetricsProgress;
}

export interface MetricsOfItem {
  path: string;
  metrics: Metrics;
}

export interface MetricsProgress {
  percent: number;
  message?: string;
}
