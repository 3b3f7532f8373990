import { Clock, type CancelTimer } from '../../apps/api/src/shared/clock.ts';

interface Timer {
  readonly at: number;
  readonly task: () => void;
}

/** Time that stands still until it is told to go on. */
export class FakeClock extends Clock {
  #now = 1000;
  #timers: Timer[] = [];

  wall(): number {
    return Date.UTC(2026, 0, 1) + this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  after(milliseconds: number, task: () => void): CancelTimer {
    const timer = { at: this.#now + milliseconds, task };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
    const due = this.#timers.filter(({ at }) => at <= this.#now);
    this.#timers = this.#timers.filter(({ at }) => at > this.#now);
    for (const { task } of due) task();
  }
}
