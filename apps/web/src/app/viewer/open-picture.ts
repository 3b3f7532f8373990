import { computed, untracked, type Signal } from '@angular/core';
import type { ItemRow } from '#contracts';
import type { GalleryStore } from '../state/gallery-store.ts';
import type { Originals } from '../state/originals.ts';
import { pictureOf, type Picture } from '../state/picture.ts';
import { nameOf } from '../state/place.ts';
import type { ThumbLoader } from '../state/thumb-loader.ts';
import { count } from '../state/quantities.ts';
import { visibleText } from '../ui/visible-text.ts';

/** Neighbours are decoded ahead as long as together they have no more pixels than this: four bytes each. */
const AHEAD_PIXELS = 60_000_000;

/** The image that is open: which one, whether it is still there, and everything of it that is drawn, as one value. */
export class OpenPicture {
  /** Its row, once that is known. */
  readonly item = computed<ItemRow | null>(() => {
    const focused = this.store.focused();
    return focused?.path === this.path() ? focused : null;
  });
  /** It is known not to be, or no longer to be, in what is shown. */
  readonly isGone = computed(() => {
    const shown = this.store.shown();
    if (this.store.isLoading() || shown === null) return false;
    return shown.total === 0 || (this.store.focused() !== undefined && this.item() === null);
  });
  readonly name = computed(() => visibleText(nameOf(this.path())));
  readonly position = computed(() => {
    const shown = this.store.shown();
    return shown === null || this.item() === null ? '' : `${count(this.store.focus() + 1)} of ${count(shown.total)}`;
  });
  readonly picture = computed<Picture | null>(() => pictureOf(this.item(), this.thumbs, this.originals));

  constructor(
    private readonly path: Signal<string>,
    private readonly store: GalleryStore,
    private readonly thumbs: ThumbLoader,
    private readonly originals: Originals,
  ) {}

  /** The last step: where it led, and from which image. */
  private turned = { path: '', to: -1 };

  turn(by: number): void {
    // The address follows a little later: of two quick steps the second finds it where the first began, and nothing is gone.
    const isAhead = this.turned.path === this.path() && this.turned.to === this.store.focus();
    // Where the gone image was, its successor stands already.
    const isOnSuccessor = !isAhead && this.isGone() && by > 0;
    this.store.move(this.store.focus() + (isOnSuccessor ? by - 1 : by));
    this.turned = { path: this.path(), to: this.store.focus() };
  }

  /** Loads it and, after it, its neighbours, so that the next one is there at once. Reads signals: call it in an effect. */
  hold(): void {
    const shown = this.store.shown();
    const item = this.item();
    const at = this.store.focus();
    const near = [1, -1, 2, -2].flatMap((step) => {
      const row = this.store.item(at + step);
      return row === undefined || row.problem !== undefined ? [] : [row];
    });
    untracked(() => {
      shown?.windows.want('viewer', { first: at - 3, last: at + 3 });
      if (item === null) return;
      const open = item.problem === undefined ? [item] : [];
      this.thumbs.want('viewer', [...open, ...near]);
      let pixels = 0;
      const ahead = near.filter(({ w, h }) => (pixels += w * h || AHEAD_PIXELS / 4) <= AHEAD_PIXELS);
      this.originals.hold([...open, ...ahead]);
    });
  }

  retry(): void {
    const item = this.item();
    if (item !== null) this.originals.retry(item);
  }

  close(): void {
    this.store.shown()?.windows.leave('viewer');
    this.thumbs.want('viewer', []);
    this.originals.hold([]);
  }
}
