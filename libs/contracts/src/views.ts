import type { BrowseQuery } from './browse.ts';
import type { Durability } from './labels.ts';

/** A query with a name. */
export interface View {
  id: string;
  name: string;
  query: BrowseQuery;
  /** Who made it: the server knows, and keeps it. */
  created_by: string;
  shared: boolean;
}

export interface ViewsDocument {
  version: number;
  views: View[];
  /** On answers to a write: where it is kept. */
  durability?: Durability;
}

export interface ViewsReplacement {
  base_version?: number;
  views: ViewDraft[];
}

export interface ViewDraft {
  id: string;
  name: string;
  query: BrowseQuery;
  created_by?: string;
  shared?: boolean;
}
