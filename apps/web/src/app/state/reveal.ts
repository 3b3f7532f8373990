import type { Address } from './address.ts';
import type { GalleryStore } from './gallery-store.ts';
import { parentOf, start } from './place.ts';

/** Goes to an image in the grid: where it is shown, else in its folder, without the conditions and words that may hide it. */
export class Reveal {
  constructor(
    private readonly store: Pick<GalleryStore, 'moveTo' | 'aim'>,
    private readonly address: Pick<Address, 'go' | 'place'>,
  ) {}

  go(path: string): void {
    const goOn = (isHere: boolean): void => {
      // A comparison would lie over it.
      if (isHere) return this.address.go({ compare: null });
      const { sort } = this.address.place();
      const order = sort.key === 'relevance' ? { sort: start.sort } : {};
      this.store.aim(path);
      this.address.go({ path: parentOf(path), text: '', chips: [], image: null, compare: null, ...order });
    };
    // The server being away is shown elsewhere.
    void this.store.moveTo(path).then(goOn, () => undefined);
  }
}
