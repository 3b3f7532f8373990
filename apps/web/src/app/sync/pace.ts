import type { Clock } from './clock.ts';

const firstPauseMs = 1000;
const longestPauseMs = 30_000;
/** A browser has six connections to a server that speaks HTTP/1.1: images and the stream need theirs. */
const mostAtOnce = 2;

/** 1, 2, 4 … 30 s, half of it by chance, so that many browsers do not come back in step. */
export function backoff(failures: number, clock: Clock): number {
  const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** failures);
  return Math.max(firstPauseMs, pause * (0.5 + clock.chance() / 2));
}

/**
 * How many requests may be on their way. A server that fails is left alone for a while, by all; then one request finds out whether it
 * is back, and only its answer lets the others go.
 */
export class Pace {
  private state: 'going' | 'paused' | 'probing' | 'signed-out' = 'going';
  private failures = 0;
  private cancel: (() => void) | null = null;

  constructor(
    private readonly clock: Clock,
    /** There is room again. */
    private readonly onRoom: () => void,
  ) {}

  get room(): number {
    if (this.state === 'going') return mostAtOnce;
    return this.state === 'probing' ? 1 : 0;
  }

  get isGoing(): boolean {
    return this.state === 'going';
  }

  /** The server answered, and could work. What was sent before the pause says nothing of now. */
  answered(): void {
    if (this.state === 'paused' || this.state === 'signed-out') return;
    this.state = 'going';
    this.failures = 0;
  }

  failed(retryAfterMs: number | null): void {
    if (this.state === 'paused' || this.state === 'signed-out') return;
    const pause = Math.max(backoff(this.failures, this.clock), retryAfterMs ?? 0);
    this.failures += 1;
    this.state = 'paused';
    this.cancel = this.clock.after(pause, () => {
      this.hurry();
    });
  }

  /** The server says how long it wants to be left alone; it works all the same. */
  slowDown(retryAfterMs: number | null): void {
    if (this.state === 'signed-out') return;
    this.stop();
    this.state = 'paused';
    this.cancel = this.clock.after(retryAfterMs ?? backoff(this.failures++, this.clock), () => {
      this.hurry();
    });
  }

  /** Nobody is signed in: asking again would not help. */
  signedOut(): void {
    this.stop();
    this.state = 'signed-out';
  }

  /** Finds out now. */
  hurry(): void {
    this.stop();
    if (this.state !== 'going') this.state = 'probing';
    this.onRoom();
  }

  reset(): void {
    this.stop();
    this.state = 'going';
    this.failures = 0;
  }

  private stop(): void {
    this.cancel?.();
    this.cancel = null;
  }
}
