import { computed, type Signal } from '@angular/core';
import type { ItemProblem } from '#contracts';
import type { Thumb, ThumbLoader, ThumbOf } from './thumb-loader.ts';

/** What is shown of an image: nothing yet while it is not known, and no thumb of one that has none. */
export class ShownThumb {
  readonly thumb: Signal<Thumb>;
  readonly url = computed(() => {
    const thumb = this.thumb();
    return thumb.kind === 'ready' ? thumb.url : null;
  });

  constructor(
    thumbs: Pick<ThumbLoader, 'of'>,
    item: Signal<(ThumbOf & { readonly problem?: ItemProblem }) | undefined>,
  ) {
    this.thumb = computed(() => {
      const known = item();
      if (known === undefined) return { kind: 'waiting' };
      return known.problem === undefined ? thumbs.of(known)() : { kind: 'failed', problem: known.problem };
    });
  }
}
