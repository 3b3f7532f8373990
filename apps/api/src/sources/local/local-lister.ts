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

/**
 * Folders of a file system. Their mark is the time of their own entry; where we write among the images, which changes that
 * time, it is made of the names instead.
 */
export class LocalLister implements FolderLister {
  constructor(private readonly location: LocalLocation) {}

  list(path: GalleryPath): ListedFolder {
    return listFolder(this.location, path);
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
      const markOf = this.location.holdsOurFiles === true ? folderNamesMark : folderMtime;
      return markOf(this.location, path) ?? NaN;
    } catch {
      // Whatever keeps a folder from being asked, it is not there for us now.
      return NaN;
    }
  }
}
