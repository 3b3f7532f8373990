import { quarterMs } from '../activity/zone-clock.ts';
import { Tally } from '../shared/tally.ts';

/** How often something was done, by the quarter of an hour since 1970. People work one quarter after another: the last one is at hand. */
export class QuarterTally {
  readonly #counts = new Tally<number>();
  #start = NaN;
  #pending = 0;

  add(at: number): void {
    const since = at - this.#start;
    if (!(since >= 0 && since < quarterMs)) {
      this.put();
      this.#start = Math.floor(at / quarterMs) * quarterMs;
    }
    this.#pending += 1;
  }

  entries(): IterableIterator<[number, number]> {
    this.put();
    return this.#counts.entries();
  }

  private put(): void {
    if (this.#pending > 0) this.#counts.add(this.#start / quarterMs, this.#pending);
    this.#pending = 0;
  }
}
