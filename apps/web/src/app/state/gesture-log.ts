import { computed, signal } from '@angular/core';
import type { Gesture, GesturesAnswer, GesturesQuery } from '#contracts';
import { beginOf, type Period } from './period.ts';

/** Whose, and how far back. */
export interface GestureFilter {
  /** null: everybody's. */
  readonly by: string | null;
  readonly period: Period;
}

/** What people did in this gallery, the latest first, page by page. */
export class GestureLog {
  private readonly read = signal<{ readonly gestures: readonly Gesture[]; readonly next: number | undefined } | null>(
    null,
  );
  private readonly failed = signal(false);
  /** Everybody who was seen so far: names stay to choose from when only one of them is shown. */
  private readonly seen = signal<readonly string[]>([]);
  private readonly chosen = signal<GestureFilter>({ by: null, period: 'ever' });
  /** Counts the questions: only the answer to the last is of interest. */
  private asked = 0;

  readonly gestures = computed(() => this.read()?.gestures ?? null);
  readonly hasMore = computed(() => this.read()?.next !== undefined);
  readonly hasFailed = this.failed.asReadonly();
  readonly people = this.seen.asReadonly();
  readonly filter = this.chosen.asReadonly();

  constructor(
    private readonly ask: (query: GesturesQuery) => Promise<GesturesAnswer>,
    private readonly now: () => Date,
  ) {}

  show(filter: GestureFilter): Promise<void> {
    this.chosen.set(filter);
    return this.load(undefined);
  }

  /** The same again: something has happened. */
  refresh(): Promise<void> {
    return this.load(undefined);
  }

  more(): Promise<void> {
    return this.load(this.read()?.next);
  }

  private async load(before: number | undefined): Promise<void> {
    const turn = (this.asked += 1);
    this.failed.set(false);
    try {
      const { gestures, next } = await this.ask({ ...this.query(), ...(before === undefined ? {} : { before }) });
      if (turn !== this.asked) return;
      const earlier = before === undefined ? [] : (this.read()?.gestures ?? []);
      this.read.set({ gestures: [...earlier, ...gestures], next });
      this.seen.update((names) => [...new Set([...names, ...gestures.map((each) => each.updated_by)])]);
    } catch {
      // The server is away: what was read before stays.
      if (turn === this.asked) this.failed.set(true);
    }
  }

  private query(): GesturesQuery {
    const { by, period } = this.chosen();
    const from = beginOf(period, this.now());
    return { ...(by === null ? {} : { by }), ...(from === null ? {} : { from: from.toISOString() }) };
  }
}
