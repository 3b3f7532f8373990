import { Buffer } from 'node:buffer';
import { limits, type Bye, type NumberedEvent, type Resync, type StreamNotices } from '#contracts';
import type { Announcer } from '../events/announcer.ts';
import type { LabelStore } from '../persistence/label-store.ts';
import type { StreamSettings } from '../settings/settings.ts';
import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import { Tally } from '../shared/tally.ts';
import { EpochLine } from './epoch-line.ts';
import { farewellOf, frameOf, openingOf } from './frame.ts';
import { FrameGatherer } from './frame-gatherer.ts';
import { anyone, OpenStream, type Listener, type Pipe } from './open-stream.ts';
import { PastEvents } from './past-events.ts';
import { RecentEvents } from './recent-events.ts';

/** A stream that ends for its age is opened again at once. */
const reopenMs = 100;
/** How often `sweep` is called, give or take some milliseconds. */
const sweptEveryMs = 1000;
/** Of a shutdown: readers that do not read are not waited for any longer. */
const farewellMs = 1000;
/**
 * When the server goes, it is likely to come back, and takes some seconds: a browser that tries before that may find a
 * proxy that answers with an error, and never try again. After that, so many come a second, over so many seconds at most.
 */
const [backAfterMs, backPerSecond, backOverMs] = [3000, 50, { least: 2000, most: 10_000 }] as const;

/** News that everyone who opens the stream later is told first, by a name of its own, until it is over. */
export interface Standing {
  readonly key: string;
  readonly isOver: boolean;
}

/**
 * All readers of the stream. One is behind, and is told what it missed page by page, or it is live, and gets every
 * event as it happens; it goes from the one to the other in a moment in which nothing else can happen, so that nothing
 * is told twice or left out. Events are numbered without gaps: one that did not get here is noticed with the next, and
 * everyone is told both from the history.
 */
export class StreamHub {
  readonly #live = new Set<OpenStream>();
  readonly #behind = new Set<OpenStream>();
  /** They were told goodbye; nothing more may be written to them. */
  readonly #ending = new Set<OpenStream>();
  readonly #standing = new Map<string, Buffer>();
  readonly #perPerson = new Tally<string>();
  readonly #line: EpochLine;
  readonly #recent: RecentEvents;
  readonly #past: PastEvents;
  readonly #gatherer: FrameGatherer;
  /** The last event. */
  #head: number;
  #dropped = 0;
  #misses = 0;
  #isOver = false;

  constructor(
    private readonly store: LabelStore,
    private readonly announcer: Announcer,
    private readonly clock: Clock,
    private readonly settings: StreamSettings,
    private readonly log: Log,
  ) {
    const { epochs, seq } = store.facts;
    this.#head = seq;
    this.#line = new EpochLine(epochs);
    this.#recent = new RecentEvents(seq, Math.max(settings.replayLimit, 1));
    this.#past = new PastEvents(this.#recent, store, this.#line);
    this.#gatherer = new FrameGatherer(clock, (bytes, now) => {
      for (const stream of this.#live) this.writeOrDrop(stream, bytes, now);
    });
  }

  get size(): number {
    return this.#live.size + this.#behind.size;
  }

  get isFull(): boolean {
    return this.size >= limits.streams;
  }

  /** Which limit one more would break, if any. One person with too many streams keeps nobody else out. */
  limitFor({ person }: Listener): 'streams' | 'streamsPerPerson' | undefined {
    if (this.isFull) return 'streams';
    const isOwnFull = person !== null && this.#perPerson.of(person) >= limits.streamsPerPerson;
    return isOwnFull ? 'streamsPerPerson' : undefined;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  get counters(): { readonly dropped: number; readonly misses: number } {
    return { dropped: this.#dropped, misses: this.#misses };
  }

  /** Sequence numbers of the events that can be told again; none when the oldest is after the newest. */
  get replayable(): { readonly oldest: number; readonly newest: number } {
    const oldest = Math.max(this.#head - this.settings.replayLimit, this.#line.beganAt) + 1;
    return { oldest, newest: this.#head };
  }

  /** Tells everything that follows the cursor, and goes on. Close it when its connection is gone. */
  open(pipe: Pipe, cursor: string | undefined, listener = anyone): OpenStream {
    const { replayLimit, lifetimeMs } = this.settings;
    const resume =
      cursor === undefined
        ? ({ kind: 'after', seq: this.#head } as const)
        : this.#line.judge(cursor, this.#head, replayLimit);
    const now = this.clock.monotonic();
    // Not all at the same moment: those who came together at a restart would go together for ever.
    const endsAt = now + lifetimeMs * (0.8 + 0.2 * Math.random());
    const stream = new OpenStream(pipe, resume.kind === 'after' ? resume.seq : this.#head, now, endsAt, listener);
    this.#behind.add(stream);
    if (listener.person !== null) this.#perPerson.add(listener.person, 1);
    const first =
      resume.kind === 'after'
        ? openingOf(cursor ?? this.#line.headAt(this.#head))
        : Buffer.concat([openingOf(undefined), this.resync(resume.reason)]);
    const greeting = Buffer.concat([first, this.heartbeat(stream), ...this.#standing.values()]);
    void this.bringUp(stream, greeting);
    return stream;
  }

  close(stream: OpenStream): void {
    stream.noteClosed();
    if (this.forget(stream) || this.#ending.delete(stream))
      this.announcer.announce('stream-closed', { streamId: stream.id });
  }

  /** A numbered event. Told twice, it counts once. */
  publish({ name, event }: NumberedEvent): void {
    const seq = event.event_id;
    if (seq <= this.#head) return;
    const isNext = seq === this.#head + 1;
    const fallen = isNext ? [] : this.fallBehind();
    const frame = frameOf(name, JSON.stringify(event), this.#line.cursorOf(seq));
    this.#recent.push(seq, frame);
    this.#head = seq;
    if (isNext) this.#gatherer.add(frame);
    for (const stream of fallen) void this.bringUp(stream);
  }

  /** News without a number. What stands is told to everyone who comes later, too. */
  notify<Name extends keyof StreamNotices>(name: Name, notice: StreamNotices[Name], standing?: Standing): void {
    const frame = frameOf(name, JSON.stringify(notice));
    if (standing?.isOver) this.#standing.delete(standing.key);
    else if (standing) this.#standing.set(standing.key, frame);
    this.#gatherer.add(frame);
    const now = this.clock.monotonic();
    for (const stream of this.#behind) this.writeOrDrop(stream, frame, now);
  }

  /** Has to be called every `sweptEveryMs`. */
  sweep(): void {
    this.#gatherer.flush();
    const now = this.clock.monotonic();
    for (const stream of [...this.#live, ...this.#behind]) {
      if (stream.isStalled(now)) this.drop(stream);
      else if (!stream.listener.mayStay()) this.end(stream, 'signed_out', backAfterMs);
      else if (now >= stream.endsAt) this.end(stream, 'lifetime', reopenMs);
      else if (now + sweptEveryMs - stream.beatAt > this.settings.heartbeatMs) {
        // The next time would be too late, by however little.
        stream.beatAt = now;
        this.writeOrDrop(stream, this.heartbeat(stream), now);
      }
    }
  }

  /** Says goodbye to everyone, and takes nobody any more. */
  async endAll(): Promise<void> {
    this.#isOver = true;
    this.#gatherer.flush();
    const wanted = (this.size / backPerSecond) * 1000;
    const spread = Math.min(Math.max(wanted, backOverMs.least), backOverMs.most);
    for (const stream of [...this.#live, ...this.#behind]) {
      this.end(stream, 'shutdown', Math.round(backAfterMs + Math.random() * spread));
    }
    // Those that do not read are cut then.
    const deadline = this.clock.monotonic() + farewellMs;
    while (this.#ending.size > 0 && this.clock.monotonic() < deadline) await this.clock.sleep(10);
  }

  /** Tells it what it does not know, at the pace at which it reads. */
  private async bringUp(stream: OpenStream, greeting?: Buffer): Promise<void> {
    try {
      if (greeting) await stream.writeOut(greeting, stream.beatAt);
      for (;;) {
        if (!stream.isOpen) return;
        const page = this.#past.after(stream.told, this.#head);
        if (!page) break;
        const { bytes, last } = await page;
        await stream.writeOut(bytes, this.clock.monotonic());
        stream.told = last;
      }
      // From the last look at what is there to here nothing has waited, so nothing has happened.
      this.goLive(stream);
    } catch (error) {
      this.log.warn({ reason: String(error) }, 'what a reader of the stream had missed could not be read');
      this.beginAnew(stream);
    }
  }

  /** It asks for everything again: coming back with the same cursor would end here once more. */
  private beginAnew(stream: OpenStream): void {
    if (!stream.isOpen) return;
    this.writeOrDrop(stream, this.resync('evicted'), this.clock.monotonic());
    this.goLive(stream);
  }

  private goLive(stream: OpenStream): void {
    // What was gathered is among what it has been told.
    this.#gatherer.flush();
    if (this.#behind.delete(stream)) this.#live.add(stream);
  }

  private fallBehind(): readonly OpenStream[] {
    this.#gatherer.flush();
    const fallen = [...this.#live];
    this.#live.clear();
    for (const stream of fallen) {
      stream.told = this.#head;
      this.#behind.add(stream);
    }
    return fallen;
  }

  private forget(stream: OpenStream): boolean {
    const wasThere = this.#live.delete(stream) || this.#behind.delete(stream);
    const { person } = stream.listener;
    if (wasThere && person !== null) this.#perPerson.add(person, -1);
    return wasThere;
  }

  private writeOrDrop(stream: OpenStream, bytes: Buffer, now: number): void {
    if (!stream.write(bytes, now)) this.drop(stream);
  }

  /** It comes back when it reads again, and is told what it missed. */
  private drop(stream: OpenStream): void {
    this.#dropped += 1;
    stream.cut();
    this.close(stream);
  }

  private end(stream: OpenStream, reason: Bye['reason'], waitMs: number): void {
    this.forget(stream);
    this.#ending.add(stream);
    stream.end(farewellOf(JSON.stringify({ reason } satisfies Bye), waitMs));
    this.clock.after(farewellMs, () => {
      stream.cut();
    });
  }

  private resync(reason: Resync['reason']): Buffer {
    this.#misses += 1;
    const head = this.#line.headAt(this.#head);
    return frameOf('resync', JSON.stringify({ reason, head } satisfies Resync), head);
  }

  private heartbeat(stream: OpenStream): Buffer {
    const head = this.#line.headAt(this.#head);
    return frameOf('hb', JSON.stringify({ head, stream_id: stream.id, store_id: this.store.facts.storeId }));
  }
}
