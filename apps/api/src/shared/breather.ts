/** Long work on the main thread is cut into slices of at most this many milliseconds. */
const sliceMs = 8;

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
}
