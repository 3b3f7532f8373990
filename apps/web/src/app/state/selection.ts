import { computed, signal } from '@angular/core';
import type { ItemRow, Scope } from '#contracts';
import type { GalleryStore, Shown } from './gallery-store.ts';
import { countIn, has, withRange, withoutRange, type Ranges } from './ranges.ts';

/**
 * Up to so many are fetched when they are selected, and named one by one: they can wait for the server as long as it takes. More
 * are meant by their places in the result, which the server knows, for as long as it keeps that.
 */
const NAMED = 5000;

/** What is selected, and how that is told to the server. */
export interface Selected {
  readonly count: number;
  readonly scope: Scope;
  /** The rows of it that have arrived. */
  readonly rows: readonly ItemRow[];
}

/**
 * Images that are meant together: places in the result that is shown, loaded or not. It belongs to that result: when files
 * change and it is replaced, the places mean other images, and the selection is gone.
 */
export class Selection {
  private readonly chosen = signal<{ readonly of: string; readonly ranges: Ranges }>({ of: '', ranges: [] });
  /** Where a range begins when it is extended. */
  private anchor = 0;
  /** The end of the range that is being extended: it may become shorter, too. */
  private reach: { readonly from: number; readonly to: number; readonly before: Ranges } | null = null;

  private readonly ranges = computed<Ranges>(() => {
    const { of, ranges } = this.chosen();
    return this.store.shown()?.result === of ? ranges : [];
  });
  readonly count = computed(() => countIn(this.ranges()));

  constructor(private readonly store: Pick<GalleryStore, 'shown'>) {}

  has(place: number): boolean {
    return has(this.ranges(), place);
  }

  /** The first places of it, in their order. */
  first(most: number): number[] {
    const places: number[] = [];
    for (const [from, to] of this.ranges())
      for (let place = from; place < to && places.length < most; place += 1) places.push(place);
    return places;
  }

  toggle(place: number): void {
    const one = [place, place + 1] as const;
    this.set(this.has(place) ? withoutRange(this.ranges(), one) : withRange(this.ranges(), one));
    this.anchor = place;
    this.reach = null;
  }

  /** From where one began to here, instead of where the last step of the same kind had led. */
  extend(from: number, to: number): void {
    if (this.reach?.to !== from) {
      if (!this.has(this.anchor) || this.count() === 0) this.anchor = from;
      this.reach = { from: this.anchor, to: from, before: this.ranges() };
    }
    const { from: begin, before } = this.reach;
    this.set(withRange(before, [Math.min(begin, to), Math.max(begin, to) + 1]));
    this.reach = { from: begin, to, before };
  }

  all(): void {
    const total = this.store.shown()?.total ?? 0;
    this.set(total === 0 ? [] : [[0, total]]);
    this.reach = null;
  }

  /** False when nothing was selected. */
  clear(): boolean {
    const had = this.count() > 0;
    this.set([]);
    this.reach = null;
    return had;
  }

  /** It is not there any more: what is done next is not done to it. */
  drop(path: string): void {
    const shown = this.store.shown();
    if (shown === null) return;
    for (const [from, to] of this.ranges()) {
      for (let place = from; place < to; place += 1) {
        if (shown.windows.item(place)?.path === path) this.set(withoutRange(this.ranges(), [place, place + 1]));
      }
    }
  }

  /** Null when nothing is selected. */
  selected(): Selected | null {
    const shown = this.store.shown();
    const [ranges, count] = [this.ranges(), this.count()];
    if (shown === null || count === 0) return null;
    const rows = rowsIn(shown, ranges);
    const scope: Scope =
      rows.length === count && count <= NAMED
        ? { paths: rows.map(({ path }) => path) }
        : { result: shown.result, ranges: ranges.map(([from, to]) => [from, to]) };
    return { count, scope, rows };
  }

  private set(ranges: Ranges): void {
    const shown = this.store.shown();
    this.chosen.set({ of: shown?.result ?? '', ranges });
    const isNamed = countIn(ranges) <= NAMED;
    shown?.windows.want('selection', ...(isNamed ? ranges.map(([from, to]) => ({ first: from, last: to - 1 })) : []));
  }
}

function rowsIn(shown: Shown, ranges: Ranges): ItemRow[] {
  return ranges.flatMap(([from, to]) => shown.windows.known(from, to));
}
