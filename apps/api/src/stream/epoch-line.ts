import type { ResyncReason } from '#contracts';
import type { Epoch } from '../persistence/label-store.ts';
import { readSyncCursor, syncCursor } from '../shared/sync-cursor.ts';

/** Where a stream begins: after this event, or nowhere that can be told. */
export type Resume =
  { readonly kind: 'after'; readonly seq: number } | { readonly kind: 'resync'; readonly reason: ResyncReason };

/** The one line of history that this store has: epochs, each from one start of a server to the next. */
export class EpochLine {
  readonly #places: ReadonlyMap<string, number>;

  /** The earliest first; the last one is now. */
  constructor(private readonly epochs: readonly Epoch[]) {
    this.#places = new Map(epochs.map(({ epoch }, place) => [epoch, place]));
  }

  /** The last event before the first of this line. */
  get beganAt(): number {
    return this.epochs[0]?.beganAt ?? 0;
  }

  /** The cursor of an event is that of the epoch it was written in, then and whenever it is told again. */
  cursorOf(seq: number): string {
    const epoch = this.epochs.findLast(({ beganAt }) => beganAt < seq) ?? this.epochs[0];
    return syncCursor(epoch?.epoch ?? '', seq);
  }

  /** Where things stand, as a cursor of now. */
  headAt(seq: number): string {
    return syncCursor(this.epochs.at(-1)?.epoch ?? '', seq);
  }

  /**
   * A cursor is good when its epoch wrote up to there. After a backup was put back, no epoch of before is known; when
   * that was done by hand, the same epoch has an earlier end, and a client that saw more is told to begin again.
   */
  judge(cursor: string, head: number, limit: number): Resume {
    const asked = readSyncCursor(cursor);
    if (!asked) return { kind: 'resync', reason: 'malformed' };
    const place = this.#places.get(asked.epoch);
    const beganAt = place === undefined ? undefined : this.epochs[place]?.beganAt;
    if (place === undefined || beganAt === undefined || asked.seq < beganAt) {
      return { kind: 'resync', reason: 'unknown_epoch' };
    }
    const endedAt = this.epochs[place + 1]?.beganAt ?? head;
    if (asked.seq > endedAt) return { kind: 'resync', reason: 'future' };
    if (head - asked.seq > limit) return { kind: 'resync', reason: 'evicted' };
    return { kind: 'after', seq: asked.seq };
  }
}
