import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { StringDecoder } from 'node:string_decoder';
import type { Bye, Heartbeat, NumberedEvent, Resync, StreamEvents, StreamNotices } from '#contracts';
import { requestTo } from './connect.ts';
import { EventParser } from './event-parser.ts';
import { expectFrameMatchesContract } from './openapi-validator.ts';
import { waitFor } from './wait-for.ts';

interface Addressed {
  readonly url: string;
}

export interface StreamWish {
  /** As Last-Event-ID. */
  readonly cursor?: string | undefined;
  /** As it stands, without the question mark. */
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
}

type AllEvents = StreamEvents & StreamNotices;
export type StreamEventName = keyof AllEvents;

/** One event of the stream, checked against the contract. */
export type Frame = {
  [Name in StreamEventName]: { readonly event: Name; readonly data: AllEvents[Name]; readonly id: string | undefined };
}[StreamEventName];

const numbered: readonly string[] = ['item-updated', 'items-updated', 'metrics-updated'];
const open = new Set<StreamReader>();

/** A reader of the stream that keeps all it was told, over a socket of its own. Left open, it ends with the tests of the file. */
export class StreamReader {
  readonly frames: Frame[] = [];
  readonly parser = new EventParser();
  /** The connection is gone, whoever ended it. */
  isClosed = false;
  /** Bytes that were read. */
  bytes = 0;
  readonly #decoder = new StringDecoder('utf8');
  #wake: () => void = () => undefined;

  private constructor(
    private readonly sent: ClientRequest,
    private readonly response: IncomingMessage,
  ) {
    open.add(this);
    response.on('data', (bytes: Buffer) => {
      this.bytes += bytes.length;
      for (const { event, data, id } of this.parser.push(this.#decoder.write(bytes))) {
        const value: unknown = JSON.parse(data);
        expectFrameMatchesContract(event, value);
        // Just checked against the contract.
        this.frames.push({ event, data: value, id } as Frame);
      }
      this.#wake();
    });
    const close = (): void => {
      this.isClosed = true;
      open.delete(this);
      this.#wake();
    };
    response.on('close', close);
    response.on('error', close);
  }

  /** Resolves with the head of the answer; fails when it is not a stream. */
  static open(server: Addressed, { cursor, query, headers = {} }: StreamWish = {}): Promise<StreamReader> {
    const to = new URL(server.url);
    const { pathname } = to;
    const path = `${pathname === '/' ? '' : pathname}/events${query === undefined ? '' : `?${query}`}`;
    return new Promise((resolve, reject) => {
      const sent = requestTo(to, {
        path,
        headers: {
          accept: 'text/event-stream',
          ...(cursor === undefined ? {} : { 'last-event-id': cursor }),
          ...headers,
        },
      });
      sent.on('error', reject);
      sent.on('response', (response: IncomingMessage) => {
        sent.on('error', () => undefined);
        if (response.statusCode === 200) resolve(new StreamReader(sent, response));
        else {
          response.resume();
          reject(new StreamRefused(response.statusCode ?? 0, response.headers));
        }
      });
      sent.end();
    });
  }

  get headers(): IncomingHttpHeaders {
    return this.response.headers;
  }

  /** Where a browser would go on. */
  get cursor(): string {
    return this.parser.lastEventId;
  }

  /** The events that have a number, in the order in which they came. */
  get events(): NumberedEvent[] {
    return this.frames.flatMap(({ event, data }) =>
      // Of these three names, the data is that of the name.
      numbered.includes(event) ? [{ name: event, event: data } as NumberedEvent] : [],
    );
  }

  get eventIds(): number[] {
    return this.events.map(({ event }) => event.event_id);
  }

  get heartbeats(): Heartbeat[] {
    return this.all('hb');
  }

  get resyncs(): Resync[] {
    return this.all('resync');
  }

  get byes(): Bye[] {
    return this.all('bye');
  }

  all<Name extends StreamEventName>(name: Name): AllEvents[Name][] {
    return this.frames.flatMap(({ event, data }) => (event === name ? [data as AllEvents[Name]] : []));
  }

  /** Waits until this can be said of what it has read; fails after so many seconds. */
  until(isSo: (reader: this) => boolean, what: string, seconds = 10): Promise<unknown> {
    return waitFor(() => isSo(this) || undefined, what, { seconds });
  }

  /** Waits for the first heartbeat: the stream is open on both sides. */
  async greeted(): Promise<Heartbeat> {
    await this.until(({ heartbeats }) => heartbeats.length > 0, 'the first heartbeat');
    return this.heartbeats[0]!;
  }

  /** Resolves when more has come, or the end. One waits at a time. */
  news(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }

  closed(seconds = 15): Promise<unknown> {
    return this.until(({ isClosed }) => isClosed, 'the stream to end', seconds);
  }

  /** Reads no more: what comes piles up, first in the system, then in the server. */
  stall(): void {
    this.response.pause();
  }

  readOn(): void {
    this.response.resume();
  }

  close(): void {
    // One that does not read would not notice.
    this.response.destroy();
    this.sent.destroy();
  }
}

export class StreamRefused extends Error {
  constructor(
    readonly status: number,
    readonly headers: IncomingHttpHeaders,
  ) {
    super(`The stream was refused with ${String(status)}.`);
  }
}

afterAll(() => {
  for (const reader of open) reader.close();
});
