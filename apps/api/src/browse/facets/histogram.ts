import { limits, type MetricFacet } from '#contracts';

/** Tells every number there is, as often as it is asked to. */
export type Numbers = (look: (value: number) => void) => void;

/**
 * How numbers are spread between the smallest and the largest of them. It follows single changes, as long as neither end
 * moves; when one does, every bin is another one, and it has to be made anew.
 */
export class Histogram {
  readonly #bins = new Uint32Array(limits.facetBins);
  #count = 0;
  #min = Infinity;
  #max = -Infinity;
  /** How many stand at each end: the last one to go moves it. */
  #atMin = 0;
  #atMax = 0;
  #isStale = false;

  constructor(numbers: Numbers) {
    numbers((value) => {
      if (value < this.#min) this.#min = value;
      if (value > this.#max) this.#max = value;
    });
    numbers((value) => this.put(value, 1));
  }

  get isStale(): boolean {
    return this.#isStale;
  }

  change(value: number, sign: 1 | -1): void {
    if (value < this.#min || value > this.#max) this.#isStale = true;
    else this.put(value, sign);
    if (this.#atMin === 0 || this.#atMax === 0) this.#isStale = true;
  }

  /** Undefined when there are no numbers. */
  facet(key: string): MetricFacet | undefined {
    if (this.#count === 0) return undefined;
    return { key, count: this.#count, min: this.#min, max: this.#max, bins: [...this.#bins] };
  }

  private put(value: number, sign: 1 | -1): void {
    const bin = this.binOf(value);
    this.#bins[bin] = (this.#bins[bin] ?? 0) + sign;
    this.#count += sign;
    if (value === this.#min) this.#atMin += sign;
    if (value === this.#max) this.#atMax += sign;
  }

  /** Halved, for the distance of the two largest numbers there are is no number any more. */
  private binOf(value: number): number {
    const width = this.#max / 2 - this.#min / 2;
    if (width === 0) return 0;
    return Math.min(Math.floor(((value / 2 - this.#min / 2) / width) * this.#bins.length), this.#bins.length - 1);
  }
}
