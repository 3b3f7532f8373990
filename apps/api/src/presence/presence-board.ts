import { randomBytes } from 'node:crypto';
import { limits } from '#contracts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import { Tally } from '../shared/tally.ts';
import { Hearers } from './hearers.ts';

/** One browser tab, in one folder. Times are those of the monotonic clock. */
interface Session {
  readonly clientId: string;
  /** Proves that whoever speaks is the tab. */
  readonly leaseId: string;
  scope: GalleryPath;
  seenAt: number;
  editedAt: number;
  isEditing: boolean;
  /** Who has signed in there. */
  readonly person: string | null;
}

export interface BoardRules {
  /** Who is not heard of for so long has left. */
  readonly viewTtlMs: number;
  /** Who has not edited for so long only looks. */
  readonly editTtlMs: number;
}

export interface Numbers {
  readonly viewing: number;
  readonly editing: number;
}

/** What a tab says of itself. */
export interface Visit {
  readonly clientId: string;
  readonly scope: GalleryPath;
  /** None where it has none, or where leases are not asked for. */
  readonly leaseId?: string | undefined;
  readonly streamId?: string | undefined;
  readonly isEditing?: boolean | undefined;
  readonly person?: string | null | undefined;
}

export interface Move {
  readonly clientId: string;
  readonly leaseId: string;
  readonly from: GalleryPath;
  readonly to: GalleryPath;
}

/** What a tab says when it goes. */
export interface Farewell {
  readonly clientId: string;
  readonly leaseId: string;
  readonly scope: GalleryPath;
}

/** A refusal changes nothing. */
export type Presence =
  | { readonly kind: 'here'; readonly leaseId: string }
  | { readonly kind: 'gone' }
  | { readonly kind: 'invalid-lease' }
  | { readonly kind: 'elsewhere'; readonly scope: GalleryPath }
  | { readonly kind: 'full' };

/** Tabs say that they live so often, as a share of the time after which they are given up. */
const heartbeatShare = 0.4;
/** Turns that are further apart than this mean that the process stood still, and heard nobody. */
const pausedMs = 3000;

const never = -Infinity;

/**
 * Who is where. A session is in one scope, and is counted there once, as viewing and, for a while after each edit, as
 * editing too; both indexes say the same at every moment. It has no timers: whoever owns it calls `notice` every second
 * and `prune` every few, and asks which numbers have changed.
 */
export class PresenceBoard {
  readonly #sessions = new Map<string, Session>();
  readonly #scopes = new Map<GalleryPath, Set<Session>>();
  readonly #editing = new Tally<GalleryPath>();
  readonly #hearers = new Hearers<Session>();
  readonly #perPerson = new Tally<string>();
  #changed = new Set<GalleryPath>();
  #noticedAt: number;
  #pruneNotBefore = never;
  #pruned = 0;
  #invalidLeases = 0;

  constructor(
    private readonly rules: BoardRules,
    private readonly now: () => number,
  ) {
    this.#noticedAt = now();
  }

  get sessions(): number {
    return this.#sessions.size;
  }

  get scopes(): number {
    return this.#scopes.size;
  }

  get pruned(): number {
    return this.#pruned;
  }

  get invalidLeases(): number {
    return this.#invalidLeases;
  }

  scopeOf(clientId: string): GalleryPath | undefined {
    return this.#sessions.get(clientId)?.scope;
  }

  numbersOf(scope: GalleryPath): Numbers {
    return { viewing: this.#scopes.get(scope)?.size ?? 0, editing: this.#editing.of(scope) };
  }

  /** Scopes whose numbers may have changed since this was asked last. */
  takeChanged(): ReadonlySet<GalleryPath> {
    const changed = this.#changed;
    this.#changed = new Set();
    return changed;
  }

  /** Without a lease, a session of that id is replaced: the page was loaded again, and its old lease is dead. */
  join(visit: Visit): Presence {
    const session = this.#sessions.get(visit.clientId);
    if (visit.leaseId !== undefined) {
      return session?.leaseId === visit.leaseId ? this.refresh(session, visit) : this.refuseLease();
    }
    if (!this.hasRoomFor(visit, session)) return { kind: 'full' };
    if (session) this.remove(session);
    return this.begin(visit);
  }

  /** A sign of life. Whoever is older than leases sends none, and stays the same session. */
  beat(visit: Visit): Presence {
    const session = this.#sessions.get(visit.clientId);
    if (visit.leaseId !== undefined && session?.leaseId !== visit.leaseId) return this.refuseLease();
    if (session) return this.refresh(session, visit);
    return this.hasRoomFor(visit, session) ? this.begin(visit) : { kind: 'full' };
  }

  move({ clientId, leaseId, from, to }: Move): Presence {
    const session = this.#sessions.get(clientId);
    if (session?.leaseId !== leaseId) return this.refuseLease();
    // Sent again, it finds the session where it was to go.
    if (session.scope !== from && session.scope !== to) return { kind: 'elsewhere', scope: session.scope };
    return this.refresh(session, { clientId, scope: to });
  }

  leave({ clientId, leaseId, scope }: Farewell): Presence {
    const session = this.#sessions.get(clientId);
    if (!session) return { kind: 'gone' };
    if (session.leaseId !== leaseId) return this.refuseLease();
    if (session.scope !== scope) return { kind: 'elsewhere', scope: session.scope };
    this.remove(session);
    return { kind: 'here', leaseId };
  }

  /** Its tab has written something: it edits, wherever it is. */
  touch(clientId: string): void {
    const session = this.#sessions.get(clientId);
    if (!session) return;
    // It may have been on its way when the tab was closed: of a closed stream it says nothing.
    session.seenAt = this.now();
    this.noteEdit(session);
  }

  /** Whoever heard this stream and does not open another one is gone soon. */
  closeStream(streamId: string): void {
    this.#hearers.close(streamId, this.now());
  }

  /** Has to be called every second: notices that the process stood still, and who is gone with its stream. */
  notice(): void {
    const now = this.now();
    // Nobody was heard in the meantime: everyone gets the time in which a living tab says so.
    if (now - this.#noticedAt > pausedMs) this.#pruneNotBefore = now + this.rules.viewTtlMs * heartbeatShare;
    this.#noticedAt = now;
    if (now < this.#pruneNotBefore) return;
    for (const session of this.#hearers.lost(now)) this.giveUp(session);
  }

  /** Gives up who was not heard of for too long. */
  prune(): void {
    const now = this.now();
    if (now < this.#pruneNotBefore) return;
    const { viewTtlMs, editTtlMs } = this.rules;
    for (const session of this.#sessions.values()) {
      const isEditing = now - session.editedAt < editTtlMs;
      if (!isEditing && now - session.seenAt >= viewTtlMs) this.giveUp(session);
      else if (session.isEditing && !isEditing) this.setEditing(session, false);
    }
  }

  /** What it replaces makes room, if it is the same person's. */
  private hasRoomFor({ person = null }: Visit, replaced: Session | undefined): boolean {
    const ofPerson = person === null || replaced?.person === person ? 0 : this.#perPerson.of(person);
    return (replaced !== undefined || this.#sessions.size < limits.sessions) && ofPerson < limits.sessionsPerPerson;
  }

  private begin({ clientId, scope, streamId, isEditing, person = null }: Visit): Presence {
    const now = this.now();
    const session: Session = {
      clientId,
      leaseId: newLease(),
      scope,
      seenAt: now,
      editedAt: never,
      isEditing: false,
      person,
    };
    this.#sessions.set(clientId, session);
    if (person !== null) this.#perPerson.add(person, 1);
    this.enter(session, scope);
    return this.refresh(session, { clientId, scope, streamId, isEditing });
  }

  private refresh(session: Session, { scope, streamId, isEditing = false }: Visit): Presence {
    const now = this.now();
    session.seenAt = now;
    this.#hearers.noteAlive(session);
    if (streamId !== undefined) this.#hearers.hear(session, streamId);
    if (session.scope !== scope) {
      this.exit(session);
      session.scope = scope;
      this.enter(session, scope);
    }
    if (isEditing) this.noteEdit(session);
    return { kind: 'here', leaseId: session.leaseId };
  }

  private noteEdit(session: Session): void {
    session.editedAt = this.now();
    this.setEditing(session, true);
  }

  private refuseLease(): Presence {
    this.#invalidLeases += 1;
    return { kind: 'invalid-lease' };
  }

  private giveUp(session: Session): void {
    this.#pruned += 1;
    this.remove(session);
  }

  private remove(session: Session): void {
    this.exit(session);
    this.#hearers.forget(session);
    this.#sessions.delete(session.clientId);
    if (session.person !== null) this.#perPerson.add(session.person, -1);
  }

  private enter(session: Session, scope: GalleryPath): void {
    const here = this.#scopes.get(scope) ?? new Set();
    this.#scopes.set(scope, here.add(session));
    if (session.isEditing) this.#editing.add(scope, 1);
    this.#changed.add(scope);
  }

  private exit(session: Session): void {
    const { scope } = session;
    const here = this.#scopes.get(scope);
    here?.delete(session);
    if (here?.size === 0) this.#scopes.delete(scope);
    if (session.isEditing) this.#editing.add(scope, -1);
    this.#changed.add(scope);
  }

  private setEditing(session: Session, isEditing: boolean): void {
    if (session.isEditing === isEditing) return;
    session.isEditing = isEditing;
    this.#editing.add(session.scope, isEditing ? 1 : -1);
    this.#changed.add(session.scope);
  }
}

/** 128 bits. */
function newLease(): string {
  return randomBytes(16).toString('base64url');
}
