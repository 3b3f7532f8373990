import type { GalleryStore } from '../state/gallery-store.ts';
import type { KeyLayer } from '../state/keyboard.ts';
import type { Selection } from '../state/selection.ts';
import { middleOf, stepPage, stepRows } from './grid-steps.ts';
import type { GridViewport } from './grid-viewport.ts';

/** Walking the grid by keys. Up and down hold the column where the walk began, until one steps sideways. */
export class GridWalk {
  private goal: { readonly index: number; readonly across: number } | null = null;

  readonly handlers: KeyLayer['handlers'] = {
    select: () => {
      this.selection.toggle(this.store.focus());
    },
    'select-all': () => {
      this.selection.all();
    },
    'select-left': () => this.extending('left'),
    'select-right': () => this.extending('right'),
    'select-up': () => this.extending('up'),
    'select-down': () => this.extending('down'),
    left: () => this.to(this.store.focus() - 1),
    right: () => this.to(this.store.focus() + 1),
    up: () => this.vertically((index, across) => stepRows(this.viewport.rows(), index, -1, across)),
    down: () => this.vertically((index, across) => stepRows(this.viewport.rows(), index, 1, across)),
    first: () => this.to(0),
    last: () => this.to(Infinity),
    'page-up': () =>
      this.vertically((index, across) => stepPage(this.viewport.rows(), index, -this.viewport.height, across)),
    'page-down': () =>
      this.vertically((index, across) => stepPage(this.viewport.rows(), index, this.viewport.height, across)),
  };

  constructor(
    private readonly viewport: GridViewport,
    private readonly store: Pick<GalleryStore, 'focus' | 'move'>,
    private readonly selection: Selection,
  ) {}

  private extending(step: 'left' | 'right' | 'up' | 'down'): void {
    const from = this.store.focus();
    this.handlers[step]?.();
    this.selection.extend(from, this.store.focus());
  }

  private to(index: number): void {
    this.goal = null;
    this.store.move(Math.min(index, Number.MAX_SAFE_INTEGER));
  }

  private vertically(step: (index: number, across: number) => number): void {
    const rows = this.viewport.rows();
    if (rows.rowCount === 0) return;
    const index = Math.min(this.store.focus(), rows.itemCount - 1);
    const across = this.goal?.index === index ? this.goal.across : middleOf(rows, index);
    const next = step(index, across);
    this.goal = { index: next, across };
    this.store.move(next);
  }
}
