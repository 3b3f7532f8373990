import { computed, untracked } from '@angular/core';
import type { ItemRow } from '#contracts';
import type { Comparison } from './comparison.ts';
import type { GalleryStore } from './gallery-store.ts';

/** The image that keys and the inspector mean: the active one of a comparison, else the focused one of what is shown. */
export class Meant {
  private readonly walk = computed(() => (this.comparison.isOpen() ? this.comparison : this.store));
  readonly focused = computed(() => this.walk().focused());
  readonly focus = computed(() => this.walk().focus());

  constructor(
    private readonly comparison: Pick<Comparison, 'isOpen' | 'focused' | 'focus' | 'move'>,
    private readonly store: Pick<GalleryStore, 'focused' | 'focus' | 'move' | 'coming'>,
  ) {}

  /** What is compared is there already, or is no image. */
  coming(): Promise<ItemRow | undefined> | null {
    return untracked(this.comparison.isOpen) ? null : this.store.coming();
  }

  move(place: number): void {
    untracked(this.walk).move(place);
  }
}
