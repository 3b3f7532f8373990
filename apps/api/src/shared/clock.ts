export type CancelTimer = () => void;

/**
 * The only source of time. `wall` is what people call the time and may jump; `monotonic` only grows and is
 * what every duration, lifetime and deadline is measured with.
 */
export abstract class Clock {
  /** Milliseconds since 1970. */
  abstract wall(): number;
  /** Milliseconds since some moment in the past. */
  abstract monotonic(): number;
  /** Runs the task once, after at least so many milliseconds. It does not keep the process alive. */
  abstract after(milliseconds: number, task: () => void): CancelTimer;

  isoNow(): string {
    return new Date(this.wall()).toISOString();
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(milliseconds, resolve);
    });
  }
}

export class SystemClock extends Clock {
  wall(): number {
    return Date.now();
  }

  monotonic(): number {
    return performance.now();
  }

  after(milliseconds: number, task: () => void): CancelTimer {
    const timer = setTimeout(task, milliseconds);
    timer.unref();
    return () => {
      clearTimeout(timer);
    };
  }
}
