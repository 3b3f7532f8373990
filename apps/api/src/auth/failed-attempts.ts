import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';

const [mostAMinute, minuteMs] = [10, 60_000];
/** Addresses that are remembered; whoever has more of them at hand is not stopped by counting. */
const addressesMax = 10_000;

/**
 * Tokens that were wrong, by where they came from. A token cannot be guessed; counting keeps those who try from costing
 * anything, and shows in the log that they do. A right token is taken from anywhere: behind a proxy all come from one address.
 */
export class FailedAttempts {
  readonly #byAddress = new Map<string, { count: number; since: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Counts one more, and tells how many seconds this address should wait; 0 when it has not tried too often. */
  note(address: string): number {
    const now = this.clock.monotonic();
    const known = this.#byAddress.get(address);
    if (!known || now - known.since >= minuteMs) {
      // Taken out first: otherwise it would keep its old place, and be the next to be forgotten.
      this.#byAddress.delete(address);
      this.makeRoom();
      this.#byAddress.set(address, { count: 1, since: now });
      return 0;
    }
    known.count += 1;
    if (known.count <= mostAMinute) return 0;
    // Once a minute: whoever tries must not fill the log.
    if (known.count === mostAMinute + 1) this.log.warn({ address }, 'too many wrong tokens from one address');
    return Math.ceil((known.since + minuteMs - now) / 1000);
  }

  private makeRoom(): void {
    const [oldest] = this.#byAddress.keys();
    if (this.#byAddress.size >= addressesMax && oldest !== undefined) this.#byAddress.delete(oldest);
  }
}
