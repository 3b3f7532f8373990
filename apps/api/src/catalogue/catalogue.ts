import { imageTypes, type ImageType, type ItemProblem } from '#contracts';
import { ChangeOrder } from '../shared/change-order.ts';
import { fingerprintOf } from '../shared/fingerprint.ts';
import { childOf, nameOf, parentOf, rootPath, type GalleryPath } from '../shared/gallery-path.ts';
import { noFile, type Listing } from '../sources/listing.ts';
import { isRemoteAddress } from '../sources/remote/remote-address.ts';
import { FolderNode } from './folder-node.ts';
import { ItemColumns } from './item-columns.ts';
import { contentOf, itemFlags, problemOf, withContent, withProblem, type ContentFact } from './item-flags.ts';
import type { Row } from './row.ts';
import { PathHashes } from './path-hashes.ts';
import { RowIndex } from './row-index.ts';
import { RowSources } from './row-sources.ts';
import { RowValues } from './row-values.ts';
import { TextIndex } from './text-index.ts';
import { NamePool } from '../shared/name-pool.ts';

export type { Row };

// A byte order mark is a part of the name that it begins.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** What a new listing of a folder changed. */
export interface FolderChange {
  readonly path: GalleryPath;
  readonly added: readonly Row[];
  readonly changed: readonly Row[];
  readonly removed: readonly Row[];
  readonly newDirs: readonly FolderNode[];
  readonly lostDirs: number;
}

/** What was read from the head of one file. */
export interface HeaderFacts {
  readonly width: number;
  readonly height: number;
  readonly type: ImageType | undefined;
  /** Milliseconds of the camera's own time; NaN when unknown. */
  readonly taken: number;
  readonly hasMeta: boolean;
  readonly problem: ItemProblem | undefined;
}

/** Every folder and every item that is known. Plain state: it is told what others have found. */
export class Catalogue {
  readonly root = FolderNode.root();
  readonly columns = new ItemColumns();
  /** Rows in the order in which they came, went or became better known. */
  readonly changes = new ChangeOrder();
  /** Of the rows and folders that ever were: those that went are found by their text too, and in no folder. */
  readonly texts = new TextIndex();
  /** Where the images of a table lie. */
  readonly sources = new RowSources();
  readonly values = new RowValues((row) => this.folderOf(row));
  readonly hashes = new PathHashes((row) => this.pathOf(row));
  readonly #names = new NamePool();
  readonly #index = new RowIndex(this.columns, this.#names);
  readonly #folders: FolderNode[] = [this.root];
  readonly #byPath = new Map<GalleryPath, FolderNode>([[rootPath, this.root]]);
  #headers = 0;

  constructor() {
    this.texts.addFolder(rootPath);
  }

  folder(path: GalleryPath): FolderNode | undefined {
    return this.#byPath.get(path);
  }

  /** The folder and, where they are not known yet, those on the way to it. */
  makeFolder(path: GalleryPath): FolderNode {
    const known = this.#byPath.get(path);
    if (known) return known;
    const parent = this.makeFolder(parentOf(path));
    const folder = this.newFolder(parent, nameOf(path));
    parent.sortDirs();
    return folder;
  }

  find(path: GalleryPath): Row | undefined {
    const row = this.findEver(path);
    return row === undefined || this.has(row, itemFlags.gone) ? undefined : row;
  }

  /** Also a row whose file went away: when it returns it is that row again. */
  findEver(path: GalleryPath): Row | undefined {
    const folder = this.#byPath.get(parentOf(path));
    return folder && this.#index.find(folder.id, nameOf(path));
  }

  nameOf(row: Row): string {
    return this.#names.read(this.columns.nameOffset[row] ?? 0, this.columns.nameLength[row] ?? 0);
  }

  folderOf(row: Row): FolderNode {
    return this.#folders[this.columns.folder[row] ?? 0] ?? this.root;
  }

  pathOf(row: Row): GalleryPath {
    return childOf(this.folderOf(row).path, this.nameOf(row));
  }

  typeOf(row: Row): ImageType {
    return imageTypes[this.columns.type[row] ?? 0] ?? 'image/jpeg';
  }

  fingerprintOf(row: Row): string {
    const { size, mtime, inode } = this.columns;
    return fingerprintOf(size[row] ?? 0, mtime[row] ?? 0, inode[row] ?? 0);
  }

  /** Where the image that is shown under this path lies in its source. */
  sourceOf(path: GalleryPath): string | undefined {
    const row = this.find(path);
    return row === undefined ? undefined : (this.sources.of(row) ?? path);
  }

  /** Another server has it: it is read only when somebody asks for it. */
  isRemote(row: Row): boolean {
    return isRemoteAddress(this.sources.of(row) ?? '');
  }

  problemOf(row: Row): ItemProblem | undefined {
    if (this.columns.inode[row] === noFile) return 'missing';
    return problemOf(this.columns.flags[row] ?? 0);
  }

  has(row: Row, flag: number): boolean {
    return ((this.columns.flags[row] ?? 0) & flag) !== 0;
  }

  /** Images in path order: those of a folder before those of the folders in it. */
  rowsOf(folder: FolderNode, recursive: boolean): Uint32Array {
    if (!recursive) return folder.rows.slice();
    const rows = new Uint32Array(folder.total);
    let at = 0;
    for (const each of folder.downwards()) {
      rows.set(each.rows, at);
      at += each.rows.length;
    }
    return rows;
  }

  counts(): { folders: number; unlisted: number; items: number; headers: number } {
    const { total: items, unlisted } = this.root;
    return { folders: this.#byPath.size, unlisted, items, headers: this.#headers };
  }

  /** Takes over what the folder holds now. Items that are still there keep their numbers. */
  applyListing(folder: FolderNode, listing: Listing): FolderChange {
    this.changes.begin();
    const before = new Map(Array.from(folder.rows, (row) => [this.nameOf(row), row]));
    const added: Row[] = [];
    const changed: Row[] = [];
    const rows = new Uint32Array(listing.count);
    for (let at = 0; at < listing.count; at += 1) {
      const key = listing.keys.subarray(at === 0 ? 0 : listing.ends[at - 1], listing.ends[at]);
      const name = before.size > 0 || folder.gone ? decoder.decode(key) : '';
      const known = before.get(name) ?? folder.gone?.get(name);
      const row = known ?? this.newRow(folder, key);
      if (!before.delete(name)) added.push(row);
      else if (this.differs(row, listing, at)) changed.push(row);
      folder.gone?.delete(name);
      this.store(row, listing, at);
      rows[at] = row;
    }
    for (const [name, row] of before) this.forget(folder, name, row);
    const dirs = this.applyDirs(folder, listing.dirs);
    folder.addToTotal(rows.length - folder.rows.length);
    folder.rows = rows;
    folder.mark = listing.mark;
    folder.setState('listed');
    const removed = [...before.values()];
    if (added.length + changed.length + removed.length > 0) folder.touch();
    else if (dirs.lost + dirs.added.length > 0) folder.touchTree();
    return { path: folder.path, added, changed, removed, newDirs: dirs.added, lostDirs: dirs.lost };
  }

  /** The folder is not there any more, nor anything below it. */
  removeFolder(folder: FolderNode): Row[] {
    this.changes.begin();
    const removed: Row[] = [];
    for (const each of [...folder.downwards()].reverse()) {
      for (const row of each.rows) {
        this.forget(each, this.nameOf(row), row);
        removed.push(row);
      }
      each.addToTotal(-each.rows.length);
      each.rows = new Uint32Array(0);
      each.setState('removed');
      this.#byPath.delete(each.path);
    }
    if (folder.parent) folder.parent.dirs = folder.parent.dirs.filter((dir) => dir !== folder);
    folder.touch();
    return removed;
  }

  setHeader(row: Row, header: HeaderFacts): void {
    // It went away while its header was read.
    if (this.has(row, itemFlags.gone)) return;
    const { columns } = this;
    this.changes.begin();
    this.changes.note(row);
    if (!this.has(row, itemFlags.headerKnown)) this.#headers += 1;
    columns.width[row] = header.width;
    columns.height[row] = header.height;
    columns.taken[row] = header.taken;
    if (header.type !== undefined) columns.type[row] = imageTypes.indexOf(header.type);
    const kept = (columns.flags[row] ?? 0) & ~itemFlags.hasMeta;
    const facts = kept | itemFlags.headerKnown | (header.hasMeta ? itemFlags.hasMeta : 0);
    columns.flags[row] = withProblem(facts, header.problem);
  }

  setProblem(row: Row, problem: ItemProblem): void {
    this.columns.flags[row] = withProblem(this.columns.flags[row] ?? 0, problem);
  }

  setHasThumb(row: Row): void {
    this.columns.flags[row] = (this.columns.flags[row] ?? 0) | itemFlags.hasThumb;
  }

  /** Undefined when nobody has looked since the file was as it is. */
  contentOf(row: Row): ContentFact | undefined {
    return contentOf(this.columns.flags[row] ?? 0);
  }

  setContent(row: Row, fact: ContentFact): void {
    this.columns.flags[row] = withContent(this.columns.flags[row] ?? 0, fact);
  }

  private newRow(folder: FolderNode, key: Uint8Array): Row {
    const row = this.columns.add();
    this.columns.folder[row] = folder.id;
    this.columns.nameOffset[row] = this.#names.add(key);
    this.columns.nameLength[row] = key.length;
    this.#index.add(row);
    this.texts.add(key);
    return row;
  }

  private differs(row: Row, listing: Listing, at: number): boolean {
    const { size, mtime, inode } = this.columns;
    return size[row] !== listing.sizes[at] || mtime[row] !== listing.mtimes[at] || inode[row] !== listing.inodes[at];
  }

  private store(row: Row, listing: Listing, at: number): void {
    const { columns } = this;
    const wasKnown = this.has(row, itemFlags.headerKnown);
    const isSame = !this.differs(row, listing, at) && !this.has(row, itemFlags.gone);
    // Permission may have been given since, which no size or time of the file tells: a denied one is tried again.
    if (isSame && wasKnown && this.problemOf(row) !== 'denied') return;
    const flags = listing.flags[at] ?? 0;
    if (!isSame || wasKnown || (flags & itemFlags.headerKnown) !== 0) this.changes.note(row);
    this.#headers += ((flags & itemFlags.headerKnown) !== 0 ? 1 : 0) - (wasKnown ? 1 : 0);
    columns.size[row] = listing.sizes[at] ?? 0;
    columns.mtime[row] = listing.mtimes[at] ?? 0;
    columns.inode[row] = listing.inodes[at] ?? 0;
    columns.type[row] = listing.types[at] ?? 0;
    columns.width[row] = listing.widths[at] ?? 0;
    columns.height[row] = listing.heights[at] ?? 0;
    columns.taken[row] = listing.takens[at] ?? NaN;
    columns.flags[row] = flags;
  }

  private forget(folder: FolderNode, name: string, row: Row): void {
    if (this.has(row, itemFlags.headerKnown)) this.#headers -= 1;
    this.columns.flags[row] = itemFlags.gone;
    this.changes.note(row);
    (folder.gone ??= new Map()).set(name, row);
  }

  private applyDirs(folder: FolderNode, names: readonly string[]): { lost: number; added: FolderNode[] } {
    const wanted = new Set(names);
    const lost = folder.dirs.filter((dir) => !wanted.has(dir.name));
    for (const dir of lost) this.removeFolder(dir);
    const known = new Map(folder.dirs.map((dir) => [dir.name, dir]));
    const added: FolderNode[] = [];
    for (const name of names) if (!known.has(name)) added.push(this.newFolder(folder, name));
    if (added.length > 0) folder.sortDirs();
    return { lost: lost.length, added };
  }

  private newFolder(parent: FolderNode, name: string): FolderNode {
    const folder = FolderNode.below(parent, name, this.#folders.length);
    this.#folders.push(folder);
    this.texts.addFolder(folder.path);
    this.#byPath.set(folder.path, folder);
    parent.dirs.push(folder);
    return folder;
  }
}
