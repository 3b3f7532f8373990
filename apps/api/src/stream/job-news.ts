import type { MetricsProgressed } from '#contracts';
import type { Clock } from '../shared/clock.ts';

/** A job that sends ten thousand small pushes says ten thousand times how far it is; two of these a second are read. */
const everyMs = 500;

/** Tells how far jobs are: the first word of each folder's at once, then the latest, now and then. The last one is always told. */
export class JobNews {
  /** Folders that were told of a moment ago, and what has been said of them since. */
  readonly #resting = new Map<string, MetricsProgressed | undefined>();

  constructor(
    private readonly clock: Clock,
    private readonly tell: (progress: MetricsProgressed) => void,
  ) {}

  hear(progress: MetricsProgressed): void {
    const { gallery_id: scope } = progress;
    if (this.#resting.has(scope)) this.#resting.set(scope, progress);
    else this.tellNow(progress);
  }

  private tellNow(progress: MetricsProgressed): void {
    const { gallery_id: scope } = progress;
    this.#resting.set(scope, undefined);
    this.tell(progress);
    this.clock.after(everyMs, () => {
      const latest = this.#resting.get(scope);
      this.#resting.delete(scope);
      if (latest) this.tellNow(latest);
    });
  }
}
