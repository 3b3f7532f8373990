/** Long work on the main thread is cut into slices of at most this many milliseconds. */
const sliceMs = 8;
/** The shortest steps there are take some nanoseconds: so many of them are done before the clock is looked at. */
const stepsAtOnce = 16_384;

/** Lets the event loop turn when the current slice of a long computation is used up. */
export class Breather {
  #sliceStart = performance.now();

  /** Work that nobody waits for any more ends at its next breath, with the reason of the signal. */
  constructor(private readonly signal?: AbortSignal) {}

  isDue(): boolean {
    return performance.now() - this.#sliceStart >= sliceMs;
  }

  async breathe(): Promise<void> {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
    this.signal?.throwIfAborted();
    this.#sliceStart = performance.now();
  }

  /** Does steps 0 to `count`, many at a time. What they look at may have changed each time they go on. */
  async through(count: number, work: (from: number, to: number) => void, atOnce = stepsAtOnce): Promise<void> {
    for (let from = 0; from < count; from += atOnce) {
      work(from, Math.min(from + atOnce, count));
      if (this.isDue()) await this.breathe();
    }
  }
}
