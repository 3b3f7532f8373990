import { NamePool } from '../shared/name-pool.ts';
import { extended } from '../shared/extended.ts';
import type { PackedTexts } from '../sources/packed-texts.ts';

/** Where images come from that are shown under another path than that of their file; of all others nothing is kept. */
export class RowSources {
  readonly #pool = new NamePool();
  /** Six bytes a row, up to the last one that has a source of its own. */
  #offsets = new Uint32Array(0);
  #lengths = new Uint16Array(0);

  /** `sources[at]` is that of `rows[at]`; without them, all are where they are shown. */
  take(rows: Uint32Array, sources: PackedTexts | undefined): void {
    if (!sources) {
      if (this.#lengths.length > 0) for (const row of rows) if (row < this.#lengths.length) this.#lengths[row] = 0;
      return;
    }
    rows.forEach((row, at) => {
      const text = sources.bytes.subarray(at === 0 ? 0 : sources.ends[at - 1], sources.ends[at]);
      if (!this.holds(row, text)) this.set(row, text);
    });
  }

  /** Undefined for one that is where it is shown. */
  of(row: number): string | undefined {
    const length = this.#lengths[row] ?? 0;
    return length === 0 ? undefined : this.#pool.read(this.#offsets[row] ?? 0, length);
  }

  private holds(row: number, text: Uint8Array): boolean {
    return this.#lengths[row] === text.length && this.#pool.holds(this.#offsets[row] ?? 0, text, text.length);
  }

  private set(row: number, text: Uint8Array): void {
    if (row >= this.#lengths.length) {
      const capacity = Math.max(1024, Math.ceil((row + 1) * 1.5));
      this.#offsets = extended(this.#offsets, new Uint32Array(capacity));
      this.#lengths = extended(this.#lengths, new Uint16Array(capacity));
    }
    this.#offsets[row] = this.#pool.add(text);
    this.#lengths[row] = text.length;
  }
}
