import { computed, signal } from '@angular/core';
import type { Gesture, GesturesAnswer, GesturesQuery } from '#contracts';
import { momentsOf, type Days, type Period } from './period.ts';

/** Whose, and of when. */
export interface GestureFilter {
  /** null: everybody's. */
  readonly by: string | null;
  readonly when: Period | Days;
}

interface Pages {
  readonly gestures: readonly Gesture[];
  readonly next: number | undefined;
}

/** What people did in this gallery, the latest first, page by page. What is new waits until it is wanted. */
export class GestureLog {
  private readonly read = signal<Pages | null>(null);
  /** The first page as it was the last time that one looked. */
  private readonly seenAhead = signal<Pages | null>(null);
  private readonly failed = signal<'first' | 'more' | null>(null);
  private readonly asking = signal<'first' | 'more' | null>(null);
  /** Everybody who was seen so far: names stay to choose from when only one of them is shown. */
  private readonly seen = signal<readonly string[]>([]);
  private readonly chosen = signal<GestureFilter>({ by: null, when: 'ever' });
  /** Counts the questions: only the answer to the last is of interest. */
  private asked = 0;
  private looks = 0;

  readonly gestures = computed(() => this.read()?.gestures ?? null);
  readonly hasMore = computed(() => this.read()?.next !== undefined);
  readonly hasFailed = computed(() => this.failed() !== null);
  /** The first page could not be read. */
  readonly hasFailedToBegin = computed(() => this.failed() === 'first');
  /** The first page is on its way, or could not be read: what is shown is of another question, or not of now. */
  readonly isSettling = computed(() => this.asking() === 'first' || this.hasFailedToBegin());
  readonly isReadingMore = computed(() => this.asking() === 'more');
  readonly people = this.seen.asReadonly();
  readonly filter = this.chosen.asReadonly();
  /** What has happened since, and is not shown yet. */
  private readonly news = computed(() => {
    if (this.isSettling()) return [];
    const last = this.read()?.gestures[0]?.seq ?? 0;
    return this.seenAhead()?.gestures.filter(({ seq }) => seq > last) ?? [];
  });
  readonly newCount = computed(() => this.news().length);
  /** There is more than one page of it. */
  readonly isNewCountLeast = computed(
    () => this.newCount() > 0 && this.newCount() === this.seenAhead()?.gestures.length && this.hasMoreAhead(),
  );
  private readonly hasMoreAhead = computed(() => this.seenAhead()?.next !== undefined);
  /** What was taken back, by what took it back; as far as the list goes. */
  readonly takenBack = computed<ReadonlyMap<string, Gesture>>(() => {
    const found = new Map<string, Gesture>();
    for (const gesture of [...(this.seenAhead()?.gestures ?? []), ...(this.gestures() ?? [])]) {
      const { undoes, gesture_id } = gesture;
      // The newest comes first: who took back the taking back has been met already.
      if (undoes !== undefined && !found.has(gesture_id)) found.set(undoes, gesture);
    }
    return found;
  });

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

  /** What comes after what is shown; the whole anew where that is not what was asked for. */
  async more(): Promise<void> {
    if (this.asking() !== null) return;
    if (this.hasFailedToBegin()) return this.refresh();
    const next = this.read()?.next;
    if (next !== undefined) await this.load(next);
  }

  /** Finds out what is new, and leaves what is shown as it is. */
  async look(): Promise<void> {
    if (this.read() === null || this.hasFailedToBegin()) return this.refresh();
    const [turn, filter] = [(this.looks += 1), this.chosen()];
    try {
      const { gestures, next } = await this.ask(this.query());
      if (turn === this.looks && filter === this.chosen()) this.seenAhead.set({ gestures, next });
    } catch {
      // The server is away: when it is back, one looks again.
    }
  }

  /** What is new is shown. */
  takeIn(): void {
    const [read, ahead, news] = [this.read(), this.seenAhead(), this.news()];
    if (ahead === null || news.length === 0) return;
    // With a whole page of it something would be missing in between.
    const isWhole = !this.isNewCountLeast() && read !== null;
    this.settle(isWhole ? { gestures: [...news, ...read.gestures], next: read.next } : ahead);
  }

  private async load(before: number | undefined): Promise<void> {
    const turn = (this.asked += 1);
    const part = before === undefined ? 'first' : 'more';
    this.failed.set(null);
    this.asking.set(part);
    try {
      const { gestures, next } = await this.ask({ ...this.query(), ...(before === undefined ? {} : { before }) });
      if (turn !== this.asked) return;
      const earlier = before === undefined ? [] : (this.read()?.gestures ?? []);
      if (before === undefined) this.seenAhead.set(null);
      this.settle({ gestures: [...earlier, ...gestures], next });
    } catch {
      // The server is away: what was read before stays.
      if (turn === this.asked) this.failed.set(part);
    } finally {
      if (turn === this.asked) this.asking.set(null);
    }
  }

  private settle(pages: Pages): void {
    this.read.set(pages);
    this.seen.update((names) => [...new Set([...names, ...pages.gestures.map((each) => each.updated_by)])]);
  }

  private query(): GesturesQuery {
    const { by, when } = this.chosen();
    return { ...(by === null ? {} : { by }), ...momentsOf(when, this.now()) };
  }
}
