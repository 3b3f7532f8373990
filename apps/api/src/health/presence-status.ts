import type { PresenceCounters, PresenceDiagnostics } from '#contracts';
import type { PresenceBoard } from '../presence/presence-board.ts';
import type { Settings } from '../settings/settings.ts';
import type { StreamHub } from '../stream/stream-hub.ts';

/** Everything that can be known of people and streams, for whoever looks after the server. */
export class PresenceStatus {
  constructor(
    private readonly settings: Settings,
    private readonly board: PresenceBoard,
    private readonly hub: StreamHub,
  ) {}

  counters(): PresenceCounters {
    const { dropped, misses } = this.hub.counters;
    return {
      lifecycle_v2_enabled: this.settings.presence.hasLeases,
      active_clients: this.board.sessions,
      active_scopes: this.board.scopes,
      stale_pruned_total: this.board.pruned,
      invalid_lease_total: this.board.invalidLeases,
      replay_miss_total: misses,
      connected_sse_clients: this.hub.size,
      dropped_slow_clients_total: dropped,
    };
  }

  diagnostics(): PresenceDiagnostics {
    const { viewTtlMs, editTtlMs, pruneEveryMs } = this.settings.presence;
    const { oldest, newest } = this.hub.replayable;
    return {
      ...this.counters(),
      view_ttl_seconds: viewTtlMs / 1000,
      edit_ttl_seconds: editTtlMs / 1000,
      prune_interval_seconds: pruneEveryMs / 1000,
      replay_buffer_size: newest - oldest + 1,
      replay_buffer_capacity: this.settings.stream.replayLimit,
      replay_oldest_event_id: oldest <= newest ? oldest : null,
      replay_newest_event_id: newest > 0 ? newest : null,
    };
  }
}
