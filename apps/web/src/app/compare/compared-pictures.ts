import { signal, untracked } from '@angular/core';
import type { ItemRow } from '#contracts';
import type { Originals } from '../state/originals.ts';
import { pictureOf, type Picture } from '../state/picture.ts';
import type { ThumbLoader } from '../state/thumb-loader.ts';

/** What is drawn of the images that are compared: thumbs at once, originals one by one. */
export class ComparedPictures {
  /** Bumped when what is held changes, since holding is not a signal. */
  private readonly holding = signal(0);

  constructor(
    private readonly thumbs: ThumbLoader,
    private readonly originals: Originals,
  ) {}

  of(row: ItemRow | null): Picture | null {
    this.holding();
    return pictureOf(row, this.thumbs, this.originals);
  }

  hold(rows: readonly ItemRow[]): void {
    const sound = rows.filter(({ problem }) => problem === undefined);
    this.thumbs.want('compare', sound);
    this.originals.hold(sound);
    this.holding.update((n) => n + 1);
  }

  retry(row: ItemRow): void {
    this.originals.retry(row);
    this.holding.update((n) => n + 1);
  }

  /** Something is on its way that would be sharper than what is shown. */
  isWaiting(rows: readonly ItemRow[]): boolean {
    return rows.some((row) => this.of(row)?.original?.state() === 'loading');
  }

  close(): void {
    untracked(() => {
      this.hold([]);
    });
  }
}
