import { Buffer } from 'node:buffer';
import type { Clock } from '../shared/clock.ts';

/** What happens within this time is sent in one piece: with a thousand readers, each piece is a thousand writes. */
const gatherMs = 20;

/** Puts frames that come close together into one piece. The first after a pause waits only for the end of the turn. */
export class FrameGatherer {
  #frames: Buffer[] = [];
  #isWaiting = false;
  #sentAt = -Infinity;

  constructor(
    private readonly clock: Clock,
    private readonly send: (bytes: Buffer, now: number) => void,
  ) {}

  add(frame: Buffer): void {
    this.#frames.push(frame);
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    const wait = this.#sentAt + gatherMs - this.clock.monotonic();
    // What one batch of the store has brought is announced in one turn of the loop.
    if (wait <= 0) setImmediate(this.flush);
    else this.clock.after(wait, this.flush);
  }

  /** Sends what there is, now. */
  readonly flush = (): void => {
    this.#isWaiting = false;
    if (this.#frames.length === 0) return;
    // The same bytes for everyone.
    const bytes = Buffer.concat(this.#frames);
    this.#frames = [];
    this.#sentAt = this.clock.monotonic();
    this.send(bytes, this.#sentAt);
  };
}
