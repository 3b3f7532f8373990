import { Buffer } from 'node:buffer';
import type { FlatPlace, FlatTarget } from '../flat-files/flat-file.ts';
import { flatFilesFor } from '../flat-files/flat-files-for.ts';
import type { FlatFiles } from '../flat-files/flat-files.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import { pictureOf, type ThumbSettings } from '../workers/thumb-file.ts';
import type { ThumbStamp } from '../workers/worker-jobs.ts';

/** Thumbs on disk, under the path of their image. Nothing in it is trusted, and nothing in it is needed. */
export class ThumbStore {
  readonly #files: FlatFiles | null;

  constructor(
    place: FlatPlace | null,
    private readonly settings: ThumbSettings,
  ) {
    this.#files = place && flatFilesFor(place, { isAlone: false });
  }

  /** Where the thumb of this image belongs; null where nothing is kept, or nothing can be now. */
  async targetOf(path: GalleryPath): Promise<FlatTarget | null> {
    if (!this.#files) return null;
    // The picture is made and shown all the same.
    return this.#files.handOut({ kind: 'thumb', path }).catch(() => null);
  }

  async read(path: GalleryPath, stamp: ThumbStamp): Promise<Buffer | undefined> {
    if (!this.#files) return undefined;
    try {
      const file = await this.#files.read({ kind: 'thumb', path });
      return file && pictureOf(file, stamp, this.settings);
    } catch {
      // Not readable: it is made again.
      return undefined;
    }
  }
}
