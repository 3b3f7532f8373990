import { computed, inject, type Signal } from '@angular/core';
import { GalleryStore } from '../state/gallery-store.ts';
import { wordsIn, type SoughtField } from '../ui/marked-text.ts';

/** What is searched for in this field of the images that are shown. Call it where a component is made. */
export function soughtWords(field: SoughtField): Signal<readonly string[]> {
  const store = inject(GalleryStore);
  return computed(() => wordsIn(store.shown()?.query.text ?? '', field));
}
