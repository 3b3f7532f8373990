import { statSync } from 'node:fs';
import type { GalleryPath } from '../../shared/gallery-path.ts';
import type { LocalLocation } from '../source-location.ts';
import { FileStates } from './file-states.ts';

/** So many files tell whether another folder is the base folder. */
const filesCompared = 500;

/**
 * The folder that the files of a table lie in. A disk that is unmounted leaves a folder too, mostly an empty one: another one is taken for the
 * base folder if at least half of the files that were seen are in it. Where none was, nothing can be lost.
 */
export class BaseFolder {
  #inode: number;
  readonly #seen = new Set<GalleryPath>();

  constructor(private readonly location: LocalLocation) {
    this.#inode = location.rootInode;
  }

  isThere(): boolean {
    const stats = statSync(this.location.root, { throwIfNoEntry: false });
    if (!stats?.isDirectory()) return false;
    if (stats.ino !== this.#inode && !this.isSame()) return false;
    this.#inode = stats.ino;
    return true;
  }

  /** Files as they are seen at one moment. */
  states(): FileStates {
    return new FileStates(this.location);
  }

  note(path: GalleryPath, isFile: boolean): void {
    if (!isFile) this.#seen.delete(path);
    else if (this.#seen.size < filesCompared) this.#seen.add(path);
  }

  private isSame(): boolean {
    const states = this.states();
    const found = [...this.#seen].filter((path) => typeof states.of(path) === 'object').length;
    return found * 2 >= this.#seen.size;
  }
}
