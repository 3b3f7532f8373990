import { Turns } from '../shared/turns.ts';

interface Flight<Result> {
  waiting: number;
  readonly abandon: AbortController;
  readonly landing: Promise<Result>;
}

/**
 * One search at a time, in the order in which they came: a search has the processor to itself for some milliseconds, and two at
 * once would both be late. Equal ones share one, and what nobody waits for any more ends or is never begun, so that people who search
 * while they type leave nothing behind.
 */
export class SearchLine<Result> {
  readonly #turns = new Turns();
  readonly #flights = new Map<string, Flight<Result>>();

  /** Searches that run or wait. */
  get length(): number {
    return this.#flights.size;
  }

  /** The key says all that the result depends on. Rejects with the reason of the signal if everyone who waits has left. */
  async run(key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    signal.throwIfAborted();
    const flight = this.#flights.get(key) ?? this.start(key, work);
    flight.waiting += 1;
    const leave = (): void => {
      flight.waiting -= 1;
      if (flight.waiting > 0) return;
      flight.abandon.abort(signal.reason);
      // Nobody may join what is about to end.
      this.forget(key, flight);
    };
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await flight.landing;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  private start(key: string, work: (signal: AbortSignal) => Promise<Result>): Flight<Result> {
    const abandon = new AbortController();
    const landing = this.#turns
      .take('', () => {
        abandon.signal.throwIfAborted();
        return work(abandon.signal);
      })
      .finally(() => {
        this.forget(key, flight);
      });
    const flight = { waiting: 0, abandon, landing };
    this.#flights.set(key, flight);
    return flight;
  }

  private forget(key: string, flight: Flight<Result>): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
  }
}
