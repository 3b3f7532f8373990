/** A stream that closed is opened again within this time by a tab that is still there. */
const deafMs = 10_000;
/** What a tab said before its stream closed may be read so long after it. */
const rememberedMs = 30_000;

/** Which sessions hear which stream, and which have lost theirs. Times are those of the monotonic clock. */
export class Hearers<Session> {
  readonly #streamOf = new Map<Session, string>();
  readonly #hearing = new Map<string, Set<Session>>();
  /** Since when their stream is closed. */
  readonly #deaf = new Map<Session, number>();
  /** Streams that closed lately, the earliest first: a tab may name one after that. */
  readonly #closed = new Map<string, number>();

  hear(session: Session, streamId: string): void {
    if (this.#streamOf.get(session) !== streamId) {
      this.forget(session);
      this.#streamOf.set(session, streamId);
      this.#hearing.set(streamId, (this.#hearing.get(streamId) ?? new Set<Session>()).add(session));
    }
    const closedAt = this.#closed.get(streamId);
    if (closedAt !== undefined) this.#deaf.set(session, closedAt);
  }

  /** It is there, whatever became of its stream. */
  noteAlive(session: Session): void {
    this.#deaf.delete(session);
  }

  forget(session: Session): void {
    this.#deaf.delete(session);
    const streamId = this.#streamOf.get(session);
    if (streamId === undefined) return;
    this.#streamOf.delete(session);
    const hearing = this.#hearing.get(streamId);
    hearing?.delete(session);
    if (hearing?.size === 0) this.#hearing.delete(streamId);
  }

  close(streamId: string, now: number): void {
    this.#closed.delete(streamId);
    this.#closed.set(streamId, now);
    for (const session of this.#hearing.get(streamId) ?? []) this.#deaf.set(session, now);
  }

  /** Those whose stream closed so long ago that nobody can be there any more. */
  lost(now: number): Session[] {
    for (const [streamId, closedAt] of this.#closed) {
      if (now - closedAt < rememberedMs) break;
      this.#closed.delete(streamId);
    }
    return [...this.#deaf].filter(([, since]) => now - since >= deafMs).map(([session]) => session);
  }
}
