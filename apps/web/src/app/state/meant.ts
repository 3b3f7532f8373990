import { computed, untracked } from '@angular/core';
import type { Comparison } from './comparison.ts';
import type { GalleryStore } from './gallery-store.ts';

/** The image that keys and the inspector mean: the active one of a comparison, else the focused one of what is shown. */
export class Meant {
  private readonly walk = computed(() => (this.comparison.isOpen() ? this.comparison : this.store));
  readonly focused = computed(() => this.walk().focused());
  readonly focus = computed(() => this.walk().focus());

  constructor(
    private readonly comparison: Pick<Comparison, 'isOpen' | 'focused' | 'focus' | 'move'>,
    private readonly store: Pick<GalleryStore, 'focused' | 'focus' | 'move'>,
  ) {}

  move(place: number): void {
    untracked(this.walk).move(place);
  }
}
