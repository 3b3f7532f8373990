import { computed, signal } from '@angular/core';
import type { ItemsUpdated } from '#contracts';
import type { Clock } from '../sync/clock.ts';
import type { LiveFrame } from '../sync/hub-protocol.ts';
import type { OwnWork } from './own-work.ts';

/** A change of somebody else. */
interface Change {
  readonly eventId: number;
  readonly paths: readonly string[];
  readonly by: string;
}

const PULSE_MS = 900;
const BANNER_MS = 30_000;
/** More paths than this in one summary are counted, not listed. */
const KEPT_PATHS = 5000;

/** What is in sight. */
export interface Sight {
  isOnScreen(path: string): boolean;
}

/**
 * What others did a moment ago: tiles pulse, a line says so, and what happens elsewhere is counted until somebody looks.
 * One's own changes are no news.
 */
export class Activity {
  private readonly pulsing = signal<ReadonlyMap<string, number>>(new Map());
  private readonly latest = signal<Change | null>(null);
  private readonly unseen = signal<ReadonlySet<string>>(new Set());
  private readonly more = signal(0);
  private lastEvent = 0;
  private storeId: string | null = null;
  private cancelBanner: () => void = () => undefined;

  /** Who changed something within the last 30 s; null when nobody did. */
  readonly banner = computed(() => {
    const change = this.latest();
    return change === null ? null : change.by;
  });
  /** Changes that cannot be seen here. */
  readonly elsewhere = computed(() => this.unseen().size + this.more());
  /** The first of them, to go to. */
  readonly firstElsewhere = computed(() => this.unseen().values().next().value ?? null);

  /** Set by whoever draws: only it knows what is in sight. */
  sight: Sight = { isOnScreen: () => false };

  constructor(
    private readonly clock: Clock,
    private readonly own: Pick<OwnWork, 'isOwn'>,
  ) {}

  /** Marks a tile for as long as it pulses; the number tells one pulse from the next. */
  pulseOf(path: string): number | null {
    return this.pulsing().get(path) ?? null;
  }

  hear(frame: LiveFrame): void {
    if (frame.event === 'resync') {
      // Of another gallery, or of this one as it was before: the numbers of events begin anew.
      this.lastEvent = 0;
    } else if (frame.event === 'hb') {
      if (this.storeId !== null && this.storeId !== frame.data.store_id) this.forget();
      this.storeId = frame.data.store_id;
    } else if (frame.event === 'item-updated') {
      const { event_id: eventId, path, updated_by: by, gesture_id } = frame.data;
      if (!this.own.isOwn(gesture_id, path)) this.take({ eventId, paths: [path], by }, 1);
    } else if (frame.event === 'items-updated') this.hearMany(frame.data);
  }

  /** They were seen, or are not wanted. */
  dismiss(): void {
    this.unseen.set(new Set());
    this.more.set(0);
  }

  /** What is in sight now is elsewhere no more. */
  look(): void {
    const unseen = this.unseen();
    if (unseen.size === 0) return;
    const left = [...unseen].filter((path) => !this.sight.isOnScreen(path));
    if (left.length < unseen.size) this.unseen.set(new Set(left));
    if (left.length === 0) this.more.set(0);
  }

  /** What was changed in another gallery is not to be found in this one. */
  private forget(): void {
    this.dismiss();
    this.cancelBanner();
    this.latest.set(null);
    this.lastEvent = 0;
  }

  private hearMany({ event_id: eventId, paths, updated_by: by, count, gesture_id, metric_keys }: ItemsUpdated): void {
    // Numbers that a job has pushed are nobody's label, and no tile shows them.
    if (metric_keys !== undefined) return;
    if (!this.own.isOwn(gesture_id, null)) this.take({ eventId, paths, by }, count);
  }

  private take(change: Change, count: number): void {
    // Told again after a reconnect: it has pulsed already.
    if (change.eventId <= this.lastEvent) return;
    this.lastEvent = change.eventId;
    this.latest.set(change);
    this.cancelBanner();
    this.cancelBanner = this.clock.after(BANNER_MS, () => {
      this.latest.set(null);
    });
    const away = change.paths.filter((path) => !this.sight.isOnScreen(path));
    const near = change.paths.filter((path) => !away.includes(path));
    if (near.length > 0) this.pulse(near, change.eventId);
    if (away.length === 0 && count === change.paths.length) return;
    const room = Math.max(0, KEPT_PATHS - this.unseen().size);
    this.unseen.update((before) => new Set([...before, ...away.slice(0, room)]));
    this.more.update((before) => before + Math.max(0, away.length - room) + Math.max(0, count - change.paths.length));
  }

  private pulse(paths: readonly string[], eventId: number): void {
    this.pulsing.update((before) => new Map([...before, ...paths.map((path) => [path, eventId] as const)]));
    this.clock.after(PULSE_MS, () => {
      this.pulsing.update((before) => {
        const left = new Map(before);
        for (const path of paths) if (left.get(path) === eventId) left.delete(path);
        return left;
      });
    });
  }
}
