import type { Clock } from '../sync/clock.ts';

/** Does something again whenever there is reason to: soon, not too often, and once at a time. */
export class Gently {
  private isWanted = false;
  private isWorking = false;
  private cancelRest: (() => void) | null = null;
  private isOver = false;

  constructor(
    private readonly work: () => Promise<void>,
    private readonly clock: Clock,
    private readonly restMs: number,
  ) {}

  ask(): void {
    this.isWanted = true;
    this.begin();
  }

  stop(): void {
    this.isOver = true;
    this.cancelRest?.();
  }

  private begin(): void {
    if (!this.isWanted || this.isWorking || this.cancelRest !== null || this.isOver) return;
    this.isWanted = false;
    this.isWorking = true;
    void this.work().finally(() => {
      this.isWorking = false;
      if (this.isOver) return;
      this.cancelRest = this.clock.after(this.restMs, () => {
        this.cancelRest = null;
        this.begin();
      });
    });
  }
}
