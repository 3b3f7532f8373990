import { computed, type Signal } from '@angular/core';
import type { GalleryStore } from '../state/gallery-store.ts';
import type { GridViewport } from './grid-viewport.ts';
import { Headings, type Heading } from './headings.ts';

/** Where one is in the result, in words: of the top of the screen, and of what the bar stands at. */
export class GridPlace {
  private readonly headings = computed(() => {
    const shown = this.store.shown();
    return shown === null ? null : new Headings(shown.query, shown.ends, this.folderName());
  });
  /** Places of this result have names. */
  readonly isNamed = computed(() => this.headings()?.isSpeaking ?? false);
  /** Null while the images there are not known yet. */
  readonly heading = computed(() => this.headingOf(this.viewport.topRow()), { equal: sameHeading });
  private readonly isAtEnd = computed(() => this.viewport.bar().at >= 1);
  /** Counted from 1: the first image in sight, and at the very bottom the last one. */
  readonly position = computed(() => {
    const rows = this.viewport.rows();
    if (rows.rowCount === 0) return 0;
    return this.isAtEnd() ? rows.itemCount : rows.firstOf(this.viewport.topRow()) + 1;
  });
  readonly barHeading = computed(
    () => (this.isAtEnd() ? this.headingOf(this.viewport.rows().rowCount - 1) : this.heading()),
    { equal: sameHeading },
  );

  constructor(
    private readonly store: Pick<GalleryStore, 'shown'>,
    private readonly viewport: GridViewport,
    private readonly folderName: Signal<string>,
  ) {}

  private headingOf(row: number): Heading | null {
    const rows = this.viewport.rows();
    const windows = this.store.shown()?.windows;
    if (windows === undefined || row < 0 || row >= rows.rowCount || rows.itemCount !== windows.total) return null;
    const [first, end] = [rows.firstOf(row), rows.endOf(row)];
    const items = Array.from({ length: end - first }, (_, place) => windows.item(first + place));
    const known = items.filter((item) => item !== undefined);
    return known.length < items.length ? null : (this.headings()?.of(known) ?? null);
  }
}

function sameHeading(a: Heading | null, b: Heading | null): boolean {
  return a?.value === b?.value && a?.folders.join('\n') === b?.folders.join('\n') && (a === null) === (b === null);
}
