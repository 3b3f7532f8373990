/** One event as a browser would hand it out. */
export interface ParsedEvent {
  readonly event: string;
  readonly data: string;
  /** The id that this event brought; undefined when it has none of its own. */
  readonly id: string | undefined;
}

/** Reads server-sent events from text that comes in any pieces, by the rules that browsers follow. */
export class EventParser {
  /** Where a browser would go on. */
  lastEventId = '';
  retryMs: number | undefined;
  #rest = '';
  #event = '';
  #data: string[] = [];
  #id: string | undefined;
  #isAfterCr = false;

  push(text: string): ParsedEvent[] {
    const found: ParsedEvent[] = [];
    let line = this.#rest;
    for (const character of text) {
      // The second half of a line end whose first half came before.
      const isSecondHalf = this.#isAfterCr && character === '\n';
      this.#isAfterCr = character === '\r';
      if (isSecondHalf) continue;
      if (character !== '\n' && character !== '\r') {
        line += character;
        continue;
      }
      if (line === '') this.dispatch(found);
      else this.take(line);
      line = '';
    }
    this.#rest = line;
    return found;
  }

  private take(line: string): void {
    const cut = line.indexOf(':');
    const field = cut < 0 ? line : line.slice(0, cut);
    const value = cut < 0 ? '' : line.slice(cut + 1).replace(/^ /, '');
    if (field === 'event') this.#event = value;
    else if (field === 'data') this.#data.push(value);
    else if (field === 'id' && !value.includes('\0')) this.#id = value;
    else if (field === 'retry' && /^\d+$/.test(value)) this.retryMs = Number(value);
  }

  private dispatch(found: ParsedEvent[]): void {
    if (this.#id !== undefined) this.lastEventId = this.#id;
    if (this.#data.length > 0) {
      found.push({ event: this.#event || 'message', data: this.#data.join('\n'), id: this.#id });
    }
    this.#event = '';
    this.#data = [];
    this.#id = undefined;
  }
}
