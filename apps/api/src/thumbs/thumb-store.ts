import { Buffer } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import type { GalleryPath } from '../shared/gallery-path.ts';
import { workspacePath } from '../shared/workspace-path.ts';
import { pictureOf, type ThumbSettings } from '../workers/thumb-file.ts';
import type { ThumbStamp } from '../workers/worker-jobs.ts';

/** Thumbs on disk, under the path of their image. Nothing in it is trusted, and nothing in it is needed. */
export class ThumbStore {
  constructor(
    private readonly folder: string | null,
    private readonly settings: ThumbSettings,
  ) {}

  /** Where the thumb of this image belongs; null where nothing is kept. */
  fileOf(path: GalleryPath): string | null {
    return this.folder === null ? null : `${workspacePath(this.folder, path)}.thumbnail`;
  }

  async read(path: GalleryPath, stamp: ThumbStamp): Promise<Buffer | undefined> {
    const file = this.fileOf(path);
    if (file === null) return undefined;
    try {
      return pictureOf(await readFile(file), stamp, this.settings);
    } catch {
      // Not made yet, or not readable: it is made again.
      return undefined;
    }
  }
}
