import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import type { LabelBook } from './label-book.ts';
import type { FlushResult, LabelStore } from './label-store.ts';

export interface FlushPolicy {
  /** So long after the first change that is not written yet. */
  readonly afterMs: number;
  /** Or when so many items have changed. */
  readonly items: number;
}

/** Never more often, however much changes: the file is written as a whole. */
const pauseMs = 1000;
/** Nor more than a twentieth of the time. */
const shareOfTime = 20;
/** A labels.json that is not ours may be moved away at any time; looking into it takes a while when it is large. */
const foreignPauseMs = 30_000;
const failurePauseMs = 5000;

/** Keeps labels.json: it says when it is time, and what is not in it yet. The store writes it. */
export class LabelsFlusher {
  #changedSince: number | undefined;
  #notBefore = 0;
  #flushing: Promise<void> | undefined;
  #inHand = 0;
  #flushedSeq: number;
  #lastFlushAt: string | null = null;
  #error: string | undefined;

  constructor(
    private readonly book: LabelBook,
    private readonly store: LabelStore,
    private readonly clock: Clock,
    private readonly policy: FlushPolicy,
    private readonly log: Log,
  ) {
    const { seq, flushedSeq } = store.facts;
    this.#flushedSeq = flushedSeq < 0 || flushedSeq > seq ? 0 : flushedSeq;
    // The last server may have been killed before it wrote the file; or it is not ours, which is found out by trying.
    if (seq !== flushedSeq) this.#changedSince = -Infinity;
  }

  get pending(): number {
    return this.book.table.changedCount + this.#inHand;
  }

  get flushedSeq(): number {
    return this.#flushedSeq;
  }

  get lastFlushAt(): string | null {
    return this.#lastFlushAt;
  }

  /** Why labels.json is not kept at the moment. */
  get error(): string | undefined {
    return this.#error;
  }

  async flushIfDue(): Promise<void> {
    if (this.isDue()) await this.flush();
  }

  /** The one that was written may be gone. */
  writeAnew(): void {
    this.#changedSince = -Infinity;
    this.#notBefore = 0;
  }

  /** At the end: whatever is not written yet, at once. */
  async flushLast(): Promise<void> {
    await this.#flushing;
    if (this.book.table.changedCount > 0 || this.#changedSince !== undefined) await this.flush();
  }

  private isDue(): boolean {
    if (this.store.facts.durability === 'memory' || !this.book.isLoaded || this.#flushing) return false;
    const now = this.clock.monotonic();
    const changed = this.book.table.changedCount;
    if (changed > 0) this.#changedSince ??= now;
    if (this.#changedSince === undefined || now < this.#notBefore) return false;
    return changed >= this.policy.items || now - this.#changedSince >= this.policy.afterMs;
  }

  private async flush(): Promise<void> {
    if (this.store.facts.durability === 'memory') return;
    this.#flushing = this.write();
    await this.#flushing;
    this.#flushing = undefined;
  }

  private async write(): Promise<void> {
    const changed = this.book.table.takeChanged();
    const since = this.#changedSince;
    this.#changedSince = undefined;
    this.#inHand = changed.count;
    try {
      const result = await this.store.flush(this.clock.wall());
      if (result.kind !== 'written') throw new NotWritten(result);
      this.#flushedSeq = result.seq;
      this.#lastFlushAt = this.clock.isoNow();
      this.#notBefore = this.clock.monotonic() + Math.max(pauseMs, result.milliseconds * shareOfTime);
      this.#error = undefined;
    } catch (error) {
      // The database has everything: what is late is only the copy of it.
      this.book.table.returnChanged(changed);
      this.#changedSince = since ?? this.clock.monotonic();
      this.#notBefore = this.clock.monotonic() + (error instanceof NotWritten ? error.pauseMs : failurePauseMs);
      this.tell(error instanceof Error ? error.message : String(error));
    }
    this.#inHand = 0;
  }

  private tell(reason: string): void {
    if (reason !== this.#error) this.log.warn({ reason }, 'labels.json is not written; the labels themselves are safe');
    this.#error = reason;
  }
}

class NotWritten extends Error {
  readonly pauseMs: number;

  constructor({ kind, reason }: Exclude<FlushResult, { kind: 'written' }>) {
    super(reason);
    this.pauseMs = kind === 'foreign' ? foreignPauseMs : failurePauseMs;
  }
}
