import type { Row } from './row.ts';

const none = 255;

/** Which of a few names each row has: one byte a row. Never changed. */
export class CategoryColumn {
  readonly #codes: Uint8Array;
  /** Rows that have one. */
  readonly count: number;

  constructor(
    private readonly names: readonly string[],
    rows: Uint32Array,
    codes: Uint8Array,
  ) {
    let last = -1;
    for (let at = 0; at < rows.length; at += 1) last = Math.max(last, rows[at] ?? 0);
    this.#codes = new Uint8Array(last + 1).fill(none);
    for (let at = 0; at < rows.length; at += 1) this.#codes[rows[at] ?? 0] = codes[at] ?? none;
    let count = 0;
    for (let row = 0; row <= last; row += 1) if ((this.#codes[row] ?? none) < names.length) count += 1;
    this.count = count;
  }

  at(row: Row): string | undefined {
    return this.names[this.#codes[row] ?? none];
  }

  forEach(look: (row: Row, name: string) => void): void {
    for (let row = 0; row < this.#codes.length; row += 1) {
      const name = this.names[this.#codes[row] ?? none];
      if (name !== undefined) look(row, name);
    }
  }

  /** Each name is decided once, however many rows have it. */
  isOneOf(names: readonly string[]): (row: Row) => boolean {
    const wanted = new Set(names);
    const codes = this.#codes;
    const isWanted = Uint8Array.from({ length: none + 1 }, (_, code) => {
      const name = this.names[code];
      return name !== undefined && wanted.has(name) ? 1 : 0;
    });
    return (row) => isWanted[codes[row] ?? none] === 1;
  }
}
