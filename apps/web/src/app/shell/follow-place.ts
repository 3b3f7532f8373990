import { computed, effect, untracked } from '@angular/core';
import type { Address } from '../state/address.ts';
import type { GalleryStore } from '../state/gallery-store.ts';
import { queryKey, queryOf } from '../state/place.ts';

/**
 * Keeps what is shown and what the address says in step, both ways. Call it where a component is made. To be told when
 * somebody has scrolled and rests.
 */
export function followPlace(address: Address, store: GalleryStore): { readonly rested: () => void } {
  const query = computed(() => queryOf(address.place()), { equal: (a, b) => queryKey(a) === queryKey(b) });
  const image = computed(() => address.place().image);
  const rested = (): void => {
    address.rest(() => {
      const { image, compare } = address.place();
      return image === null && compare === null ? (store.eye()?.path ?? null) : null;
    });
  };

  effect(() => {
    const asked = query();
    untracked(() => void store.open(asked, image() ?? address.place().at));
  });

  effect(() => {
    const path = image();
    untracked(() => {
      // The server being away is shown elsewhere; the viewer goes on looking.
      if (path !== null && !store.isLoading()) void store.moveTo(path).catch(() => undefined);
    });
  });

  // The person goes on to another image. Only steps of theirs count, not those that the data makes.
  let seen = store.moves();
  effect(() => {
    const moves = store.moves();
    const path = store.focused()?.path;
    if (moves === seen || path === undefined) return;
    seen = moves;
    untracked(() => {
      if (image() !== null && image() !== path) address.correct({ image: path });
    });
  });

  const first = { moves: store.moves(), image: untracked(image) };
  effect(() => {
    const now = { moves: store.moves(), image: image() };
    if (now.moves !== first.moves || now.image !== first.image) untracked(rested);
  });
  return { rested };
}
