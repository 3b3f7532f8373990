import { signal } from '@angular/core';
import type { Clock } from '../sync/clock.ts';
import type { LiveFrame } from '../sync/hub-protocol.ts';

/** A job pushes its numbers in many small writes; each would have all the rows in sight read again. */
const REST_MS = 1000;

/** Jobs push numbers, which stand in the rows: those that are shown are read again. */
export class MetricNews {
  private readonly turns = signal(0);
  /** Counts the times at which rows have to be read again. */
  readonly count = this.turns.asReadonly();
  private isWaiting = false;
  private isReading = false;
  /** Numbers came that the rows which are being read may not have. */
  private isBehind = false;

  constructor(
    private readonly reread: () => Promise<void>,
    private readonly clock: Clock,
  ) {}

  hear(frame: LiveFrame): void {
    if (!tellsOfMetrics(frame)) return;
    // Called off by every write, a reading that takes longer than writes are apart would never end.
    if (this.isReading) this.isBehind = true;
    else this.readLater();
  }

  private readLater(): void {
    if (this.isWaiting) return;
    this.isWaiting = true;
    this.clock.after(REST_MS, () => {
      this.isWaiting = false;
      void this.read();
    });
  }

  private async read(): Promise<void> {
    this.isReading = true;
    this.isBehind = false;
    this.turns.update((count) => count + 1);
    await this.reread();
    this.end();
  }

  private end(): void {
    this.isReading = false;
    if (this.isBehind) this.readLater();
  }
}

function tellsOfMetrics(frame: LiveFrame): boolean {
  if (frame.event === 'items-updated') return frame.data.metric_keys !== undefined;
  return frame.event === 'metrics-updated';
}
