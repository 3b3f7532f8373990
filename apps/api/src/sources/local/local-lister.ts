import { rootPath, type GalleryPath } from '../../shared/gallery-path.ts';
import type { FolderLister, ListedFolder } from '../image-source.ts';
import type { LocalLocation } from '../source-location.ts';
import { findRoot } from './find-root.ts';
import { folderMtime, folderNamesMark, isRootThere, listFolder } from './list-folder.ts';

/**
 * File systems keep times in ticks: a folder listed in the same moment in which it changed may look unchanged.
 * Only a manifest written clearly after the folder's last change is trusted.
 */
const settledMs = 2000;

/** Reading the names of a folder takes long when there are many, and the gallery's own is looked at every few seconds. */
const [knownMax, knownKept] = [2000, 1000];

interface KnownNames {
  readonly mtime: number;
  /** When this time of the folder was first met, and when its names were read last, by the clock that never jumps. */
  readonly metAt: number;
  readonly readAt: number;
  readonly mark: number;
}

/**
 * Folders of a file system. Their mark is the time of their own entry; where we write among the images, which changes that
 * time, it is made of the names instead.
 */
export class LocalLister implements FolderLister {
  readonly #known = new Map<GalleryPath, KnownNames>();

  constructor(private readonly location: LocalLocation) {}

  list(path: GalleryPath, seesPointer = false): ListedFolder {
    return listFolder(this.location, path, seesPointer);
  }

  marks(paths: readonly GalleryPath[]): Float64Array<ArrayBuffer> {
    return Float64Array.from(paths, (path) => this.markOf(path));
  }

  hasImage(path: GalleryPath): boolean {
    return !Number.isNaN(this.markOf(path));
  }

  isCurrent(path: GalleryPath, mark: number, madeAt: number): boolean {
    if (mark !== this.markOf(path)) return false;
    return this.location.holdsOurFiles === true || madeAt - mark > settledMs;
  }

  findRoot(known: readonly string[]): number | null {
    return findRoot(this.location, known);
  }

  private markOf(path: GalleryPath): number {
    try {
      // A disk that was mounted there brings a time of its own, which may be the same.
      if (path === rootPath && !isRootThere(this.location)) return NaN;
      const mtime = folderMtime(this.location, path) ?? NaN;
      return this.location.holdsOurFiles === true ? this.namesMarkOf(path, mtime) : mtime;
    } catch {
      // Whatever keeps a folder from being asked, it is not there for us now.
      return NaN;
    }
  }

  /** As long as the folder keeps its time the names are the same, if they were read clearly after it. */
  private namesMarkOf(path: GalleryPath, mtime: number): number {
    const now = performance.now();
    const last = this.#known.get(path);
    const known = last?.mtime === mtime ? last : undefined;
    if (known && known.readAt - known.metAt > settledMs) return known.mark;
    const mark = folderNamesMark(this.location, path) ?? NaN;
    this.#known.delete(path);
    this.#known.set(path, { mtime, metAt: known?.metAt ?? now, readAt: now, mark });
    if (this.#known.size > knownMax)
      for (const each of [...this.#known.keys()].slice(0, knownKept)) this.#known.delete(each);
    return mark;
  }
}
