import type { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';

/** The part of a socket that a stream needs. */
export interface Pipe {
  /** Bytes that the other side has not made room for. */
  readonly writableLength: number;
  write(bytes: Buffer, taken?: () => void): unknown;
  end(bytes: Buffer): unknown;
  destroy(): unknown;
}

/** Whose stream it is. */
export interface Listener {
  /** Null where nobody has to sign in. */
  readonly person: string | null;
  /** Asked again and again: tokens are revoked, and roles change. */
  readonly mayStay: () => boolean;
}

export const anyone: Listener = { person: null, mayStay: () => true };

/** More than this is not kept for a reader that does not read. */
const pendingMax = 1024 * 1024;
/** Nor is anything kept longer than this. */
const stalledMs = 10_000;
/** A page is not counted, and goes out in the steps in which the system makes room: on a slow line there are seconds between them. */
const replayStalledMs = 30_000;

/** One reader of the stream. Times are those of the monotonic clock. */
export class OpenStream {
  readonly id = randomBytes(16).toString('base64url');
  /** It still is to be told things. */
  isOpen = true;
  /** When it last heard that the stream lives. */
  beatAt: number;
  #emptyAt: number;
  /** Bytes of the page that is on its way. */
  #page = 0;
  #close: () => void = () => undefined;
  readonly #closed = new Promise<void>((resolve) => {
    this.#close = resolve;
  });

  /** `told` is the last event that it knows: while it is behind, that of the page it has taken in. */
  constructor(
    private readonly pipe: Pipe,
    public told: number,
    now: number,
    /** It is ended then. */
    readonly endsAt: number,
    readonly listener: Listener,
  ) {
    this.beatAt = this.#emptyAt = now;
  }

  /** False when it lies too far behind; then nothing was written, and it is of no more use. */
  write(bytes: Buffer, now: number): boolean {
    const { writableLength } = this.pipe;
    if (writableLength === 0) this.#emptyAt = now;
    else if (writableLength - this.#page + bytes.length > pendingMax) return false;
    this.pipe.write(bytes);
    return true;
  }

  /** However much it is; answers when the reader has taken it in, or is gone. What was read for it too late is not sent. */
  writeOut(bytes: Buffer, now: number): Promise<void> {
    if (!this.isOpen) return Promise.resolve();
    // The page before was taken in, whatever waits behind it.
    this.#emptyAt = now;
    this.#page = bytes.length;
    const taken = new Promise<void>((resolve) => {
      this.pipe.write(bytes, () => {
        this.#page = 0;
        resolve();
      });
    });
    return Promise.race([taken, this.#closed]);
  }

  /** Something has been waiting for the reader all this time. */
  isStalled(now: number): boolean {
    const patience = this.#page > 0 ? replayStalledMs : stalledMs;
    return this.pipe.writableLength > 0 && now - this.#emptyAt >= patience;
  }

  end(farewell: Buffer): void {
    this.isOpen = false;
    this.pipe.end(farewell);
  }

  /** What was not read by now is not sent any more. */
  cut(): void {
    this.pipe.destroy();
  }

  /** Its connection is gone. */
  noteClosed(): void {
    this.isOpen = false;
    this.#close();
  }
}
