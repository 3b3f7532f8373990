import type { Catalogue, Row } from '../catalogue/catalogue.ts';
import { Breather } from '../shared/breather.ts';
import { naturalKey } from '../shared/natural-order.ts';
import { SingleFlight } from '../shared/single-flight.ts';
import { sortInSlices } from '../shared/sort-in-slices.ts';

/** Where more than this share of all rows are new, putting all in order again costs less than finding the place of each. */
const freshShareMax = 1 / 32;
/** Putting few rows in order by themselves costs less than ranks for so many times more. */
const worthItFactor = 4;
const keysAtOnce = 512;

/**
 * The place of every row in the natural order of all names: numbers, by which any part of the gallery is put in order many times
 * faster than by the names themselves. A row never changes its name, so that ranks are right as long as the process lives, and
 * only rows that came since have to find their place. Eight bytes a row.
 */
export class NameOrder {
  #order = new Uint32Array(0);
  /** Of each row; equal names have the same. */
  #ranks = new Uint32Array(0);
  readonly #building = new SingleFlight<void>();

  constructor(private readonly catalogue: Catalogue) {}

  /** For whoever has to put so many rows in order; undefined where doing that by their names costs less. */
  async ranksFor(rows: number): Promise<Uint32Array | undefined> {
    const { count } = this.catalogue.columns;
    if (count - this.#ranks.length > rows * worthItFactor) return undefined;
    // What is under way may have begun before the latest rows came.
    while (this.#ranks.length < count) await this.#building.run('', () => this.takeIn());
    return this.#ranks;
  }

  private async takeIn(): Promise<void> {
    const { count } = this.catalogue.columns;
    const before = this.#order;
    const isAnew = count - before.length > count * freshShareMax;
    const first = isAnew ? 0 : before.length;
    const breather = new Breather();
    const keys: string[] = [];
    await breather.through(
      count - first,
      (from, to) => {
        for (let at = from; at < to; at += 1) keys.push(this.keyOf(first + at));
      },
      keysAtOnce,
    );
    const fresh = new Uint32Array(count - first);
    for (let at = 0; at < fresh.length; at += 1) fresh[at] = at;
    await sortInSlices(fresh, (a, b) => compare(keys[a] ?? '', keys[b] ?? ''), breather);
    const order = isAnew ? fresh : await this.merged(before, fresh, first, keys, breather);
    const ranks = new Uint32Array(count);
    let rank = 0;
    await breather.through(count, (from, to) => {
      for (let at = from; at < to; at += 1) {
        const [row, previous] = [order[at] ?? 0, order[at - 1]];
        if (previous !== undefined && !this.areEqual(previous, row, first, keys)) rank += 1;
        ranks[row] = rank;
      }
    });
    [this.#order, this.#ranks] = [order, ranks];
  }

  /** Each new row goes right behind those whose names do not come after its own. */
  private async merged(
    before: Uint32Array,
    fresh: Uint32Array,
    first: Row,
    keys: readonly string[],
    breather: Breather,
  ): Promise<Uint32Array<ArrayBuffer>> {
    const order = new Uint32Array(before.length + fresh.length);
    let taken = 0;
    await breather.through(
      fresh.length,
      (from, to) => {
        for (let at = from; at < to; at += 1) {
          const place = this.placeOf(keys[fresh[at] ?? 0] ?? '', before, taken);
          order.set(before.subarray(taken, place), taken + at);
          order[place + at] = first + (fresh[at] ?? 0);
          taken = place;
        }
      },
      32,
    );
    order.set(before.subarray(taken), taken + fresh.length);
    return order;
  }

  private placeOf(key: string, order: Uint32Array, low: number): number {
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.keyOf(order[middle] ?? 0) <= key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Of rows that had a place before, the ranks tell. */
  private areEqual(a: Row, b: Row, first: Row, keys: readonly string[]): boolean {
    if (a < first && b < first) return this.#ranks[a] === this.#ranks[b];
    return (keys[a - first] ?? this.keyOf(a)) === (keys[b - first] ?? this.keyOf(b));
  }

  private keyOf(row: Row): string {
    return naturalKey(this.catalogue.nameOf(row));
  }
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left === right ? 0 : 1;
}
