import { childOf, rootPath, type GalleryPath } from '../../shared/gallery-path.ts';
import { pointerFileName } from '../pointer/parse-pointer.ts';
import { FolderMark } from './folder-mark.ts';
import { listedObject, type ListedKey } from './list-keys.ts';
import { nameFromPart } from './s3-keys.ts';

/** The marks of all folders of a bucket, from its keys in whatever order. Of the objects themselves nothing is kept. */
export class MarkedTree {
  readonly #marks = new Map<GalleryPath, FolderMark>([[rootPath, new FolderMark()]]);
  /** Keys come folder by folder: the one before was mostly in the same. */
  #lastPart = '';
  #lastMark: FolderMark | undefined = this.#marks.get(rootPath);

  constructor(private readonly prefix: string) {}

  add(object: ListedKey): void {
    const rest = object.key.slice(this.prefix.length);
    const cut = rest.lastIndexOf('/') + 1;
    const part = rest.slice(0, cut);
    if (part !== this.#lastPart) {
      this.#lastPart = part;
      this.#lastMark = this.markOfFolder(part);
    }
    if (rest.slice(cut) === pointerFileName) this.addPointer(rest, object);
    const file = this.#lastMark && listedObject(rest.slice(cut), object);
    if (file) this.#lastMark?.addFile(file);
  }

  /** NaN for a folder in which there is nothing. */
  markOf(path: GalleryPath): number {
    return this.#marks.get(path)?.value ?? NaN;
  }

  /** It has a mark of its own as well, by its path. */
  private addPointer(path: string, object: ListedKey): void {
    if (!this.#lastMark) return;
    const mark = new FolderMark();
    mark.addPointer(object);
    const folder = path.split('/').slice(0, -1).map(nameFromPart);
    this.#marks.set(['', ...folder, pointerFileName].join('/'), mark);
    this.#lastMark.addPointer(object);
  }

  /** Makes those above it known too; undefined where it, or one of those, is none that the gallery shows. */
  private markOfFolder(part: string): FolderMark | undefined {
    let path = rootPath;
    for (const each of part.split('/').slice(0, -1)) {
      const name = nameFromPart(each);
      if (name === undefined) return undefined;
      const child = childOf(path, name);
      if (!this.#marks.has(child)) {
        this.#marks.get(path)?.addFolder(name);
        this.#marks.set(child, new FolderMark());
      }
      path = child;
    }
    return this.#marks.get(path);
  }
}
