import type { Durability } from './labels.ts';
import type { PresenceCounters } from './presence.ts';

/** What the server knows of its own state. */
export interface Health {
  ok: boolean;
  version: string;
  mode: 'directory';
  /** A label for people, never a path of the server. */
  root: string;
  can_write: boolean;
  durability: Durability;
  /** Items whose latest label is not in labels.json yet. */
  pending_label_flush_count: number;
  last_label_flush_at: string | null;
  labels: LabelsStatus;
  /** Names this store; a copy of its labels begins with the same. */
  store_id: string;
  indexing: IndexingStatus;
  workers: { thumbs: WorkerStatus; headers: WorkerStatus };
  /** `listings`: folders listed since the start, those known by their manifest not counted. */
  storage: { kind: 'local' | 's3' | 'table'; ok: boolean; latency_ms: number; listings: number };
  /** Of a gallery that is a table of images. */
  table?: TableStatus;
  /** Shares of answers that came from what was already made. */
  hits: { manifest: number; thumb: number };
  browse: { cached_results: number };
  memory: { rss_bytes: number };
  /** People see each other's changes as they happen. */
  collab_enabled: boolean;
  /** Streams that are open. */
  sse_clients: number;
  presence: PresenceCounters;
  auth: AuthStatus;
}

/** What became of the rows of a table. */
export interface TableStatus {
  /** All rows are known, and their numbers. */
  ready: boolean;
  rows: number;
  shown: number;
  /** Shown under another name, since a row before has theirs. */
  renamed: number;
  /** Shown, and without a file. */
  missing: number;
  /** Shown, and not read: they name something outside of the base folder or on another server, or the server may not read it. */
  refused: number;
  /**
   * Of the refused those whose row says why: they name something outside of the base folder, on another server without --allow-remote, in a
   * bucket, or an address that is never read. Absent where there are none.
   */
  refused_rows?: { outside: number; remote: number; bucket: number; address: number };
  /** Not shown, by what is wrong with them. */
  bad_rows: { no_source: number; not_an_image: number; not_a_path: number; hidden: number };
  metrics: number;
  categories: number;
  /** Columns that are neither: how many, and of the first of them why. */
  left_out: { count: number; first: { name: string; why: string }[] };
  /** Why the table as it is now cannot be read. What is known of it from before is kept. */
  problem?: string;
}

export interface AuthStatus {
  /** Requests in which a person was named by the proxy's header, from an address that is no proxy of ours. */
  ignored_proxy_headers: number;
}

/** `degraded`: writes work, something else does not. `failed`: writes do not. `disabled`: kept in memory only (`--no-write`). */
export const labelStates = ['loading', 'ok', 'degraded', 'failed', 'disabled'] as const;
export type LabelState = (typeof labelStates)[number];

export interface LabelsStatus {
  state: LabelState;
  /** Items that somebody labelled. */
  count: number;
  /** Sequence number of the last accepted write. */
  acked_seq: number;
  /** Sequence number up to which labels.json holds everything. */
  flushed_seq: number;
  last_commit_ms: number;
  /** Writes that wait for the disk. */
  waiting: number;
  /** What is wrong, and what to do. */
  error?: string;
}

export const indexingStates = ['idle', 'running', 'ready', 'error'] as const;
export type IndexingState = (typeof indexingStates)[number];

/** Folders listed, of folders known. `items` are the images found so far. */
export interface IndexingStatus {
  state: IndexingState;
  done: number;
  total: number;
  items: number;
  /** Images whose header has been read. */
  headers: number;
  started_at: string | null;
  finished_at: string | null;
}

export interface WorkerStatus {
  queued: number;
  running: number;
  done: number;
  killed: number;
  failed: number;
}

export interface Alive {
  ok: true;
}

export interface Ready {
  ok: boolean;
}
