import type { BulkPatch, MetricsProgress } from './bulk.ts';
import type { LabelPatch, Metrics, Star } from './labels.ts';

/** What is told of accepted writes, once each, in the order in which they became durable. */
export interface ItemUpdated {
  /** The sequence number of the accepted request: of the next event it is larger. */
  event_id: number;
  path: string;
  version: number;
  tags: string[];
  notes: string;
  star: Star;
  updated_at: string;
  updated_by: string;
  gesture_id: string;
  metrics?: Metrics;
}

export interface MetricsUpdated {
  event_id: number;
  path: string;
  version: number;
  metrics: Metrics;
  updated_at: string;
  updated_by: string;
}

/** One write to many items. Who holds the version before applies the patch; who does not asks again. */
export interface ItemsUpdated {
  event_id: number;
  gesture_id: string;
  count: number;
  /** At most 500, and the version of each. */
  paths: string[];
  versions: number[];
  patch?: LabelPatch | BulkPatch;
  metric_keys?: string[];
  updated_at: string;
  updated_by: string;
  /** More items than are listed. */
  truncated?: boolean;
}

export interface MetricsProgressed extends MetricsProgress {
  gallery_id: string;
}
