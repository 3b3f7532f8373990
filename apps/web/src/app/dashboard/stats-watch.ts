import { signal } from '@angular/core';
import type { Stats, StatsCounting, StatsQuery } from '#contracts';
import { Failure, isCalledOff } from '../api/failure.ts';
import { dashboardLink, statsQueryOf, type DashboardPlace } from '../state/dashboard-place.ts';
import { spanOf, timesOf, type DaySpan, type TimeSpan } from '../state/work-period.ts';
import { ZoneDays, type Day } from '../state/zone-days.ts';
import type { Clock } from '../sync/clock.ts';
import type { Visibility } from '../sync/poller.ts';

/** An answer, and what it is the answer to. */
export interface Counted {
  readonly place: DashboardPlace;
  readonly stats: Stats;
  readonly days: ZoneDays;
  readonly span: DaySpan;
  readonly times: TimeSpan;
  readonly today: Day;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** `missing`: there is no such folder. `wrong`: asking again would not help. `away`: it may work later. */
export type Trouble = { readonly kind: 'missing' | 'wrong' | 'away'; readonly says: string };

/** A count over millions of changes takes a third of a second of the server. */
const LEAST_MS = 2000;
/** Of files that come and go nobody tells, and the day ends. */
const REST_MS = 30_000;
const LISTING_MS = 3000;
const LONGEST_MS = 30_000;

/** The numbers of one place, kept current while somebody looks. What was counted stays until its successor is there. */
export class StatsWatch {
  private readonly latest = signal<Counted | null>(null);
  readonly counted = this.latest.asReadonly();
  /** How far the history is read, from 0 to 1; null when it is. */
  private readonly read = signal<number | null>(null);
  readonly progress = this.read.asReadonly();
  private readonly bad = signal<Trouble | null>(null);
  readonly trouble = this.bad.asReadonly();
  /** What was asked last is not answered yet, and is another question than the one before. */
  private readonly waiting = signal(false);
  readonly isWaiting = this.waiting.asReadonly();

  private place: DashboardPlace | null = null;
  private asking: AbortController | null = null;
  private askedAt = -Infinity;
  /** Nothing is asked before, whatever happens. */
  private notBefore = -Infinity;
  /** For when it is planned; Infinity when it is not. */
  private due = Infinity;
  private isBehind = false;
  private failures = 0;
  private cancelNext: (() => void) | null = null;
  private stopListening: (() => void) | null = null;

  constructor(
    private readonly ask: (query: StatsQuery, signal: AbortSignal) => Promise<Stats | StatsCounting>,
    private readonly clock: Clock,
    private readonly visibility: Visibility,
    private readonly ownZone: string,
  ) {}

  /** Somebody looks, at this. */
  look(place: DashboardPlace): void {
    this.place = place;
    this.asking?.abort();
    this.asking = null;
    this.failures = 0;
    this.waiting.set(true);
    this.notBefore = -Infinity;
    this.stopListening ??= this.visibility.onChange(() => {
      if (this.visibility.isVisible() && this.asking === null) this.plan(0);
    });
    this.plan(0);
  }

  /** Nobody looks any more. */
  leave(): void {
    this.place = null;
    this.asking?.abort();
    this.asking = null;
    this.cancelPlan();
    this.stopListening?.();
    this.stopListening = null;
  }

  /** Something was written. */
  noteChange(): void {
    if (this.place === null) return;
    if (this.asking === null) this.plan(0);
    else this.isBehind = true;
  }

  /** The server is back: it is not spared for its failures any longer. */
  noteReturn(): void {
    if (this.failures > 0 && this.trouble()?.kind === 'away') this.notBefore = this.askedAt + LEAST_MS;
    this.noteChange();
  }

  /** The earlier of two plans counts. */
  private plan(ms: number): void {
    const now = this.clock.monotonic();
    const due = Math.min(this.due, now + ms);
    this.cancelPlan();
    const at = Math.max(due, this.notBefore);
    if (at === Infinity) return;
    this.due = due;
    this.cancelNext = this.clock.after(Math.max(0, at - now), () => {
      this.cancelPlan();
      if (this.visibility.isVisible()) void this.load();
    });
  }

  private cancelPlan(): void {
    this.cancelNext?.();
    this.cancelNext = null;
    this.due = Infinity;
  }

  private async load(): Promise<void> {
    const { place } = this;
    if (place === null || this.asking !== null) return;
    const asking = new AbortController();
    this.asking = asking;
    this.isBehind = false;
    this.askedAt = this.clock.monotonic();
    this.notBefore = this.askedAt + LEAST_MS;
    const next = await this.answer(place, asking.signal).catch((error: unknown) => this.fail(error, asking.signal));
    if (next === null) return;
    this.asking = null;
    this.planAfter(next);
  }

  private planAfter(ms: number): void {
    this.plan(this.isBehind ? 0 : ms);
  }

  /** When to ask again; null when nobody waits for it any more. */
  private async answer(place: DashboardPlace, signal: AbortSignal): Promise<number | null> {
    const at = this.clock.wall();
    const days = new ZoneDays(place.zone ?? this.ownZone);
    const today = days.dayAt(at);
    const span = spanOf(place.period, today);
    const times = timesOf(span, days);
    const stats = await this.ask(statsQueryOf(place, times, days.zone), signal);
    if (signal.aborted) return null;
    this.failures = 0;
    this.bad.set(null);
    if ('status' in stats) {
      this.read.set(stats.progress);
      // It is asked how far that is, which costs nothing: as soon as the server says, and no sooner.
      return this.rest(stats.retry_after_ms);
    }
    this.read.set(null);
    this.waiting.set(false);
    this.latest.set({ place, stats, days, span, times, today, at });
    return stats.partial ? LISTING_MS : REST_MS;
  }

  /** The last numbers stay: beside them stands what is the matter. */
  private fail(error: unknown, signal: AbortSignal): number | null {
    if (signal.aborted || isCalledOff(error)) return null;
    this.failures += 1;
    const failure = error instanceof Failure ? error : new Failure('server', 'The answer could not be read.');
    const kind = failure.status === 404 ? 'missing' : failure.kind === 'refused' ? 'wrong' : 'away';
    this.bad.set({ kind, says: failure.message });
    // Numbers of another place stay as what they are, until those of this one come; when none will come, they go.
    const isOfAnother = this.isOfAnother();
    this.waiting.set(isOfAnother && kind === 'away');
    if (isOfAnother && kind !== 'away') this.latest.set(null);
    if (kind === 'wrong') return this.rest(Infinity);
    const pause = Math.min(LONGEST_MS, LEAST_MS * 2 ** (this.failures - 1));
    return this.rest(kind === 'missing' ? LONGEST_MS : pause * (0.75 + this.clock.chance() / 2));
  }

  private isOfAnother(): boolean {
    const [counted, { place }] = [this.latest(), this];
    return counted !== null && place !== null && dashboardLink(counted.place) !== dashboardLink(place);
  }

  /** Nobody asks sooner, however much is written meanwhile. */
  private rest(ms: number): number {
    this.notBefore = this.clock.monotonic() + ms;
    return ms;
  }
}
