/** The names of some rows that follow one another, folded, each behind a slash: no name holds one, so nothing is found across two. */
export class NameChunk {
  constructor(
    /** The row of the first name. */
    readonly first: number,
    readonly text: string,
    /** Where each name ends. */
    readonly ends: Uint16Array,
  ) {}

  get count(): number {
    return this.ends.length;
  }

  /** One of the names by itself. */
  alone(index: number): NameChunk {
    const text = this.text.substring(this.startOf(index) - 1, this.endOf(index));
    return new NameChunk(this.first + index, text, Uint16Array.of(text.length));
  }

  startOf(index: number): number {
    return index === 0 ? 1 : (this.ends[index - 1] ?? 0) + 1;
  }

  endOf(index: number): number {
    return this.ends[index] ?? 0;
  }

  /** Tells the first place of the needle in each name that holds it. With a slash in front it is found where names begin. */
  scan(needle: string, found: (index: number, at: number) => void): void {
    const { text, ends } = this;
    let index = 0;
    for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, ends[index])) {
      while ((ends[index] ?? Infinity) <= at) index += 1;
      found(index, at);
    }
  }

  /** The same for one name: its first place in it, counted in the whole text. */
  placeIn(index: number, needle: string): number {
    // With its slash, which the needle may begin with.
    const start = this.startOf(index) - 1;
    const place = this.text.substring(start, this.ends[index]).indexOf(needle);
    return place < 0 ? -1 : start + place;
  }

  /** Is what stands between these places the name of this row, with or without its extension? */
  isWhole(index: number, from: number, to: number): boolean {
    const end = this.endOf(index);
    if (from !== this.startOf(index)) return false;
    return to === end || this.text.substring(to, end).lastIndexOf('.') === 0;
  }
}
