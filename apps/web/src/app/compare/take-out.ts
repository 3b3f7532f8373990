import { untracked } from '@angular/core';
import type { Announcements } from '../state/announcements.ts';
import type { Comparison } from '../state/comparison.ts';
import { compared } from '../state/compared-paths.ts';
import type { GalleryStore } from '../state/gallery-store.ts';
import { nameOf } from '../state/place.ts';
import { visibleText } from '../ui/visible-text.ts';

/** Takes images out of a comparison, until one is left: that is what was looked for. */
export class TakeOut {
  constructor(
    private readonly comparison: Pick<Comparison, 'paths' | 'focus' | 'move' | 'show'>,
    private readonly store: Pick<GalleryStore, 'moveTo'>,
    private readonly announcements: Pick<Announcements, 'say'>,
  ) {}

  take(path: string): void {
    const paths = untracked(this.comparison.paths) ?? [];
    const at = paths.indexOf(path);
    const focus = untracked(this.comparison.focus);
    const left = paths.filter((each) => each !== path);
    if (at < 0) return;
    if (left.length < compared.least) this.end(left[0] ?? '');
    else {
      // The active one stays active; when it goes, it is the one that comes to stand in its place.
      this.comparison.show(left);
      this.comparison.move(focus > at ? focus - 1 : focus);
    }
  }

  private end(last: string): void {
    this.comparison.show(null);
    this.announcements.say(`${visibleText(nameOf(last))} is left`);
    // The server being away is said elsewhere, and one stays where one was.
    void this.store.moveTo(last).catch(() => undefined);
  }
}
