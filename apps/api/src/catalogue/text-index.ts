import { Buffer } from 'node:buffer';
import { extended } from '../shared/extended.ts';
import { foldText } from '../shared/fold-text.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import { NameChunk } from './name-chunk.ts';

/** So that the end of a name in it takes two bytes. The longest name has 5 KB, however it is folded. */
const chunkBytes = 0xffff;
const slash = 0x2f;

/**
 * What a search reads: the names of all items and the paths of all folders, folded. It grows with the catalogue, one name for
 * each row in the order of their numbers, and never changes otherwise: a file that is renamed is another row.
 *
 * Names stand in long strings of one byte a letter, which hold the UTF-8 of the names: the engine finds a needle in
 * such a string faster than anything written by hand, and every needle that is made by `needleOf` fits.
 */
export class TextIndex {
  readonly #chunks: NameChunk[] = [];
  readonly #folders: string[] = [];
  readonly #bytes = Buffer.allocUnsafeSlow(chunkBytes);
  #used = 0;
  #ends = new Uint16Array(1024);
  #count = 0;
  #first = 0;
  /** The chunk that is being filled, as it was when somebody looked at it last. */
  #open: NameChunk | undefined;

  add(name: Uint8Array): void {
    const place = this.#used + 1;
    let length = this.writePlain(name, place);
    if (length < 0) {
      const folded = Buffer.from(foldText(Buffer.from(name).toString('utf8')));
      length = folded.length;
      if (place + length <= chunkBytes) this.#bytes.set(folded, place);
    }
    if (place + length > chunkBytes) {
      this.seal();
      this.add(name);
      return;
    }
    this.#bytes[this.#used] = slash;
    this.#used = place + length;
    if (this.#count === this.#ends.length) this.#ends = extended(this.#ends, new Uint16Array(this.#count * 2));
    this.#ends[this.#count] = this.#used;
    this.#count += 1;
    this.#open = undefined;
  }

  /** In the order of their numbers. */
  addFolder(path: GalleryPath): void {
    const folded = foldText(path);
    this.#folders.push(folded.endsWith('/') ? folded : `${folded}/`);
  }

  /** The path of each folder by its number, folded and with a slash at its end. */
  get folders(): readonly string[] {
    return this.#folders;
  }

  /** All names that are known now. */
  chunks(): readonly NameChunk[] {
    return this.#count === 0 ? [...this.#chunks] : [...this.#chunks, this.openChunk()];
  }

  /** The name of one row by itself. */
  nameOf(row: number): NameChunk {
    const chunk = (row < this.#first ? this.sealedWith(row) : undefined) ?? this.openChunk();
    return chunk.alone(row - chunk.first);
  }

  /** Most names need no more than lower case. The length, or -1 for those that do. */
  private writePlain(name: Uint8Array, place: number): number {
    const bytes = this.#bytes;
    // Past the end nothing is written, and the caller finds that it does not fit.
    for (let at = 0; at < name.length; at += 1) {
      const byte = name[at] ?? 0;
      if (byte >= 0x80) return -1;
      bytes[place + at] = byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
    }
    return name.length;
  }

  private sealedWith(row: number): NameChunk | undefined {
    let [low, high] = [0, this.#chunks.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#chunks[middle]?.first ?? Infinity) <= row) low = middle;
      else high = middle - 1;
    }
    return this.#chunks[low];
  }

  private openChunk(): NameChunk {
    this.#open ??= new NameChunk(
      this.#first,
      this.#bytes.toString('latin1', 0, this.#used),
      this.#ends.slice(0, this.#count),
    );
    return this.#open;
  }

  private seal(): void {
    this.#chunks.push(this.openChunk());
    this.#first += this.#count;
    this.#count = 0;
    this.#used = 0;
    this.#open = undefined;
  }
}

/** A folded text in the form in which names are kept. */
export function needleOf(folded: string): string {
  return Buffer.from(folded).toString('latin1');
}
