import type { GalleryPath } from '../shared/gallery-path.ts';

/** What health lists at most. More are remembered so that a broken file is not read again with each listing. */
const remembered = 100_000;

/** Files with which something is wrong, and what, until they are seen to be good. */
export class Complaints {
  readonly #why = new Map<GalleryPath, string>();
  #revision = 0;

  get count(): number {
    return this.#why.size;
  }

  /** Grows when something came or went. */
  get revision(): number {
    return this.#revision;
  }

  has(path: GalleryPath): boolean {
    return this.#why.has(path);
  }

  add(path: GalleryPath, why: string): void {
    if (this.#why.get(path) === why || this.#why.size >= remembered) return;
    this.#why.set(path, why);
    this.#revision += 1;
  }

  remove(path: GalleryPath): void {
    if (this.#why.delete(path)) this.#revision += 1;
  }

  *first(most: number): Generator<{ path: GalleryPath; why: string }> {
    let left = most;
    for (const [path, why] of this.#why) {
      if (left-- <= 0) return;
      yield { path, why };
    }
  }
}
