import { Buffer } from 'node:buffer';
import type { CancelTimer, Clock } from '../shared/clock.ts';

/** What happens within this time is sent in one piece: with a thousand readers, each piece is a thousand writes. */
const gatherMs = 20;

/** Puts frames that come close together into one piece. The first after a pause waits only for the end of the turn. */
export class FrameGatherer {
  #frames: Buffer[] = [];
  #cancel: CancelTimer | undefined;
  #sentAt = -Infinity;

  constructor(
    private readonly clock: Clock,
    private readonly send: (bytes: Buffer, now: number) => void,
  ) {}

  add(frame: Buffer): void {
    this.#frames.push(frame);
    if (this.#cancel) return;
    const wait = this.#sentAt + gatherMs - this.clock.monotonic();
    this.#cancel = wait > 0 ? this.clock.after(wait, this.flush) : this.afterThisTurn();
  }

  /** Sends what there is, now. */
  readonly flush = (): void => {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#frames.length === 0) return;
    // The same bytes for everyone.
    const bytes = Buffer.concat(this.#frames);
    this.#frames = [];
    this.#sentAt = this.clock.monotonic();
    this.send(bytes, this.#sentAt);
  };

  /** What one batch of the store has brought is announced in one turn of the loop. */
  private afterThisTurn(): CancelTimer {
    const immediate = setImmediate(this.flush);
    return () => {
      clearImmediate(immediate);
    };
  }
}
