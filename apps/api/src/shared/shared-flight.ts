interface Flight<Value> {
  waiting: number;
  readonly abandon: AbortController;
  readonly landing: Promise<Value>;
}

/** Who asks for the same shares the work for it, and work that nobody waits for any more is told to end. */
export class SharedFlight<Value> {
  readonly #running = new Map<string, Flight<Value>>();

  get length(): number {
    return this.#running.size;
  }

  /**
   * The key says all that the value depends on. Rejects with the reason of the signal if everyone who waits has left; who
   * comes without one never does.
   */
  async run(
    key: string,
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<Value>,
  ): Promise<Value> {
    signal?.throwIfAborted();
    const flight = this.#running.get(key) ?? this.start(key, work);
    flight.waiting += 1;
    const leave = (): void => {
      flight.waiting -= 1;
      if (flight.waiting > 0) return;
      flight.abandon.abort(signal?.reason);
      // Nobody may join what is about to end.
      this.forget(key, flight);
    };
    signal?.addEventListener('abort', leave, { once: true });
    try {
      return await flight.landing;
    } finally {
      signal?.removeEventListener('abort', leave);
    }
  }

  private start(key: string, work: (signal: AbortSignal) => Promise<Value>): Flight<Value> {
    const abandon = new AbortController();
    const landing = work(abandon.signal).finally(() => {
      this.forget(key, flight);
    });
    const flight = { waiting: 0, abandon, landing };
    this.#running.set(key, flight);
    return flight;
  }

  private forget(key: string, flight: Flight<Value>): void {
    if (this.#running.get(key) === flight) this.#running.delete(key);
  }
}
