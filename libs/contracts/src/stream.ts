import type { BulkPatch, MetricsProgress } from './bulk.ts';
import type { IndexingState } from './health.ts';
import type { LabelPatch, Metrics, Star } from './labels.ts';
import type { ScopeNumbers } from './presence.ts';

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

/** Numbered: each has a cursor as its id, is told once, and is told again to whoever missed it. */
export interface StreamEvents {
  'item-updated': ItemUpdated;
  'metrics-updated': MetricsUpdated;
  'items-updated': ItemsUpdated;
}

/** One of them, by its name and with what it carries. */
export type NumberedEvent = {
  [Name in keyof StreamEvents]: { name: Name; event: StreamEvents[Name] };
}[keyof StreamEvents];

/** Without a number: only the latest one of each is of interest, and none is told again. */
export interface StreamNotices {
  presence: ScopeNumbers;
  'metrics-progress': MetricsProgressed;
  'index-progress': IndexProgress;
  'views-updated': ViewsUpdated;
  hb: Heartbeat;
  resync: Resync;
  bye: Bye;
}

export interface StreamQuery {
  /** Where to go on, for clients that cannot send Last-Event-ID. */
  last_event_id?: string;
}

export interface MetricsProgressed extends MetricsProgress {
  gallery_id: string;
}

/** The saved views are others: who shows an earlier version reads them again. */
export interface ViewsUpdated {
  version: number;
}

/** Folders listed, of folders known, in this folder and below it. */
export interface IndexProgress {
  scope: string;
  done: number;
  total: number;
  state: IndexingState;
}

/** Says that the stream lives, every 15 s, and where it is. */
export interface Heartbeat {
  /** The cursor of the last event: everything up to it has been told, or is being told again. */
  head: string;
  /** Names this connection, for presence. */
  stream_id: string;
  /** Names the labels: with another one, nothing that was kept from before is of any use. */
  store_id: string;
}

/** `evicted`: too much was missed. `future`: the server went back to a backup, or the like. */
export const resyncReasons = ['unknown_epoch', 'evicted', 'future', 'malformed'] as const;
export type ResyncReason = (typeof resyncReasons)[number];

/** What was missed cannot be told: everything that is shown has to be asked for again. */
export interface Resync {
  reason: ResyncReason;
  head: string;
}

/** The server ends this stream; what comes can be had by connecting again. */
export interface Bye {
  /** `signed_out`: whoever listened may not any more. */
  reason: 'shutdown' | 'lifetime' | 'signed_out';
}
