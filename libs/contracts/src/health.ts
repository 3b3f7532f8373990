/** What the server knows of its own state. */
export interface Health {
  ok: boolean;
  version: string;
  mode: 'directory';
  /** A label for people, never a path of the server. */
  root: string;
  can_write: boolean;
  indexing: IndexingStatus;
  workers: { thumbs: WorkerStatus; headers: WorkerStatus };
  storage: { kind: 'local'; ok: boolean; latency_ms: number };
  /** Shares of answers that came from what was already made. */
  hits: { manifest: number; thumb: number };
  browse: { cached_results: number };
  memory: { rss_bytes: number };
}

/** Folders listed, of folders known. `items` are the images found so far. */
export interface IndexingStatus {
  state: 'idle' | 'running' | 'ready' | 'error';
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
