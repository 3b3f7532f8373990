import type {
  PresenceAnswer,
  PresenceBeat,
  PresenceJoin,
  PresenceLeave,
  PresenceLeft,
  PresenceMove,
  PresenceMoved,
  ScopeCounts,
} from '#contracts';
import type { PresenceSettings } from '../settings/settings.ts';
import type { Clock } from '../shared/clock.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import { Problem } from '../shared/problem.ts';
import type { Presence, PresenceBoard } from './presence-board.ts';
import type { PresenceNews } from './presence-news.ts';
import type { Visitor } from './visitor.ts';

/**
 * Where tabs report. It puts what the board says into words, and has everyone told of what has changed. Without leases
 * everything is a heartbeat, and nobody leaves but by not being heard of.
 */
export class PresenceDesk {
  #prunedAt: number;

  constructor(
    private readonly board: PresenceBoard,
    private readonly news: PresenceNews,
    private readonly settings: PresenceSettings,
    private readonly clock: Clock,
  ) {
    this.#prunedAt = clock.monotonic();
  }

  join(asked: PresenceJoin, { person }: Visitor): PresenceAnswer {
    const { client_id: clientId, gallery_id: scope, lease_id: leaseId, stream_id: streamId } = asked;
    const presence = this.settings.hasLeases
      ? this.board.join({ clientId, scope, leaseId, streamId, person })
      : this.board.beat({ clientId, scope, person });
    return this.answer(asked, presence);
  }

  beat(asked: PresenceBeat, { person, mayEdit }: Visitor): PresenceAnswer {
    const { client_id: clientId, gallery_id: scope, status } = asked;
    const leaseId = this.settings.hasLeases ? asked.lease_id : undefined;
    const isEditing = status === 'editing' && mayEdit;
    return this.answer(asked, this.board.beat({ clientId, scope, leaseId, isEditing, person }));
  }

  move(asked: PresenceMove, { person }: Visitor): PresenceMoved {
    const { client_id: clientId, lease_id: leaseId, from_gallery_id: from, to_gallery_id: to } = asked;
    const presence = this.settings.hasLeases
      ? this.board.move({ clientId, leaseId, from, to })
      : this.board.beat({ clientId, scope: to, person });
    this.news.tell();
    const lease_id = leaseOrRefuse(clientId, from, presence);
    return { client_id: clientId, lease_id, from_scope: this.countsOf(from), to_scope: this.countsOf(to) };
  }

  leave(asked: PresenceLeave): PresenceLeft {
    const { client_id: clientId, gallery_id: scope, lease_id: leaseId } = asked;
    if (!this.settings.hasLeases) {
      return {
        ...this.countsOf(scope),
        client_id: clientId,
        lease_id: leaseId,
        removed: false,
        mode: 'legacy_heartbeat',
      };
    }
    const presence = this.board.leave({ clientId, scope, leaseId });
    this.news.tell();
    if (presence.kind !== 'gone') leaseOrRefuse(clientId, scope, presence);
    return { ...this.countsOf(scope), client_id: clientId, lease_id: leaseId, removed: presence.kind === 'here' };
  }

  /** Its tab has written something. */
  touch(clientId: string): void {
    this.board.touch(clientId);
    this.news.tell();
  }

  closeStream(streamId: string): void {
    this.board.closeStream(streamId);
  }

  /** Has to be called every second. */
  prune(): void {
    const now = this.clock.monotonic();
    this.board.notice();
    if (now - this.#prunedAt >= this.settings.pruneEveryMs) {
      this.#prunedAt = now;
      this.board.prune();
    }
    this.news.tell();
  }

  private answer({ client_id, gallery_id }: PresenceBeat, presence: Presence): PresenceAnswer {
    this.news.tell();
    const lease_id = leaseOrRefuse(client_id, gallery_id, presence);
    return { ...this.countsOf(gallery_id), client_id, lease_id };
  }

  private countsOf(scope: GalleryPath): ScopeCounts {
    return { gallery_id: scope, ...this.board.numbersOf(scope) };
  }
}

/** The lease of whoever is where it wants to be; anything else is a refusal. */
function leaseOrRefuse(clientId: string, requested: GalleryPath, presence: Presence): string {
  switch (presence.kind) {
    case 'here':
      return presence.leaseId;
    case 'elsewhere':
      throw new Problem('scope_mismatch', 'This session is in another folder.', {
        session: { client_id: clientId, requested_gallery_id: requested, actual_gallery_id: presence.scope },
      });
    case 'full':
      throw new Problem('too_many_sessions', 'Too many browser tabs are open: try again when some are closed.', {
        retryAfter: 30,
        session: { client_id: clientId },
      });
    case 'gone':
    case 'invalid-lease':
      throw new Problem('invalid_lease', 'This lease is not, or no longer, that of the session: join without one.', {
        session: { client_id: clientId },
      });
  }
}
