import { DestroyRef, Injectable, effect, inject, signal, untracked } from '@angular/core';
import type { Shown } from '../state/gallery-store.ts';
import type { Span } from '../state/result-windows.ts';
import { ThumbLoader, type ThumbOf } from '../state/thumb-loader.ts';
import type { RowGeometry } from './row-geometry.ts';
import type { RowRange } from './row-range.ts';

/** While the bar is dragged over thousands of rows nothing is asked for that will be gone in the next frame. */
const FLING_MS = 80;

interface Sight {
  readonly shown: Shown;
  /** What is in the page. */
  readonly drawn: Span;
  /** What is on the screen. */
  readonly seen: Span;
}

/** Turns what is in sight into what is loaded: rows first, then their thumbs, those on the screen before the others. */
@Injectable()
export class GridLoads {
  private readonly thumbs = inject(ThumbLoader);
  private readonly sight = signal<Sight | null>(null);
  private next: Sight | null = null;
  private resting: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    effect(() => {
      const sight = this.sight();
      if (sight === null) return;
      const wanted = thumbsIn(sight);
      untracked(() => {
        this.thumbs.want('grid', wanted);
      });
    });
    inject(DestroyRef).onDestroy(() => {
      clearTimeout(this.resting);
      this.thumbs.want('grid', []);
    });
  }

  look(shown: Shown | null, rows: RowGeometry, range: RowRange): void {
    if (shown === null || range.last < range.first || rows.itemCount !== shown.total || range.last >= rows.rowCount)
      return;
    this.next = {
      shown,
      drawn: { first: rows.firstOf(range.first), last: rows.endOf(range.last) - 1 },
      seen: { first: rows.firstOf(range.from), last: rows.endOf(range.to) - 1 },
    };
    if (untracked(() => this.isNear(this.next))) this.apply();
    else
      this.resting ??= setTimeout(() => {
        this.apply();
      }, FLING_MS);
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
      sight.shown.windows.want('grid', sight.drawn);
      this.sight.set(sight);
    });
  }
}

function thumbsIn({ shown, drawn, seen }: Sight): ThumbOf[] {
  const wanted: ThumbOf[] = [];
  const add = (from: number, to: number): void => {
    for (let index = from; index <= to; index++) {
      const item = shown.windows.item(index);
      if (item !== undefined && item.problem === undefined) wanted.push(item);
    }
  };
  add(seen.first, seen.last);
  add(seen.last + 1, drawn.last);
  add(drawn.first, seen.first - 1);
  return wanted;
}
