import { naturalKey } from '../shared/natural-order.ts';
import type { Followed } from './followed.ts';
import { childOf, nameOf, rootPath, type GalleryPath } from '../shared/gallery-path.ts';

export type FolderState = 'unlisted' | 'listed' | 'denied' | 'unavailable' | 'removed';

const noRows = new Uint32Array(0);

/** One folder of the gallery: its place in the tree and the numbers of its images, in natural order. */
export class FolderNode {
  dirs: FolderNode[] = [];
  rows = noRows;
  state: FolderState = 'unlisted';
  /** What its source said of it as a whole when it was listed: another number means that something has changed in it. */
  mark = NaN;
  /** Of the gallery's folder, when the inodes of its images were read. */
  rootInode = 0;
  /** Which sidecars are in it could not be seen when it was listed. */
  hasUnseenSidecars = false;
  /** When it was listed, as wall time. */
  listedAt = 0;
  /** When the listing that is known was asked for, by the clock that never jumps. */
  askedAt = -Infinity;
  /** Images in it and below it. */
  total = 0;
  /** Folders in it and below it, itself included, whose content is not known yet, or in parts only. */
  unlisted = 0;
  #isPartial = false;
  /** Grows with every change of the images in it. */
  revision = 0;
  /** Grows with every change in it or below it. */
  treeRevision = 0;
  /** It stands for another folder, in which its images and folders are. */
  pointer: Followed | undefined;
  /** Images that were here and went away: a file that returns is the same item again. */
  gone: Map<string, number> | undefined;

  private constructor(
    readonly id: number,
    readonly path: GalleryPath,
    readonly parent: FolderNode | null,
  ) {}

  static root(): FolderNode {
    return new FolderNode(0, rootPath, null).countAsUnlisted();
  }

  static below(parent: FolderNode, name: string, id: number): FolderNode {
    return new FolderNode(id, childOf(parent.path, name), parent).countAsUnlisted();
  }

  get name(): string {
    return nameOf(this.path);
  }

  setState(state: FolderState): void {
    if (this.state === 'unlisted' && state !== 'unlisted') this.addToUnlisted(-1);
    else if (this.state !== 'unlisted' && state === 'unlisted') this.addToUnlisted(1);
    this.state = state;
    if (state !== 'listed') this.setPartial(false);
  }

  /** Its source has told a part of it so far. */
  setPartial(isPartial: boolean): void {
    if (isPartial !== this.#isPartial) this.addToUnlisted(isPartial ? 1 : -1);
    this.#isPartial = isPartial;
  }

  addToTotal(count: number): void {
    for (const folder of this.upwards()) folder.total += count;
  }

  /** Its own images changed. */
  touch(): void {
    this.revision += 1;
    this.touchTree();
  }

  /** Something in it or below it changed. */
  touchTree(): void {
    for (const folder of this.upwards()) folder.treeRevision += 1;
  }

  sortDirs(): void {
    const keys = new Map(this.dirs.map((dir) => [dir, naturalKey(dir.name)]));
    this.dirs.sort((a, b) => ((keys.get(a) ?? '') < (keys.get(b) ?? '') ? -1 : 1));
  }

  /** The folders on the way from it to the root, the nearest first. */
  above(): FolderNode[] {
    return [...this.upwards()].slice(1);
  }

  /** This folder and all below it, each before its own children. */
  *downwards(): Generator<FolderNode> {
    const open: FolderNode[] = [this];
    for (let folder = open.pop(); folder; folder = open.pop()) {
      yield folder;
      for (let at = folder.dirs.length - 1; at >= 0; at -= 1) {
        const dir = folder.dirs[at];
        if (dir) open.push(dir);
      }
    }
  }

  private *upwards(): Generator<FolderNode> {
    yield this;
    for (let folder = this.parent; folder; folder = folder.parent) yield folder;
  }

  private countAsUnlisted(): this {
    this.addToUnlisted(1);
    return this;
  }

  private addToUnlisted(count: number): void {
    for (const folder of this.upwards()) folder.unlisted += count;
  }
}

export function isUnlisted(folder: FolderNode): boolean {
  return folder.state === 'unlisted';
}
