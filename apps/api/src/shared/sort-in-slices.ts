import { Breather } from './breather.ts';

const runLength = 2048;

/**
 * Stable merge sort of a permutation that never holds the event loop for long: half a million rows would
 * otherwise block every other request for a second. `compare` is given the numbers in `order`.
 */
export async function sortInSlices(
  order: Uint32Array,
  compare: (a: number, b: number) => number,
  breather = new Breather(),
): Promise<void> {
  for (let start = 0; start < order.length; start += runLength) {
    // As an array: unlike that of a typed one its sort makes use of what is in order already, as the names of one folder are.
    order.set(Array.from(order.subarray(start, start + runLength)).sort(compare), start);
    if (breather.isDue()) await breather.breathe();
  }
  let from: Uint32Array = order;
  let to: Uint32Array = new Uint32Array(order.length);
  for (let width = runLength; width < order.length; width *= 2) {
    for (let start = 0; start < order.length; start += 2 * width) {
      const merge = new Merge(from, to, start, width, compare);
      for (let isOver = false; !isOver;) {
        isOver = merge.advance();
        if (breather.isDue()) await breather.breathe();
      }
    }
    [from, to] = [to, from];
  }
  if (from !== order) order.set(from);
}

/** One merge of two neighbouring runs, done a few thousand steps at a time. */
class Merge {
  #left: number;
  #right: number;
  #out: number;
  readonly #leftEnd: number;
  readonly #rightEnd: number;

  constructor(
    private readonly from: Uint32Array,
    private readonly to: Uint32Array,
    start: number,
    width: number,
    private readonly compare: (a: number, b: number) => number,
  ) {
    this.#left = start;
    this.#out = start;
    this.#leftEnd = Math.min(start + width, from.length);
    this.#right = this.#leftEnd;
    this.#rightEnd = Math.min(start + 2 * width, from.length);
  }

  /** True when everything is merged. */
  advance(steps = 4096): boolean {
    const { from, to, compare } = this;
    const end = Math.min(this.#out + steps, this.#rightEnd);
    while (this.#out < end) {
      const takeLeft =
        this.#left < this.#leftEnd &&
        (this.#right >= this.#rightEnd || compare(from[this.#left] ?? 0, from[this.#right] ?? 0) <= 0);
      to[this.#out++] = (takeLeft ? from[this.#left++] : from[this.#right++]) ?? 0;
    }
    return this.#out >= this.#rightEnd;
  }
}
