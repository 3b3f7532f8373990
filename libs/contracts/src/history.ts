import type { BulkPatch } from './bulk.ts';
import type { ItemRow } from './folders.ts';
import type { Durability, LabelField, LabelPatch, Metrics, Star } from './labels.ts';

export interface HistoryQuery {
  path: string;
  /** Only operations before this one: the `next` of the page before. */
  before?: number;
}

/** What one accepted write did to one item. */
export interface Operation {
  seq: number;
  gesture_id: string;
  /** Of the gesture. */
  kind: GestureKind;
  path: string;
  /** The version it led to. */
  version: number;
  changes: OperationChanges;
  updated_by: string;
  /** The browser tab or program, as a short hash. */
  client: string;
  at: string;
}

/** Of each field that changed, the value before and after. Of metrics, which ones. */
export interface OperationChanges {
  star?: [Star, Star];
  tags?: [string[], string[]];
  notes?: [string, string];
  metrics?: string[];
  /** Of an import, and of taking it back: what those metrics were that there were. Of what jobs push it is not kept. */
  metrics_before?: Metrics;
  /** The file was renamed and its label went with it: it came from that path, went to this one, or both. */
  followed?: { from?: string; to?: string };
}

export interface HistoryAnswer {
  operations: Operation[];
  /** There are older ones: ask again with `before` set to this. */
  next?: number;
}

export interface GesturesQuery {
  /** Only those of this person. */
  by?: string;
  /** A time (ISO 8601), included. */
  from?: string;
  /** A time, not included. */
  to?: string;
  before?: number;
}

/**
 * `edit`: one item. `bulk`: many. `metrics`: pushed by a job. `undo`: takes another gesture back. `import`: from a file.
 * `follow`: files were renamed, and the server took their labels along.
 */
export const gestureKinds = ['edit', 'bulk', 'metrics', 'undo', 'import', 'follow'] as const;
export type GestureKind = (typeof gestureKinds)[number];

/** One action of one person, however many items it touched. */
export interface Gesture {
  seq: number;
  gesture_id: string;
  kind: GestureKind;
  /** Items that it changed. */
  count: number;
  /** The item, when it changed one only. */
  path?: string;
  /** The one that it led to, of that item: changes of others that lie between two of a list can be told by it. */
  version?: number;
  patch?: LabelPatch | BulkPatch;
  metric_keys?: string[];
  /** The gesture that this one took back. */
  undoes?: string;
  /** So many renamed files were followed; from where to where when it was one. */
  followed?: { files: number; from?: string; to?: string };
  updated_by: string;
  client: string;
  at: string;
}

export interface GesturesAnswer {
  gestures: Gesture[];
  next?: number;
}

export interface GestureItemsQuery {
  /** Only those after this one: the `next` of the page before. */
  after?: number;
  limit?: number;
}

/** What a gesture did to one of its items. */
export interface GestureItem {
  path: string;
  /** The version it led to. */
  version: number;
  changes: OperationChanges;
  /** The image as it is now. */
  item?: ItemRow;
  /** There is no such image any more; its label is kept. With neither, its storage does not answer. */
  is_gone?: true;
}

export interface GestureItemsAnswer {
  items: GestureItem[];
  /** There are more: ask again with `after` set to this. */
  next?: number;
}

export interface UndoQuery {
  /** Only tell what would happen. */
  dry_run?: boolean;
}

export interface UndoAnswer {
  /** Items on which something was, or would be, restored. */
  reverted: number;
  /** What somebody changed since, and is left as it is. */
  skipped: SkippedField[];
  /** More was skipped than is listed. */
  truncated?: boolean;
  /** The gesture that this undo is; null when nothing was restored. */
  gesture_id: string | null;
  durability: Durability;
}

export interface SkippedField {
  path: string;
  /** `metrics`: numbers that an import brought, and that were set again since. */
  field: LabelField | 'metrics';
  by: string;
}
