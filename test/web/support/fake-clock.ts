import type { Clock } from '../../../apps/web/src/app/sync/clock.ts';

interface Timer {
  readonly at: number;
  readonly then: () => void;
}

/** Time that passes only when told, and chance that is always the middle. */
export class FakeClock implements Clock {
  now = 0;
  private asleep = Date.UTC(2026, 0, 1);
  private timers: Timer[] = [];

  get waiting(): number {
    return this.timers.length;
  }

  after(ms: number, then: () => void): () => void {
    const timer = { at: this.now + ms, then };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  chance(): number {
    return 0.5;
  }

  monotonic(): number {
    return this.now;
  }

  wall(): number {
    return this.now + this.asleep;
  }

  /** The machine sleeps: no timer runs, and only the wall goes on. */
  sleep(ms: number): void {
    this.asleep += ms;
  }

  /** Lets time pass, and everything that follows from it happen. */
  async pass(ms: number): Promise<void> {
    await settled();
    const until = this.now + ms;
    for (;;) {
      const next = this.timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.now = Math.max(this.now, next.at);
      this.timers = this.timers.filter((timer) => timer !== next);
      next.then();
      await settled();
    }
    this.now = until;
    await settled();
  }
}

/** After all promises that are on their way have been kept. */
export function settled(): Promise<void> {
  return new Promise((done) => setTimeout(done, 0));
}
