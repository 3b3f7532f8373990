import { Buffer } from 'node:buffer';
import type { LabelStore } from '../persistence/label-store.ts';
import { SingleFlight } from '../shared/single-flight.ts';
import type { EpochLine } from './epoch-line.ts';
import { frameOf } from './frame.ts';
import type { EventPage, RecentEvents } from './recent-events.ts';

/** A reader has to take in a page before it gets the next: this much lies in memory for each of those who do not read. */
const pageBytes = 256 * 1024;

/** Events that were told already: the latest from memory, all others from the history, in the same words. */
export class PastEvents {
  readonly #reading = new SingleFlight<EventPage>();

  constructor(
    private readonly recent: RecentEvents,
    private readonly store: LabelStore,
    private readonly line: EpochLine,
  ) {}

  /** Those that follow an event; null when it is the last one. */
  after(seq: number, head: number): EventPage | Promise<EventPage> | null {
    if (seq >= head) return null;
    const known = this.recent.after(seq, pageBytes);
    if (known && known.last > seq) return known;
    // After a restart hundreds come back with the same few cursors. A page that somebody began to read a moment ago may end
    // earlier; whoever wants more asks again.
    return this.#reading.run(String(seq), () => this.read(seq, head));
  }

  private async read(after: number, head: number): Promise<EventPage> {
    const writes = await this.store.writesBetween(after, head);
    const frames = writes.map(({ seq, name, data }) => frameOf(name, data, this.line.cursorOf(seq)));
    return { bytes: Buffer.concat(frames), last: writes.at(-1)?.seq ?? head };
  }
}
