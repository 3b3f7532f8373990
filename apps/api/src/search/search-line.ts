import { SharedFlight } from '../shared/shared-flight.ts';
import { Turns } from '../shared/turns.ts';

/**
 * One search at a time, in the order in which they came: a search has the processor to itself for some milliseconds, and two at
 * once would both be late. Equal ones share one, and what nobody waits for any more ends or is never begun, so that people who search
 * while they type leave nothing behind.
 */
export class SearchLine<Result> {
  readonly #turns = new Turns();
  readonly #flights = new SharedFlight<Result>();

  /** Searches that run or wait. */
  get length(): number {
    return this.#flights.length;
  }

  /** The key says all that the result depends on. Rejects with the reason of the signal if everyone who waits has left. */
  run(key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    return this.#flights.run(key, signal, (isLeft) =>
      this.#turns.take('', () => {
        isLeft.throwIfAborted();
        return work(isLeft);
      }),
    );
  }
}
