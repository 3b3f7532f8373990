import { settled } from './fake-clock.ts';

/** One connection, as a test plays the server of it. */
export interface PlayedConnection {
  readonly url: string;
  readonly lastEventId: string | null;
  readonly at: number;
  readonly isCut: () => boolean;
  write(text: string): Promise<void>;
  end(): Promise<void>;
  break(): Promise<void>;
}

export type Answer =
  | { readonly kind: 'open' }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'hanging' }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string };

/** `fetch` for streams, with every connection in the hands of the test. */
export class PlayedStreams {
  readonly connections: PlayedConnection[] = [];
  answer: Answer = { kind: 'open' };

  constructor(private readonly now: () => number) {}

  get last(): PlayedConnection {
    const last = this.connections.at(-1);
    if (last === undefined) throw new Error('Nobody has connected.');
    return last;
  }

  readonly send: typeof fetch = (input, init) => {
    const { signal } = init ?? {};
    let control: ReadableStreamDefaultController<Uint8Array> | null = null;
    const body = new ReadableStream<Uint8Array>({ start: (given) => void (control = given) });
    const fail = (): void => control?.error(new TypeError('network error'));
    let isCut = false;
    this.connections.push({
      url: String(input instanceof Request ? input.url : input),
      lastEventId: new Headers(init?.headers).get('last-event-id'),
      at: this.now(),
      isCut: () => isCut,
      write: (text) => {
        control?.enqueue(new TextEncoder().encode(text));
        return settled();
      },
      end: () => {
        control?.close();
        return settled();
      },
      break: () => {
        fail();
        return settled();
      },
    });
    const { answer } = this;
    return new Promise((done, refuse) => {
      signal?.addEventListener('abort', () => {
        isCut = true;
        fail();
        refuse(new DOMException('cut', 'AbortError'));
      });
      if (answer.kind === 'open') done(new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
      else if (answer.kind === 'unreachable') refuse(new TypeError('unreachable'));
      else if (answer.kind === 'status') {
        const headers = { ...(answer.retryAfter === undefined ? {} : { 'retry-after': answer.retryAfter }) };
        done(new Response('{}', { status: answer.status, headers }));
      }
    });
  };
}

export function heartbeat(stream = 's1', store = 'store', head = 'e.0'): string {
  return `event: hb\ndata: ${JSON.stringify({ head, stream_id: stream, store_id: store })}\n\n`;
}

export function itemEvent(id: string, path = '/a.jpg'): string {
  return `event: item-updated\nid: ${id}\ndata: ${JSON.stringify({ event_id: 1, path })}\n\n`;
}
