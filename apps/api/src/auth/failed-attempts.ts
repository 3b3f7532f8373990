import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import { hashOfToken } from './token-file.ts';

const [mostAMinute, minuteMs] = [10, 60_000];
/** Addresses that are remembered; whoever has more of them at hand is not stopped by counting. */
const addressesMax = 10_000;

/**
 * Tokens that were wrong, by where they came from. A token cannot be guessed; counting keeps those who try from costing
 * anything, and shows in the log that they do. A right token is taken from anywhere: behind a proxy all come from one address.
 */
export class FailedAttempts {
  readonly #byAddress = new Map<string, { readonly tried: Set<string>; readonly since: number; isTold: boolean }>();

  constructor(
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /**
   * Tells how many seconds this address should wait; 0 when it has not tried too often. One token counts once: a program
   * whose token was revoked sends the same again and again, and has to be told just that; only guesses are all different.
   */
  note(address: string, token: string): number {
    const now = this.clock.monotonic();
    const known = this.#byAddress.get(address);
    if (!known || now - known.since >= minuteMs) {
      // Taken out first: otherwise it would keep its old place, and be the next to be forgotten.
      this.#byAddress.delete(address);
      this.makeRoom();
      this.#byAddress.set(address, { tried: new Set([markOf(token)]), since: now, isTold: false });
      return 0;
    }
    const mark = markOf(token);
    if (known.tried.has(mark)) return 0;
    if (known.tried.size < mostAMinute) {
      known.tried.add(mark);
      return 0;
    }
    // Once a minute: whoever tries must not fill the log.
    if (!known.isTold) this.log.warn({ address }, 'too many wrong tokens from one address');
    known.isTold = true;
    return Math.ceil((known.since + minuteMs - now) / 1000);
  }

  private makeRoom(): void {
    const [oldest] = this.#byAddress.keys();
    if (this.#byAddress.size >= addressesMax && oldest !== undefined) this.#byAddress.delete(oldest);
  }
}

/** Enough of the hash to tell ten apart; the tokens themselves are not kept, wrong as they are. */
function markOf(token: string): string {
  return hashOfToken(token).slice(0, 12);
}
