import type { ListedFile } from '../listing.ts';
import { pointerFileName } from '../pointer/parse-pointer.ts';
import type { ListedKey } from './list-keys.ts';
import { bareTag, numberOf, secondOf } from './tag-number.ts';

/** A number that changes with what lies directly in a folder, in whatever order one comes to know of it. */
export class FolderMark {
  #low = 0;
  #high = 0;

  addFile({ key, size, mtime, inode }: ListedFile): void {
    this.add(`${key}\n${String(size)}\n${String(mtime)}\n${String(inode)}`);
  }

  addFolder(name: string): void {
    this.add(`${name}/`);
  }

  addPointer({ size, tag, changed }: ListedKey): void {
    this.add(`${pointerFileName}\n${String(size)}\n${bareTag(tag)}\n${String(secondOf(changed))}`);
  }

  get value(): number {
    return (this.#high & 0x1fffff) * 0x1_0000_0000 + (this.#low >>> 0);
  }

  private add(entry: string): void {
    const number = numberOf(entry);
    this.#low = (this.#low + number) | 0;
    this.#high = (this.#high + Math.floor(number / 0x1_0000_0000)) | 0;
  }
}
