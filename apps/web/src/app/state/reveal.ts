import type { Address } from './address.ts';
import type { GalleryStore } from './gallery-store.ts';
import { parentOf } from './place.ts';

/** Goes to an image in the grid: where it is shown, else in its folder, without the conditions that may hide it. */
export class Reveal {
  constructor(
    private readonly store: Pick<GalleryStore, 'moveTo' | 'aim'>,
    private readonly address: Pick<Address, 'go'>,
  ) {}

  go(path: string): void {
    const goOn = (isHere: boolean): void => {
      if (isHere) return;
      this.store.aim(path);
      this.address.go({ path: parentOf(path), chips: [], image: null });
    };
    // The server being away is shown elsewhere.
    void this.store.moveTo(path).then(goOn, () => undefined);
  }
}
