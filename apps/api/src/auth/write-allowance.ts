import type { Clock } from '../shared/clock.ts';

/** Writes a second of one person who has signed in, and how many may come at once: no hand and no team is as fast. */
const [perSecond, atOnce] = [200, 400];

interface Allowance {
  left: number;
  at: number;
}

/** What one person may write in a short time, so that a script that ran wild does not hold up everyone else. */
export class WriteAllowances {
  readonly #byName = new Map<string, Allowance>();

  constructor(private readonly clock: Clock) {}

  /** False when there is nothing left at the moment. */
  take(name: string): boolean {
    const now = this.clock.monotonic();
    const allowance = this.#byName.get(name) ?? { left: atOnce, at: now };
    allowance.left = Math.min(atOnce, allowance.left + ((now - allowance.at) / 1000) * perSecond);
    allowance.at = now;
    this.#byName.set(name, allowance);
    if (allowance.left < 1) return false;
    allowance.left -= 1;
    return true;
  }
}
