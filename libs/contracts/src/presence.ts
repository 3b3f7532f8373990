/** Who is where. A scope (`gallery_id`) is a folder, a session one browser tab (`client_id`). */
export interface ScopeCounts {
  gallery_id: string;
  /** Everyone who is there, those who edit included. */
  viewing: number;
  editing: number;
}

/** As the stream tells it, once for each change. */
export interface ScopeNumbers extends ScopeCounts {
  updated_at: string;
}

export interface PresenceJoin {
  gallery_id: string;
  /** A secret of the tab, 1 to 128 printable ASCII characters. */
  client_id: string;
  /** Proves that the session is this tab's own. A tab that has none replaces the session that its id may have. */
  lease_id?: string;
  /** The stream that this tab hears: when it closes, the session ends soon after. */
  stream_id?: string;
}

export interface PresenceMove {
  from_gallery_id: string;
  to_gallery_id: string;
  client_id: string;
  lease_id: string;
}

export interface PresenceLeave {
  gallery_id: string;
  client_id: string;
  lease_id: string;
}

export const presenceStatuses = ['viewing', 'editing'] as const;
export type PresenceStatus = (typeof presenceStatuses)[number];

/** Sent every 30 s. It moves the session to where it says it is. */
export interface PresenceBeat {
  gallery_id: string;
  client_id: string;
  lease_id?: string;
  status?: PresenceStatus;
}

export interface PresenceAnswer extends ScopeCounts {
  client_id: string;
  lease_id: string;
}

export interface PresenceMoved {
  client_id: string;
  lease_id: string;
  from_scope: ScopeCounts;
  to_scope: ScopeCounts;
}

export interface PresenceLeft extends PresenceAnswer {
  /** It was there until now. */
  removed: boolean;
  /** Leases are switched off: sessions end by themselves only. */
  mode?: 'legacy_heartbeat';
}

export interface PresenceCounters {
  lifecycle_v2_enabled: boolean;
  active_clients: number;
  active_scopes: number;
  stale_pruned_total: number;
  invalid_lease_total: number;
  replay_miss_total: number;
  connected_sse_clients: number;
  dropped_slow_clients_total: number;
}

export interface PresenceDiagnostics extends PresenceCounters {
  view_ttl_seconds: number;
  edit_ttl_seconds: number;
  prune_interval_seconds: number;
  /** How many of the latest events can be told again, and how many there may be. */
  replay_buffer_size: number;
  replay_buffer_capacity: number;
  /** Sequence numbers; null while there are none. */
  replay_oldest_event_id: number | null;
  replay_newest_event_id: number | null;
}
