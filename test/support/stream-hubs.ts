import type { NumberedEvent } from '#contracts';
import type { ToldWrite } from '../../apps/api/src/persistence/label-store.ts';
import type { StreamSettings } from '../../apps/api/src/settings/settings.ts';
import type { OpenStream, Pipe } from '../../apps/api/src/stream/open-stream.ts';
import { StreamHub } from '../../apps/api/src/stream/stream-hub.ts';
import { Announced } from './announced.ts';
import { EventParser, type ParsedEvent } from './event-parser.ts';
import { FakeClock } from './fake-clock.ts';
import { settled, StoreDouble } from './store-double.ts';

/** The other end of a stream. It takes in what it is sent at once, or when the test says so. */
export class FakePipe implements Pipe {
  readonly events: ParsedEvent[] = [];
  /** Numbers of those that have one, in their order. */
  readonly ids: number[] = [];
  readonly parser = new EventParser();
  /** Calls of `write`. */
  writes = 0;
  isEnded = false;
  isDestroyed = false;
  /** Written after the goodbye: a socket would fail. */
  tooLate = 0;
  writableLength = 0;
  readonly #taken: (() => void)[] = [];
  /** The connection is gone. */
  onClose: () => void = () => undefined;

  constructor(private readonly isPatient = false) {}

  write(bytes: Buffer, taken?: () => void): void {
    this.writes += 1;
    if (this.isEnded) this.tooLate += 1;
    if (this.isEnded || this.isDestroyed) return;
    for (const event of this.parser.push(bytes.toString())) this.take(event);
    this.writableLength += bytes.length;
    if (taken) this.#taken.push(taken);
    if (!this.isPatient) this.drain();
  }

  end(bytes: Buffer): void {
    this.write(bytes);
    this.isEnded = true;
  }

  destroy(): void {
    if (this.isDestroyed) return;
    this.isDestroyed = true;
    this.onClose();
  }

  /** Takes in everything that it was sent. */
  drain(): void {
    this.writableLength = 0;
    for (const taken of this.#taken.splice(0)) setImmediate(taken);
  }

  private take(event: ParsedEvent): void {
    this.events.push(event);
    if (event.event.endsWith('-updated')) this.ids.push((JSON.parse(event.data) as { event_id: number }).event_id);
  }

  named(name: string): unknown[] {
    return this.events.filter(({ event }) => event === name).map(({ data }): unknown => JSON.parse(data));
  }
}

/** The event of that number, always the same. */
export function numbered(seq: number, notes = `of ${seq}`): NumberedEvent {
  const event = { event_id: seq, path: `/${seq}.jpg`, version: 2, tags: [], notes, star: null } as const;
  const more = { updated_at: '2026-01-23T12:00:00.000Z', updated_by: 'ann', gesture_id: `g${seq}` };
  return { name: 'item-updated', event: { ...event, tags: [], ...more } };
}

export function toldAgain(seq: number): ToldWrite {
  const { name, event } = numbered(seq);
  return { seq, name, data: JSON.stringify(event) };
}

export interface HubWish extends Partial<StreamSettings> {
  /** Accepted before the start. */
  readonly seq?: number;
  /** Writes on one page of the history. */
  readonly page?: number;
  /** What the history waits for before it answers. */
  readonly delay?: () => Promise<void>;
  readonly epochs?: StoreDouble['facts']['epochs'];
}

/** A hub whose readers, history and time are in the hands of the test. */
export function makeHub({ seq = 0, page = 10, delay = settled, epochs, ...settings }: HubWish = {}) {
  const [clock, announced, store] = [new FakeClock(), new Announced(), new StoreDouble()];
  Object.assign(store.facts, { seq, epochs: epochs ?? store.facts.epochs });
  const reads: [number, number][] = [];
  store.writesBetween = async (after, until) => {
    reads.push([after, until]);
    await delay();
    const count = Math.min(until - after, page);
    return Array.from({ length: count }, (_, at) => toldAgain(after + 1 + at));
  };
  const warnings: object[] = [];
  const ignore = (): void => undefined;
  const log = { debug: ignore, info: ignore, error: ignore, warn: (fields: object) => void warnings.push(fields) };
  const limits = { replayLimit: 10_000, heartbeatMs: 15_000, lifetimeMs: 900_000, ...settings };
  const hub = new StreamHub(store, announced, clock, limits, log);
  /** Opens a stream; its end is told to the hub, as the door does. */
  const open = (cursor?: string, pipe = new FakePipe()): FakePipe & { readonly stream: OpenStream } => {
    const stream = hub.open(pipe, cursor);
    pipe.onClose = () => hub.close(stream);
    return Object.assign(pipe, { stream });
  };
  const publish = (...seqs: readonly number[]): void => {
    for (const each of seqs) hub.publish(numbered(each));
  };
  /** Lets time pass in seconds, as upkeep does. */
  const pass = async (seconds: number): Promise<void> => {
    for (let left = seconds; left > 0; left -= 1) {
      clock.advance(1000);
      hub.sweep();
      await settled();
    }
  };
  return { hub, clock, announced, store, reads, warnings, open, publish, pass };
}

/** Long enough for pages that follow each other to be told. */
export async function quiet(turns = 60): Promise<void> {
  for (let left = turns; left > 0; left -= 1) await settled();
}
