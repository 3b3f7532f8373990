import type { Socket } from 'node:net';
import type { Clock } from '../shared/clock.ts';
import { Problem } from '../shared/problem.ts';

/** Who takes less than this has hardly a connection, or none: 4 KB a second. */
const leastBytesPerMs = 4;
/** So long a reader may take nothing at all, a laptop that was closed, say; what was read fast earns no more. */
const patienceMs = 5 * 60_000;

/** A connection, as far as it matters here. */
export type Line = Pick<Socket, 'destroyed' | 'destroy' | 'once' | 'off'>;

/** Who takes an export away. They may leave, be let in no longer, or take so little that they only keep others out. */
export class ExportReader {
  readonly #left = new AbortController();
  #stopWatch: () => void = () => undefined;

  constructor(
    /** Null for whoever has not had to say who they are. */
    readonly person: string | null,
    private readonly mayStay: () => boolean,
    private readonly line: Line,
    private readonly clock: Clock,
  ) {
    // Of the connection, not of the answer: one that waits behind another on its line never hears that it is closed.
    line.once('close', this.leave);
    if (line.destroyed) this.leave();
  }

  /** Aborted when nobody is there any more, before, while and after bytes are sent. */
  get left(): AbortSignal {
    return this.#left.signal;
  }

  /** The pieces, for as long as they are taken. */
  async *taking(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
    let inHandMs = patienceMs;
    try {
      for await (const piece of pieces) {
        if (!this.mayStay()) {
          throw new Problem('unauthenticated', 'What let you in is not good any more: sign in again.');
        }
        const [since, allowedMs] = [this.clock.monotonic(), inHandMs + piece.length / leastBytesPerMs];
        this.#stopWatch = this.clock.after(allowedMs, () => void this.line.destroy());
        yield piece;
        this.#stopWatch();
        inHandMs = Math.min(patienceMs, allowedMs - (this.clock.monotonic() - since));
      }
    } finally {
      this.letGo();
    }
  }

  /** Whoever answers cannot go on: what has begun for this reader ends as if they had gone. */
  readonly leave = (): void => {
    this.letGo();
    this.#left.abort(new Problem('request_timeout', 'Nobody waits for this any more.'));
  };

  /** The connection may go on to other requests. */
  private letGo(): void {
    this.#stopWatch();
    this.line.off('close', this.leave);
  }
}
