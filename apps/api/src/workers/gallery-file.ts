import { Buffer } from 'node:buffer';
import { closeSync, fstatSync, readSync, type Stats } from 'node:fs';
import { openInsideRootNow } from '../sources/local/open-inside-root.ts';
import type { HandedOut } from '../sources/source-location.ts';

/** An opened image, read by plain calls: in a child process nobody else waits meanwhile. */
export class GalleryFile {
  readonly #fd: number;
  readonly stats: Stats;

  private constructor(fd: number, stats: Stats) {
    this.#fd = fd;
    this.stats = stats;
  }

  /** Opens it for as long as the work takes. */
  static async use<Result>(
    { location, path }: HandedOut,
    work: (file: GalleryFile) => Promise<Result>,
  ): Promise<Result> {
    const { fd, stats } = openInsideRootNow(location, path);
    try {
      return await work(new GalleryFile(fd, stats));
    } finally {
      closeSync(fd);
    }
  }

  /** The first bytes; fewer where the file is shorter, also when it was cut while being read. */
  head(bytes: number): Buffer {
    const head = Buffer.allocUnsafe(Math.min(bytes, this.stats.size));
    let filled = 0;
    while (filled < head.length) {
      const count = readSync(this.#fd, head, filled, head.length - filled, filled);
      if (count === 0) break;
      filled += count;
    }
    return head.subarray(0, filled);
  }

  whole(): Buffer {
    return this.head(this.stats.size);
  }

  /** The next piece, into this memory; 0 at the end. */
  read(into: Buffer, at: number): number {
    return readSync(this.#fd, into, 0, into.length, at);
  }

  /** Nobody has written to it since. */
  isAsOpened(): boolean {
    const { size, mtimeMs } = fstatSync(this.#fd);
    return size === this.stats.size && mtimeMs === this.stats.mtimeMs;
  }
}
