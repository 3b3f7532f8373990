import { untracked } from '@angular/core';
import type { ItemRow } from '#contracts';
import type { Originals } from '../state/originals.ts';
import { pictureOf, type Picture } from '../state/picture.ts';
import type { ThumbLoader } from '../state/thumb-loader.ts';

/** What is drawn of the images that are compared: thumbs at once, originals one by one. */
export class ComparedPictures {
  constructor(
    private readonly thumbs: ThumbLoader,
    private readonly originals: Originals,
  ) {}

  of(row: ItemRow | null): Picture | null {
    return pictureOf(row, this.thumbs, this.originals);
  }

  hold(rows: readonly ItemRow[]): void {
    const sound = rows.filter(({ problem }) => problem === undefined);
    this.thumbs.want('compare', sound);
    this.originals.hold(sound);
  }

  retry(row: ItemRow): void {
    this.originals.retry(row);
  }

  close(): void {
    untracked(() => {
      this.hold([]);
    });
  }
}
