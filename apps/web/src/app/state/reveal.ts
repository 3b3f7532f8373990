import type { Address } from './address.ts';
import type { GalleryStore } from './gallery-store.ts';
import { imageLink, parentOf, start } from './place.ts';

/** The pages of the application, of which the gallery is one. */
export interface Pages {
  /** Another page than the gallery's is open, or on its way. */
  readonly isElsewhere: boolean;
  /** A link is relative to the base of the application. */
  visit(link: string): void;
}

/** The way to an image. From another page than the gallery's it leads to the image, open in its folder: no list is seen there. */
export class Reveal {
  constructor(
    private readonly store: Pick<GalleryStore, 'moveTo' | 'aim'>,
    private readonly address: Pick<Address, 'go' | 'place'>,
    private readonly pages: Pages,
  ) {}

  /** In the grid: where it is shown, else in its folder, without the conditions and words that may hide it. */
  go(path: string): void {
    this.find(path, (isHere) => {
      // A comparison would lie over it.
      if (isHere) return this.address.go({ compare: null });
      const { sort } = this.address.place();
      const order = sort.key === 'relevance' ? { sort: start.sort } : {};
      this.store.aim(path);
      this.address.go({ path: parentOf(path), text: '', chips: [], image: null, compare: null, ...order });
    });
  }

  /** In the grid where it is shown, else open, whatever hides it. */
  open(path: string): void {
    this.find(path, (isHere) => {
      if (!isHere) this.address.go({ path: parentOf(path), image: path });
    });
  }

  private find(path: string, goOn: (isHere: boolean) => void): void {
    if (this.pages.isElsewhere) return this.pages.visit(imageLink(path));
    // The server being away is shown elsewhere.
    void this.store.moveTo(path).then(goOn, () => undefined);
  }
}
