import { Buffer } from 'node:buffer';

/** Some events in a row, as bytes. */
export interface EventPage {
  readonly bytes: Buffer;
  /** Sequence number of the last of them. */
  readonly last: number;
}

const bytesMax = 8 * 1024 * 1024;

/** The latest events as they were sent: most who come back have missed no more than these, and the store is not asked. */
export class RecentEvents {
  readonly #frames: (Buffer | undefined)[];
  #first: number;
  #next: number;
  #bytes = 0;
  /** The page that was asked for last: those who lost the network together come back together. */
  #shared: { readonly question: string; readonly page: EventPage } | undefined;

  /** `head` is the last event before the first that will come. */
  constructor(
    head: number,
    private readonly capacity: number,
  ) {
    this.#first = this.#next = head + 1;
    this.#frames = new Array<Buffer | undefined>(capacity);
  }

  /** In a row: what was there before a gap is of no use. */
  push(seq: number, frame: Buffer): void {
    if (seq !== this.#next) this.clear(seq);
    if (this.#next - this.#first === this.capacity) this.forgetFirst();
    this.#frames[seq % this.capacity] = frame;
    this.#next = seq + 1;
    this.#bytes += frame.length;
    while (this.#bytes > bytesMax) this.forgetFirst();
  }

  /** Undefined when some of what comes after this event is not here. */
  after(seq: number, bytesWanted: number): EventPage | undefined {
    if (seq + 1 < this.#first) return undefined;
    const question = `${String(seq)} ${String(this.#next)} ${String(bytesWanted)}`;
    if (this.#shared?.question === question) return this.#shared.page;
    const frames: Buffer[] = [];
    let [last, bytes] = [seq, 0];
    while (last + 1 < this.#next && bytes < bytesWanted) {
      const frame = this.#frames[(last + 1) % this.capacity];
      if (!frame) return undefined;
      frames.push(frame);
      bytes += frame.length;
      last += 1;
    }
    const page = { bytes: Buffer.concat(frames), last };
    this.#shared = { question, page };
    return page;
  }

  private clear(next: number): void {
    this.#frames.fill(undefined);
    this.#first = this.#next = next;
    this.#bytes = 0;
  }

  private forgetFirst(): void {
    const place = this.#first % this.capacity;
    this.#bytes -= this.#frames[place]?.length ?? 0;
    this.#frames[place] = undefined;
    this.#first += 1;
  }
}
