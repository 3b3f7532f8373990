import type { Clock } from '../shared/clock.ts';

/** How fast something is made, from when the first of it was begun: looking at what is there already is no work. */
export class WorkRate {
  #since: number;

  constructor(private readonly clock: Clock) {
    this.#since = clock.monotonic();
  }

  /** A second, of what was made since; 0 before there is any. */
  of(made: number): number {
    const now = this.clock.monotonic();
    if (made === 0) this.#since = now;
    return now === this.#since ? 0 : (made * 1000) / (now - this.#since);
  }
}
