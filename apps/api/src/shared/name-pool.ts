import { Buffer, isAscii } from 'node:buffer';
import { hashBytes } from './hash-bytes.ts';

const blockBytes = 1 << 20;

/**
 * Names of all items as bytes in large blocks. A JavaScript string costs 20 bytes and a pointer more than its
 * letters; at a million names that is the difference between 20 MB and 60.
 */
export class NamePool {
  readonly #blocks: Buffer[] = [];
  #used = blockBytes;

  /** Keeps a copy; the answer finds it again. A name never straddles two blocks. */
  add(name: Uint8Array): number {
    if (this.#used + name.length > blockBytes) {
      this.#blocks.push(Buffer.allocUnsafeSlow(blockBytes));
      this.#used = 0;
    }
    const block = this.#blocks.length - 1;
    this.#blocks[block]?.set(name, this.#used);
    const offset = block * blockBytes + this.#used;
    this.#used += name.length;
    return offset;
  }

  read(offset: number, length: number): string {
    const bytes = this.at(offset, length);
    return bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8');
  }

  /** The bytes themselves, as they are kept. */
  at(offset: number, length: number): Buffer {
    const start = offset % blockBytes;
    return this.#blocks[Math.floor(offset / blockBytes)]?.subarray(start, start + length) ?? Buffer.alloc(0);
  }

  /** Is what lies there the same as the first bytes of this? */
  holds(offset: number, bytes: Uint8Array, length: number): boolean {
    const block = this.#blocks[Math.floor(offset / blockBytes)];
    const start = offset % blockBytes;
    return block?.compare(bytes, 0, length, start, start + length) === 0;
  }

  hashOf(offset: number, length: number, seed = 0): number {
    const block = this.#blocks[Math.floor(offset / blockBytes)];
    const start = offset % blockBytes;
    return block ? hashBytes(block, start, start + length, seed) : 0;
  }

  bytes(): number {
    return this.#blocks.length * blockBytes;
  }
}
