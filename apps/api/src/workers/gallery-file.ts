import { Buffer } from 'node:buffer';
import { closeSync, fstatSync, readSync } from 'node:fs';
import { openInsideRootNow } from '../sources/local/open-inside-root.ts';
import type { ImageState, LocalLocation, SourcePlace } from '../sources/source-location.ts';
import type { ImageFile } from './image-file.ts';

/** An opened image, read by plain calls: in a child process nobody else waits meanwhile. */
export class GalleryFile implements ImageFile {
  readonly #fd: number;
  readonly state: ImageState;

  private constructor(fd: number, state: ImageState) {
    this.#fd = fd;
    this.state = state;
  }

  /** Opens it for as long as the work takes. */
  static async use<Result>(
    { location, path }: SourcePlace<LocalLocation>,
    work: (file: GalleryFile) => Promise<Result>,
  ): Promise<Result> {
    const { fd, stats } = openInsideRootNow(location, path);
    try {
      return await work(new GalleryFile(fd, { size: stats.size, mtime: stats.mtimeMs, inode: stats.ino }));
    } finally {
      closeSync(fd);
    }
  }

  /** The first bytes; fewer where the file is shorter, also when it was cut while being read. */
  head(bytes: number): Buffer {
    const head = Buffer.allocUnsafe(Math.min(bytes, this.state.size));
    let filled = 0;
    while (filled < head.length) {
      const count = readSync(this.#fd, head, filled, head.length - filled, filled);
      if (count === 0) break;
      filled += count;
    }
    return head.subarray(0, filled);
  }

  whole(): Buffer {
    return this.head(this.state.size);
  }

  /** The next piece, into this memory; 0 at the end. */
  read(into: Buffer, at: number): number {
    return readSync(this.#fd, into, 0, into.length, at);
  }

  /** Nobody has written to it since. */
  isAsOpened(): boolean {
    const { size, mtimeMs } = fstatSync(this.#fd);
    return size === this.state.size && mtimeMs === this.state.mtime;
  }
}
