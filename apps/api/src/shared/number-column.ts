/** Numbers on one page of a column. A page is made when the first of them gets a value. */
const pageBits = 12;
const pageSize = 1 << pageBits;

/** A value for some of many numbered things; NaN for none. Growing copies nothing. */
export class NumberColumn {
  readonly #pages: (Float64Array | undefined)[] = [];
  #count = 0;

  /** Things that have a value. */
  get count(): number {
    return this.#count;
  }

  at(number: number): number {
    return this.#pages[number >>> pageBits]?.[number & (pageSize - 1)] ?? NaN;
  }

  set(number: number, value: number): void {
    const page = (this.#pages[number >>> pageBits] ??= new Float64Array(pageSize).fill(NaN));
    const place = number & (pageSize - 1);
    this.#count += Number(!Number.isNaN(value)) - Number(!Number.isNaN(page[place]));
    page[place] = value;
  }

  /** Every value there is. */
  forEach(look: (number: number, value: number) => void): void {
    for (const [at, page] of this.#pages.entries()) {
      if (!page) continue;
      for (let place = 0; place < pageSize; place += 1) {
        const value = page[place] ?? NaN;
        if (!Number.isNaN(value)) look((at << pageBits) | place, value);
      }
    }
  }
}
