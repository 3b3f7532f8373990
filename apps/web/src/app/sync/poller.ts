import type { Clock } from './clock.ts';

/** What the poller must know of the page. */
export interface Visibility {
  isVisible(): boolean;
  /** Calls back whenever it changes, until what is answered is called. */
  onChange(then: () => void): () => void;
}

export const pageVisibility: Visibility = {
  isVisible: () => document.visibilityState === 'visible',
  onChange: (then) => {
    document.addEventListener('visibilitychange', then);
    return () => {
      document.removeEventListener('visibilitychange', then);
    };
  },
};

const LONGEST_PAUSE_MS = 30_000;

/**
 * Does a piece of work again and again while the page is visible, one at a time. The work answers how long to wait; when
 * it fails the pause doubles, with jitter, so that many tabs do not come back in step.
 */
export class Poller {
  private cancelPause: (() => void) | null = null;
  private isWorking = false;
  private isStarted = false;
  private isHurried = false;
  private failures = 0;

  constructor(
    private readonly work: () => Promise<number>,
    private readonly clock: Clock,
    private readonly visibility: Visibility,
    private readonly firstPauseMs = 1000,
  ) {}

  start(afterMs = 0): void {
    if (this.isStarted) return;
    this.isStarted = true;
    this.visibility.onChange(() => {
      if (this.visibility.isVisible()) this.hurry();
      else this.pause();
    });
    this.plan(afterMs);
  }

  /** Does the work now, or once more right after the one that is under way. */
  hurry(): void {
    if (!this.isStarted) return;
    if (this.isWorking) {
      this.isHurried = true;
      return;
    }
    this.pause();
    void this.turn();
  }

  private pause(): void {
    this.cancelPause?.();
    this.cancelPause = null;
  }

  private plan(ms: number): void {
    this.pause();
    this.cancelPause = this.clock.after(ms, () => {
      this.cancelPause = null;
      void this.turn();
    });
  }

  private async turn(): Promise<void> {
    if (!this.visibility.isVisible()) return;
    this.isWorking = true;
    let pause: number;
    try {
      pause = await this.work();
      this.failures = 0;
    } catch {
      // Whatever failed has been shown by the work itself; here it only means to come back later.
      pause = Math.min(LONGEST_PAUSE_MS, this.firstPauseMs * 2 ** this.failures) * (0.75 + this.clock.chance() / 2);
      this.failures += 1;
    }
    this.isWorking = false;
    if (this.isHurried) pause = 0;
    this.isHurried = false;
    this.plan(pause);
  }
}
