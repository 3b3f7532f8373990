import { NamePool } from '../shared/name-pool.ts';
import { extended } from '../shared/extended.ts';
import type { PackedTexts } from '../sources/packed-texts.ts';

/** So much that no row has any more may lie about, whatever is used. */
const unusedBytesMost = 4 * 2 ** 20;

/** Where images come from that are shown under another path than that of their file; of all others nothing is kept. */
export class RowSources {
  #pool = new NamePool();
  /** Of the bytes in the pool those that a row has. */
  #used = 0;
  /** Six bytes a row, up to the last one that has a source of its own. */
  #offsets = new Uint32Array(0);
  #lengths = new Uint16Array(0);

  /** `sources[at]` is that of `rows[at]`; without them, all are where they are shown. */
  take(rows: Uint32Array, sources: PackedTexts | undefined): void {
    if (!sources) {
      if (this.#lengths.length > 0) for (const row of rows) this.clear(row);
    } else
      rows.forEach((row, at) => {
        const text = sources.bytes.subarray(at === 0 ? 0 : sources.ends[at - 1], sources.ends[at]);
        if (!this.holds(row, text)) this.set(row, text);
      });
    if (this.bytes() - this.#used > Math.max(this.#used, unusedBytesMost)) this.rebuild();
  }

  /** How much memory the texts take. */
  bytes(): number {
    return this.#pool.bytes();
  }

  /** Undefined for one that is where it is shown. */
  of(row: number): string | undefined {
    const length = this.#lengths[row] ?? 0;
    return length === 0 ? undefined : this.#pool.read(this.#offsets[row] ?? 0, length);
  }

  private holds(row: number, text: Uint8Array): boolean {
    return this.#lengths[row] === text.length && this.#pool.holds(this.#offsets[row] ?? 0, text, text.length);
  }

  private clear(row: number): void {
    this.#used -= this.#lengths[row] ?? 0;
    if (row < this.#lengths.length) this.#lengths[row] = 0;
  }

  /** Addresses that are signed anew every hour would fill the memory, and in the end be read in place of others. */
  private rebuild(): void {
    const pool = new NamePool();
    this.#lengths.forEach((length, row) => {
      if (length > 0) this.#offsets[row] = pool.add(this.#pool.at(this.#offsets[row] ?? 0, length));
    });
    this.#pool = pool;
  }

  private set(row: number, text: Uint8Array): void {
    this.clear(row);
    if (row >= this.#lengths.length) {
      const capacity = Math.max(1024, Math.ceil((row + 1) * 1.5));
      this.#offsets = extended(this.#offsets, new Uint32Array(capacity));
      this.#lengths = extended(this.#lengths, new Uint16Array(capacity));
    }
    this.#offsets[row] = this.#pool.add(text);
    this.#lengths[row] = text.length;
    this.#used += text.length;
  }
}
