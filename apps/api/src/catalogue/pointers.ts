import { isWithin, type GalleryPath } from '../shared/gallery-path.ts';
import { Problem } from '../shared/problem.ts';
import { isSameButInode } from '../sources/pointer/find-target.ts';
import type { Catalogue } from './catalogue.ts';
import type { FolderNode } from './folder-node.ts';
import type { Followed, PointerProblem } from './followed.ts';
import type { PointerToFollow } from './follow-pointer.ts';
import type { Places } from './places.ts';

/** So many names tell whether another disk lies where the target was. */
const namesCompared = 500;

/** The folders that stand for others, and what they stand for. */
export class Pointers {
  readonly #folders = new Set<FolderNode>();

  constructor(
    private readonly catalogue: Catalogue,
    private readonly places: Places,
  ) {}

  get folders(): ReadonlySet<FolderNode> {
    return this.#folders;
  }

  /**
   * What a listing said of the folder as a pointer, if it is one. True when it stands for something else than before:
   * nothing that was known in it is there.
   */
  note(folder: FolderNode, pointer: Followed | undefined): boolean {
    const before = folder.pointer;
    if (!before && !pointer) return false;
    folder.pointer = pointer;
    if (pointer) this.#folders.add(folder);
    else this.#folders.delete(folder);
    const target = targetOf(pointer);
    if (pointer && target) this.places.point({ path: pointer.path, way: pointer.way }, target);
    else this.places.unpoint(folder.path);
    const isShownAnew = before?.label !== pointer?.label || before?.problem?.message !== pointer?.problem?.message;
    const isOther = !isSameTarget(targetOf(before), target) || (before === undefined) !== (pointer === undefined);
    if (isOther || isShownAnew) folder.touchTree();
    return isOther;
  }

  forgetRemoved(): void {
    for (const folder of this.#folders) {
      if (folder.state !== 'removed') continue;
      this.#folders.delete(folder);
      // Another folder may have come to the same path meanwhile.
      if (!this.catalogue.folder(folder.path)?.pointer) this.places.unpoint(folder.path);
    }
  }

  /** Behind a pointer that leads nowhere, there is nothing to look for. */
  assertOpenTo(path: GalleryPath): void {
    for (const folder of this.#folders) {
      const { problem } = folder.pointer ?? {};
      if (problem && folder.path !== path && isWithin(path, folder.path)) throw refusalOf(problem);
    }
  }

  /** What the pointer above this path leads to does not answer, or is another disk. */
  isAway(path: GalleryPath): boolean {
    const pointer = this.places.passedTo(path).at(-1);
    return pointer !== undefined && this.catalogue.folder(pointer.path)?.state === 'unavailable';
  }

  /** What it led to before, for whoever follows it again. */
  before(path: GalleryPath): PointerToFollow['before'] {
    const folder = this.#folders.size === 0 ? undefined : this.catalogue.folder(path);
    const location = targetOf(folder?.pointer);
    if (!folder || !location) return null;
    const items = Array.from(folder.rows.subarray(0, namesCompared), (row) => this.catalogue.nameOf(row));
    return { location, names: [...items, ...folder.dirs.slice(0, namesCompared).map(({ name }) => name)] };
  }
}

export function refusalOf({ code, message }: PointerProblem): Problem {
  return new Problem(code, message);
}

function targetOf(pointer: Followed | undefined): Followed['location'] {
  return pointer && !pointer.problem ? pointer.location : null;
}

function isSameTarget(a: Followed['location'], b: Followed['location']): boolean {
  return a && b ? isSameButInode(a, b) : a === b;
}
