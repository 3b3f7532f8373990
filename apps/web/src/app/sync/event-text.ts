import type { LiveFrame } from './hub-protocol.ts';

/** One block of the stream. `data` is null for one that brings nothing but an id: no event, but a place to go on from. */
export interface EventBlock {
  readonly event: string;
  readonly data: string | null;
  /** null when it has none of its own. */
  readonly id: string | null;
}

/** Events are a few kilobytes, and the largest about a megabyte: a line that is longer than this is no event of ours. */
const LONGEST = 16 * 1024 * 1024;

/**
 * Reads text/event-stream from bytes that come in any pieces: cut inside a character, inside a line end, anywhere. What
 * is not finished waits for the next piece; comments only show that the other side lives.
 */
export class EventText {
  /** How long to wait before coming back, by the word of the server. */
  retryMs: number | null = null;
  private readonly decoder = new TextDecoder();
  private rest = '';
  private endedWithCr = false;
  private event = '';
  private data: string[] = [];
  private id: string | null = null;

  push(bytes: Uint8Array): EventBlock[] {
    let text = this.decoder.decode(bytes, { stream: true });
    if (text === '') return [];
    // The second half of a line end whose first half has been taken for the whole.
    if (this.endedWithCr && text.startsWith('\n')) text = text.slice(1);
    if (text !== '') this.endedWithCr = text.endsWith('\r');
    const lines = text.split(/\r\n|\n|\r/);
    lines[0] = this.rest + (lines[0] ?? '');
    this.rest = lines.pop() ?? '';
    if (this.rest.length > LONGEST) throw new Error('A line of the stream does not end.');
    const found: EventBlock[] = [];
    for (const line of lines) {
      if (line === '') this.finish(found);
      else this.take(line);
    }
    return found;
  }

  private take(line: string): void {
    const cut = line.indexOf(':');
    const field = cut < 0 ? line : line.slice(0, cut);
    const value = cut < 0 ? '' : line.slice(cut + (line[cut + 1] === ' ' ? 2 : 1));
    if (field === 'event') this.event = value;
    else if (field === 'data') this.data.push(value);
    else if (field === 'id' && !value.includes('\0')) this.id = value;
    else if (field === 'retry' && /^\d+$/.test(value)) this.retryMs = Number(value);
  }

  private finish(found: EventBlock[]): void {
    const data = this.data.length > 0 ? this.data.join('\n') : null;
    if (data !== null || this.id !== null) found.push({ event: this.event || 'message', data, id: this.id });
    this.event = '';
    this.data = [];
    this.id = null;
  }
}

const names: { readonly [Name in LiveFrame['event']]: true } = {
  'item-updated': true,
  'items-updated': true,
  'metrics-updated': true,
  'metrics-progress': true,
  'index-progress': true,
  'views-updated': true,
  presence: true,
  hb: true,
  resync: true,
  bye: true,
};

/** The frame in a block; null for one of a name that we do not know, which a newer server may send. Throws when it is no JSON. */
export function frameOf({ event, data, id }: EventBlock): LiveFrame | null {
  if (data === null || !Object.hasOwn(names, event)) return null;
  const value: unknown = JSON.parse(data);
  if (typeof value !== 'object' || value === null) throw new Error(`An event ${event} carries nothing.`);
  // Both sides are built from the same contracts, and the tests of the API hold its events against them.
  return { event, data: value, id: id ?? '' } as unknown as LiveFrame;
}
