import { DestroyRef, Injectable, effect, inject, signal, untracked } from '@angular/core';
import type { Shown } from '../state/gallery-store.ts';
import type { Span } from '../state/result-windows.ts';
import { ThumbLoader, type ThumbOf } from '../state/thumb-loader.ts';
import { savesData, spanAhead, travelled, type Travel } from './ahead.ts';
import type { RowGeometry } from './row-geometry.ts';
import type { RowRange } from './row-range.ts';

/** While the bar is dragged over thousands of rows nothing is asked for that will be gone in the next frame. */
const FLING_MS = 80;
/** Whoever drags the scrubber looks for something: they want to see what is where the hand has come to rest. */
const REST_MS = 130;

interface Sight {
  readonly shown: Shown;
  /** What is in the page. */
  readonly drawn: Span;
  /** What is on the screen. */
  readonly seen: Span;
  /** What comes next the way one travels; null when it is not to be fetched. */
  readonly ahead: Span | null;
}

/**
 * Turns what is in sight into what is loaded: rows first, then their thumbs, those on the screen before the others, and
 * when all of that is there, those that one comes to next.
 */
@Injectable()
export class GridLoads {
  private readonly thumbs = inject(ThumbLoader);
  private readonly sight = signal<Sight | null>(null);
  private next: Sight | null = null;
  private resting: ReturnType<typeof setTimeout> | undefined;
  private isFlying = false;
  private travels: Travel = 1;

  constructor() {
    effect(() => {
      const sight = this.sight();
      if (sight === null) return;
      const wanted = thumbsIn(sight);
      const ahead = sight.ahead === null ? [] : loadable(sight.shown, sight.ahead);
      untracked(() => {
        // In this order: what was ahead and has come into sight goes on loading.
        this.thumbs.want('grid', wanted);
        this.thumbs.foresee(ahead);
      });
    });
    inject(DestroyRef).onDestroy(() => {
      clearTimeout(this.resting);
      this.thumbs.foresee([]);
      this.thumbs.want('grid', []);
    });
  }

  /** The scrubber is dragged, or let go of. */
  fly(isFlying: boolean): void {
    this.isFlying = isFlying;
    if (!isFlying && this.resting !== undefined) this.apply();
  }

  look(shown: Shown | null, rows: RowGeometry, range: RowRange): void {
    if (shown === null || range.last < range.first || rows.itemCount !== shown.total || range.last >= rows.rowCount)
      return;
    const drawn = { first: rows.firstOf(range.first), last: rows.endOf(range.last) - 1 };
    const seen = { first: rows.firstOf(range.from), last: rows.endOf(range.to) - 1 };
    const before = this.next?.shown === shown ? this.next.seen : null;
    this.travels = travelled(before, seen, before === null ? 1 : this.travels);
    const ahead = savesData() ? null : spanAhead(drawn, seen, this.travels, shown.total);
    this.next = { shown, drawn, seen, ahead };
    if (untracked(() => this.isNear(this.next))) this.apply();
    else this.wait();
  }

  /** Far from what was looked at before: what was ahead of that is no longer wanted in any case. */
  private wait(): void {
    this.thumbs.foresee([]);
    if (this.isFlying) clearTimeout(this.resting);
    else if (this.resting !== undefined) return;
    this.resting = setTimeout(
      () => {
        this.apply();
      },
      this.isFlying ? REST_MS : FLING_MS,
    );
  }

  private isNear(next: Sight | null): boolean {
    const now = this.sight();
    if (now === null || next === null || now.shown !== next.shown) return true;
    return next.seen.first <= now.drawn.last && next.seen.last >= now.drawn.first;
  }

  private apply(): void {
    clearTimeout(this.resting);
    this.resting = undefined;
    const sight = this.next;
    if (sight === null) return;
    untracked(() => {
      sight.shown.windows.want('grid', sight.drawn, ...(sight.ahead === null ? [] : [sight.ahead]));
      this.sight.set(sight);
    });
  }
}

function thumbsIn({ shown, drawn, seen }: Sight): ThumbOf[] {
  return [
    ...loadable(shown, seen),
    ...loadable(shown, { first: seen.last + 1, last: drawn.last }),
    ...loadable(shown, { first: drawn.first, last: seen.first - 1 }),
  ];
}

function loadable(shown: Shown, { first, last }: Span): ThumbOf[] {
  const wanted: ThumbOf[] = [];
  for (let index = first; index <= last; index++) {
    const item = shown.windows.item(index);
    if (item !== undefined && item.problem === undefined) wanted.push(item);
  }
  return wanted;
}
