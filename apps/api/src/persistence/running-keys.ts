import type { Clock } from '../shared/clock.ts';
import { Problem } from '../shared/problem.ts';

const patienceMs = 2000;

/** Requests that are under way, by their keys: the same one sent again waits for the first, but not for ever. */
export class RunningKeys {
  readonly #running = new Map<string, Promise<unknown>>();

  constructor(private readonly clock: Clock) {}

  async run<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const deadline = this.clock.monotonic() + patienceMs;
    for (let first = this.#running.get(key); first; first = this.#running.get(key)) {
      const remaining = deadline - this.clock.monotonic();
      if (remaining > 0) await this.endOf(first, remaining);
      if (this.#running.get(key) === first) {
        throw new Problem('idempotency_in_flight', 'A request with this key is still running: try again in a moment.', {
          retryAfter: 1,
        });
      }
    }
    const running = work();
    this.#running.set(key, running);
    try {
      return await running;
    } finally {
      this.#running.delete(key);
    }
  }

  /** Whatever became of it: the request that waits asks the store itself. */
  private endOf(first: Promise<unknown>, milliseconds: number): Promise<unknown> {
    return new Promise((resolve) => {
      const cancel = this.clock.after(milliseconds, () => {
        resolve(undefined);
      });
      void first.then(resolve, resolve).finally(cancel);
    });
  }
}
