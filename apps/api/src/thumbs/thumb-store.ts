import { Buffer } from 'node:buffer';
import type { FlatTarget } from '../flat-files/flat-file.ts';
import type { FlatHomes } from '../flat-files/flat-homes.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import { pictureOf, type ThumbSettings } from '../workers/thumb-file.ts';
import type { ThumbStamp } from '../workers/worker-jobs.ts';

/** Thumbs on disk, under the path of their image. Nothing in it is trusted, and nothing in it is needed. */
export class ThumbStore {
  constructor(
    private readonly homes: FlatHomes,
    private readonly settings: ThumbSettings,
  ) {}

  /** Where the thumb of this image belongs; null where nothing is kept, or nothing can be now. */
  async targetOf(path: GalleryPath): Promise<FlatTarget | null> {
    const files = this.homes.filesOf(path);
    if (!files) return null;
    // The picture is made and shown all the same.
    return files.handOut({ kind: 'thumb', path }).catch(() => null);
  }

  async read(path: GalleryPath, stamp: ThumbStamp): Promise<Buffer | undefined> {
    const files = this.homes.filesOf(path);
    if (!files) return undefined;
    try {
      const file = await files.read({ kind: 'thumb', path });
      return file && pictureOf(file, stamp, this.settings);
    } catch {
      // Not readable: it is made again.
      return undefined;
    }
  }
}
