import { askedPause, pauseAfter } from './backoff.ts';
import type { Clock } from './clock.ts';
import { EventText, frameOf, type EventBlock } from './event-text.ts';
import type { LiveFrame, StreamStatus } from './hub-protocol.ts';

export interface LinkListener {
  frame(frame: LiveFrame): void;
  status(status: StreamStatus): void;
}

/** The server sends a sign of life every 15 s: two of them lost, and then some. */
const SILENCE_MS = 40_000;
const LOOK_MS = 5000;
/** Away, not just interrupted: so long without a stream, or so many tries in a row that failed. */
const OFFLINE_MS = 10_000;
const OFFLINE_TRIES = 3;
/** Whoever hurries breaks off a try that hangs for longer, or a stream that has missed a sign of life. */
const HANGING_MS = 3000;
const QUIET_MS = 20_000;

interface Try {
  readonly control: AbortController;
  /** The cursor that it was opened with. */
  readonly from: string;
  /** The server has said that it cannot go on from there, and everyone begins anew. */
  isAnew: boolean;
}

/**
 * One stream after another, each going on where the one before ended. The cursor moves only when an event has been
 * handed on, so that whatever goes wrong in between is told again; a stream that cannot be understood is broken off like
 * one that was lost.
 */
export class StreamLink {
  private now: StreamStatus = 'connecting';
  private cursor = '';
  private storeId: string | null = null;
  private current: Try | null = null;
  private cancelWait: (() => void) | null = null;
  private cancelWatch: (() => void) | null = null;
  private cancelOffline: (() => void) | null = null;
  private failures = 0;
  private hasBeenLive = false;
  private heardAt = { monotonic: 0, wall: 0 };

  constructor(
    /** Ends with a slash: `events` is looked for below it. */
    private readonly base: string,
    private readonly clock: Clock,
    private readonly told: LinkListener,
    private readonly send: typeof fetch = (input, init) => fetch(input, init),
  ) {}

  get status(): StreamStatus {
    return this.now;
  }

  /** Begins with nothing known: what is told from now on is told to people who have just asked for everything. */
  start(): void {
    this.stop();
    this.cursor = '';
    this.storeId = null;
    this.failures = 0;
    this.hasBeenLive = false;
    this.now = 'connecting';
    this.told.status(this.now);
    this.expectLife();
    this.watch();
    void this.connect();
  }

  stop(): void {
    this.cut();
    this.cancelWait?.();
    this.cancelWatch?.();
    this.cancelOffline?.();
    this.cancelWait = this.cancelWatch = this.cancelOffline = null;
  }

  /** Now rather than later. While a stream lives it changes nothing. */
  hurry(): void {
    // Not started, or stopped.
    if (this.cancelWatch === null) return;
    const silence = this.silence();
    const isDoubtful = this.now === 'live' ? silence > QUIET_MS : silence > HANGING_MS;
    if (this.current !== null && !isDoubtful) return;
    if (this.now === 'live') this.lose();
    this.cut();
    this.connectSoon(0);
    if (this.now !== 'signed-out') return;
    this.say(this.hasBeenLive ? 'reconnecting' : 'connecting');
    this.expectLife();
  }

  private async connect(): Promise<void> {
    const attempt: Try = { control: new AbortController(), from: this.cursor, isAnew: this.cursor === '' };
    this.current = attempt;
    this.noteLife();
    let pause = 0;
    try {
      pause = await this.read(attempt);
    } catch {
      // Lost, unreachable, or nothing that can be understood: all of them mean to come back, and go on from the cursor.
    }
    if (this.current !== attempt) return;
    this.cut();
    this.lose();
    if (pause === 0) this.failures += 1;
    if (this.failures >= OFFLINE_TRIES) this.giveUpHope();
    if (pause !== Infinity) this.connectSoon(pause > 0 ? pause : pauseAfter(this.failures, this.clock.chance()));
  }

  /** Reads until the end. Answers how long the server wants us to wait: 0 when it does not say, Infinity for ever. */
  private async read(attempt: Try): Promise<number> {
    const { signal } = attempt.control;
    const headers: Record<string, string> = { accept: 'text/event-stream' };
    if (attempt.from !== '') headers['last-event-id'] = attempt.from;
    const init: RequestInit = { headers, signal, cache: 'no-store', credentials: 'same-origin' };
    const answer = await this.send(new URL('events', this.base).href, init);
    if (this.current !== attempt) return 0;
    this.noteLife();
    if (answer.status === 401) {
      this.say('signed-out');
      return Infinity;
    }
    if (!isStream(answer)) {
      void answer.body?.cancel();
      this.failures += 1;
      const asked = askedPause(answer.headers.get('retry-after'), this.clock.wall());
      return Math.max(asked, pauseAfter(this.failures, this.clock.chance()));
    }
    const reader = answer.body.getReader();
    const text = new EventText();
    let isOver = false;
    for (;;) {
      const { done, value } = await reader.read();
      if (this.current !== attempt) return 0;
      if (done) return isOver ? (text.retryMs ?? 0) : 0;
      this.noteLife();
      for (const block of text.push(value)) {
        if (this.handOn(block, attempt) === 'bye') isOver = true;
        // Whoever was told may have stopped or begun anew.
        if (this.current !== attempt) return 0;
      }
    }
  }

  private handOn(block: EventBlock, attempt: Try): LiveFrame['event'] | null {
    const frame = frameOf(block);
    if (frame?.event === 'resync') attempt.isAnew = true;
    if (frame?.event === 'hb' && this.isOtherStore(frame.data.store_id) && !attempt.isAnew) {
      // Another gallery has taken this port. What it says in answer to a cursor of the one before means nothing.
      this.cursor = '';
      this.storeId = frame.data.store_id;
      this.cut();
      this.told.frame({ event: 'resync', data: { reason: 'unknown_epoch', head: frame.data.head }, id: '' });
      this.connectSoon(0);
      return null;
    }
    if (frame !== null) this.told.frame(frame);
    if (block.id !== null) this.cursor = block.id;
    if (frame?.event === 'hb') {
      this.storeId = frame.data.store_id;
      this.failures = 0;
      this.hasBeenLive = true;
      this.cancelOffline?.();
      this.cancelOffline = null;
      this.say('live');
    }
    return frame?.event ?? null;
  }

  private isOtherStore(storeId: string): boolean {
    return this.storeId !== null && this.storeId !== storeId;
  }

  /** Whatever was under way is of no interest any more. */
  private cut(): void {
    const { current } = this;
    this.current = null;
    current?.control.abort();
  }

  private connectSoon(ms: number): void {
    this.cancelWait?.();
    this.cancelWait = this.clock.after(ms, () => {
      this.cancelWait = null;
      void this.connect();
    });
  }

  private lose(): void {
    if (this.now !== 'live') return;
    this.say('reconnecting');
    this.expectLife();
  }

  private expectLife(): void {
    this.cancelOffline?.();
    this.cancelOffline = this.clock.after(OFFLINE_MS, () => {
      this.cancelOffline = null;
      this.giveUpHope();
    });
  }

  private giveUpHope(): void {
    if (this.now === 'connecting' || this.now === 'reconnecting') this.say('offline');
  }

  private say(status: StreamStatus): void {
    if (status === this.now) return;
    this.now = status;
    this.told.status(status);
  }

  private noteLife(): void {
    this.heardAt = { monotonic: this.clock.monotonic(), wall: this.clock.wall() };
  }

  /** By the clock that stands still for no sleep, and by the one that nobody can set: the longer of the two. */
  private silence(): number {
    return Math.max(this.clock.monotonic() - this.heardAt.monotonic, this.clock.wall() - this.heardAt.wall);
  }

  private watch(): void {
    const plannedAt = { monotonic: this.clock.monotonic(), wall: this.clock.wall() };
    this.cancelWatch = this.clock.after(LOOK_MS, () => {
      const took = Math.max(this.clock.monotonic() - plannedAt.monotonic, this.clock.wall() - plannedAt.wall);
      this.watch();
      this.look(took > LOOK_MS * 3);
    });
  }

  /** A machine that slept has lost its stream, and no try of it has failed: it comes back at once. */
  private look(hasSlept: boolean): void {
    if (this.now === 'signed-out') return;
    if (this.current === null) {
      if (hasSlept) this.connectSoon(0);
      return;
    }
    if (this.silence() < SILENCE_MS) return;
    this.cut();
    this.lose();
    if (!hasSlept) this.failures += 1;
    this.connectSoon(hasSlept ? 0 : pauseAfter(this.failures, this.clock.chance()));
  }
}

function isStream(answer: Response): answer is Response & { body: ReadableStream<Uint8Array> } {
  const type = answer.headers.get('content-type') ?? '';
  // A proxy's page to sign in comes with 200 as well.
  return answer.ok && answer.body !== null && /^text\/event-stream\b/i.test(type);
}
