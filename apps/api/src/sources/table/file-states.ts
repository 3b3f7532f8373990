import type { Buffer } from 'node:buffer';
import { lstatSync, realpathSync, statSync, type Stats } from 'node:fs';
import { isHidden, parentOf, type GalleryPath } from '../../shared/gallery-path.ts';
import type { ImageState, LocalLocation } from '../source-location.ts';
import { failureOf } from '../local/list-folder.ts';
import { fileSystemPath, isServable } from '../local/local-path.ts';

/** `missing`: there is no such file. `denied`: it is not to be read, or may not be. */
export type FileState = ImageState | 'missing' | 'denied';

/**
 * Looks at many files below a folder, without opening any; plain calls, for a thread of its own. Of each folder on the way it is asked once
 * whether it lies where it seems to. What is found here is only shown: whoever opens a file proves it again.
 */
export class FileStates {
  readonly #servable = new Map<GalleryPath, FileState | 'inside'>();

  constructor(private readonly location: LocalLocation) {}

  of(path: GalleryPath): FileState {
    if (isHidden(path)) return 'denied';
    const folder = this.folderState(parentOf(path));
    if (folder !== 'inside') return folder;
    try {
      const file = fileSystemPath(this.location, path);
      const stats = lstatSync(file, { throwIfNoEntry: false });
      return stats?.isSymbolicLink() === true ? this.behindLink(file) : stateOf(stats);
    } catch (error) {
      return failure(error);
    }
  }

  private behindLink(file: string | Buffer): FileState {
    const real = realpathSync.native(file, { encoding: 'buffer' });
    return isServable(this.location, real) ? stateOf(statSync(file, { throwIfNoEntry: false })) : 'denied';
  }

  private folderState(path: GalleryPath): FileState | 'inside' {
    const known = this.#servable.get(path);
    if (known !== undefined) return known;
    const found = this.lookAtFolder(path);
    this.#servable.set(path, found);
    return found;
  }

  private lookAtFolder(path: GalleryPath): FileState | 'inside' {
    try {
      const real = realpathSync.native(fileSystemPath(this.location, path), { encoding: 'buffer' });
      return isServable(this.location, real) ? 'inside' : 'denied';
    } catch (error) {
      return failure(error);
    }
  }
}

/** A folder, a pipe or a device of that name is no image. */
function stateOf(stats: Stats | undefined): FileState {
  return stats?.isFile() === true ? { size: stats.size, mtime: stats.mtimeMs, inode: stats.ino } : 'missing';
}

/** A storage that fails says nothing of its files: that is thrown. */
function failure(error: unknown): FileState {
  const status = failureOf(error);
  if (status === 'unavailable') throw error;
  return status === 'absent' ? 'missing' : status;
}
