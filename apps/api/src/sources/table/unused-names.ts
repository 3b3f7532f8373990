import { childOf, nameOf, parentOf, type GalleryPath } from '../../shared/gallery-path.ts';

/** Gives every row a path of its own: the first keeps it, the next ones are called `name (2).jpg`, `name (3).jpg`. */
export class UnusedNames {
  readonly #used = new Set<GalleryPath>();
  /** The last number that was given to a path: a million rows of one path would be a million searches otherwise. */
  readonly #last = new Map<GalleryPath, number>();

  take(path: GalleryPath): GalleryPath {
    let free = path;
    for (let number = (this.#last.get(path) ?? 1) + 1; this.#used.has(free); number += 1) {
      free = numbered(path, number);
      this.#last.set(path, number);
    }
    this.#used.add(free);
    return free;
  }
}

function numbered(path: GalleryPath, number: number): GalleryPath {
  const name = nameOf(path);
  const dot = name.lastIndexOf('.');
  return childOf(parentOf(path), `${name.slice(0, dot)} (${String(number)})${name.slice(dot)}`);
}
