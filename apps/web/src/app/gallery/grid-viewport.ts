import { computed, signal } from '@angular/core';
import { RemappedScroll } from './remapped-scroll.ts';
import type { Cell, RowGeometry } from './row-geometry.ts';
import { noRows, rowsAround, sameRange } from './row-range.ts';
import { SquareRows } from './square-rows.ts';

/** The element that scrolls. Both take effect at once, before the next frame is painted. */
export interface Surface {
  resize(height: number): void;
  scrollTo(top: number): void;
}

/** How a new layout continues the old one. */
export type Carry = { kind: 'kept'; from: number; to: number } | { kind: 'fresh'; at: number | null };

/** One row as it is drawn, `top` counted from the upper edge of the layer that holds all rows. */
export interface Line {
  readonly row: number;
  readonly top: number;
  readonly height: number;
  readonly cells: readonly (Cell & { readonly index: number })[];
}

/** Where the viewport stands in all of it, for whoever draws a bar. */
export interface BarState {
  /** From 0 at the top to 1 at the bottom. */
  readonly at: number;
  /** How much of it is in sight: 1 when there is nothing to scroll. */
  readonly share: number;
  readonly height: number;
}

/** Rows are placed relative to a base near them, so that scrolling moves none of them. */
const BASE_STEP = 1_000_000;
/** Space that is kept above and below an item that one moved to. */
const MARGIN = 8;

/** A row of which no more than this is left at the top is not the one that the eye is on. */
const SLIVER = 40;

/** What of a geometry is in sight: holds still what the eye is on, whatever changes around it. */
export class GridViewport {
  private scroll = new RemappedScroll(0, 0);
  private readonly geometry = signal<RowGeometry>(new SquareRows(0, { width: 1, target: 1, gap: 0, inset: 0 }));
  private readonly inSight = signal(noRows, { equal: sameRange });
  private readonly base = signal(0);
  private readonly shift = signal(0);
  private readonly barState = signal<BarState>({ at: 0, share: 1, height: 0 });
  private readonly uppermost = signal(0);

  readonly rows = this.geometry.asReadonly();
  readonly range = this.inSight.asReadonly();
  readonly bar = this.barState.asReadonly();
  /** The row that the place is named by. */
  readonly topRow = this.uppermost.asReadonly();
  /** Where the layer stands inside the element. */
  readonly layerTop = computed(() => this.base() + this.shift());
  readonly lines = computed<readonly Line[]>(() => {
    const rows = this.geometry();
    const { first, last } = this.inSight();
    const base = this.base();
    const lines: Line[] = [];
    for (let row = first; row <= last && row < rows.rowCount; row++) {
      const start = rows.firstOf(row);
      lines.push({
        row,
        top: rows.topOf(row) - base,
        height: rows.heightOf(row),
        cells: rows.cellsOf(row).map((cell, place) => ({ ...cell, index: start + place })),
      });
    }
    return lines;
  });

  constructor(private readonly surface: Surface) {}

  get top(): number {
    return this.scroll.top;
  }

  get height(): number {
    return this.scroll.viewport;
  }

  /** `lowered`: the upper edge itself stands so much lower than before. */
  relayout(rows: RowGeometry, height: number, carry: Carry, lowered = 0): void {
    const top = this.topAfter(rows, height, carry) + (carry.kind === 'kept' && this.top > 0 ? lowered : 0);
    this.scroll = new RemappedScroll(rows.height, height);
    this.geometry.set(rows);
    this.surface.resize(this.scroll.elementHeight);
    this.goTo(top);
  }

  /** The element was scrolled by the person. */
  scrolled(element: number): void {
    if (this.scroll.scrolled(element)) this.surface.scrollTo(this.scroll.settle());
    this.update();
  }

  /** To a share of the whole way: 0 is the top, 1 the bottom. */
  jump(share: number): void {
    this.goTo(share * this.scroll.end);
  }

  /** By pixels of what is shown, as a wheel does. */
  push(by: number): void {
    this.goTo(this.top + by);
  }

  /** The movement has ended: the bar goes where it belongs. Nothing moves on the screen. */
  settle(): void {
    if (this.scroll.drift < 2) return;
    this.surface.scrollTo(this.scroll.settle());
    this.update();
  }

  /** Moves as little as possible so that the item is wholly in sight. */
  reveal(index: number): void {
    const rows = this.geometry();
    if (rows.rowCount === 0) return;
    const row = rows.rowOf(index);
    const upper = row === 0 ? 0 : rows.topOf(row) - MARGIN;
    const lower = row === rows.rowCount - 1 ? rows.height : rows.topOf(row) + rows.heightOf(row) + MARGIN;
    if (upper < this.top) this.goTo(upper);
    else if (lower > this.top + this.height) this.goTo(Math.min(upper, lower - this.height));
  }

  isInSight(index: number): boolean {
    const rows = this.geometry();
    if (index >= rows.itemCount) return false;
    const row = rows.rowOf(index);
    const top = rows.topOf(row);
    return top + rows.heightOf(row) > this.top && top < this.top + this.height;
  }

  /** The first item of the first row that is wholly in sight, else of the first row. */
  firstInSight(): number {
    const rows = this.geometry();
    if (rows.rowCount === 0) return 0;
    const row = rows.rowAt(this.top);
    const isWhole = rows.topOf(row) >= this.top || row + 1 >= rows.rowCount;
    return rows.firstOf(isWhole || rows.topOf(row + 1) >= this.top + this.height ? row : row + 1);
  }

  private goTo(top: number): void {
    this.surface.scrollTo(this.scroll.go(Math.round(top)));
    this.update();
  }

  private update(): void {
    const { top } = this.scroll;
    if (Math.abs(top - this.base()) > BASE_STEP) this.base.set(Math.floor(top));
    this.shift.set(this.scroll.offset);
    const rows = this.geometry();
    this.inSight.set(rowsAround(rows, top, this.height));
    const { end } = this.scroll;
    this.barState.set({
      at: end === 0 ? 0 : top / end,
      share: shareInSight(this.height, rows.height),
      height: this.height,
    });
    this.uppermost.set(rows.rowCount === 0 ? 0 : topRowAt(rows, top));
  }

  private topAfter(rows: RowGeometry, height: number, carry: Carry): number {
    if (rows.rowCount === 0) return 0;
    if (carry.kind === 'fresh') {
      if (carry.at === null) return 0;
      const row = rows.rowOf(carry.at);
      return row === 0 ? 0 : rows.topOf(row) + rows.heightOf(row) / 2 - height / 2;
    }
    const old = this.geometry();
    if (carry.from >= old.itemCount) return this.top;
    const from = old.rowOf(carry.from);
    // At the very top one stays at the top: what comes in before the first item is to be seen.
    if (from === 0 && this.top === 0) return 0;
    const onScreen = old.topOf(from) - this.top;
    return rows.topOf(rows.rowOf(carry.to)) - onScreen;
  }
}

function shareInSight(height: number, whole: number): number {
  return whole <= height ? 1 : height / whole;
}

function topRowAt(rows: RowGeometry, top: number): number {
  const row = rows.rowAt(top);
  const left = rows.topOf(row) + rows.heightOf(row) - top;
  return left < Math.min(SLIVER, rows.heightOf(row) / 2) && row + 1 < rows.rowCount ? row + 1 : row;
}
