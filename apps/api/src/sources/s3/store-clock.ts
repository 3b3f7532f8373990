import type { S3Client } from '@aws-sdk/client-s3';
import type { Clock } from '../../shared/clock.ts';
import { s3Status } from './s3-failure.ts';

/** Our clock has been set, or the machine has slept: what was known of the store's time says nothing any more. */
const jumpMs = 60_000;
/** An image waits for it. */
const patienceMs = 2000;

/**
 * What time it is by the clock of the store, which is the one that a signature is looked at by. The library learns that from
 * each answer it gets; who only makes addresses gets none, and asks for one when it is not known.
 */
export class StoreClock {
  /** Between our two clocks, of which one never jumps, when the store was asked. */
  #gap = NaN;
  #asking = Promise.resolve();

  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
    private readonly clock: Clock,
  ) {}

  async now(): Promise<Date> {
    const gap = this.clock.wall() - this.clock.monotonic();
    const isKnown = Math.abs(gap - this.#gap) < jumpMs;
    if (!isKnown) {
      this.#gap = gap;
      this.#asking = this.ask();
    }
    await this.#asking;
    return new Date(this.clock.wall() + this.client.config.systemClockOffset);
  }

  private async ask(): Promise<void> {
    const { HeadBucketCommand } = await import('./sdk.ts');
    try {
      await this.client.send(new HeadBucketCommand({ Bucket: this.bucket }), {
        abortSignal: AbortSignal.timeout(patienceMs),
      });
    } catch (error) {
      // A refusal has the time on it as well; silence is asked again.
      if (s3Status(error) === 0) this.#gap = NaN;
    }
  }
}
