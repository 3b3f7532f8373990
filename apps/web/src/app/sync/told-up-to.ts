/**
 * Up to where this tab knows everything: by what it has read, and then by what the stream tells. A stream that begins later
 * than the reading has left something out, and so has one that begins anew after the worker that held it has died.
 */
export class ToldUpTo {
  private cursor: string | null = null;
  /** Where the stream began that tells the rest; null while none does. */
  private from: string | null = null;

  /** An answer knows everything up to there. True when the stream began later than that. */
  read(cursor: string): boolean {
    if (this.from !== null) return isBefore(cursor, this.from);
    if (this.cursor === null || isBefore(cursor, this.cursor)) this.cursor = cursor;
    return false;
  }

  /** A sign of life of the stream, which has told everything up to there. True when it began later than what is known. */
  live(head: string): boolean {
    const hasMissed = this.from === null && this.cursor !== null && isBefore(this.cursor, head);
    this.from ??= head;
    this.cursor = head;
    return hasMissed;
  }

  told(cursor: string): void {
    this.cursor = cursor;
  }

  /** Nobody tells anything until there is another stream. */
  cutOff(): void {
    this.from = null;
  }

  forget(): void {
    this.cursor = this.from = null;
  }
}

/** Numbers go on from one epoch to the next. In doubt something may be missing. */
function isBefore(a: string, b: string): boolean {
  return a !== b && !(numberIn(a) >= numberIn(b));
}

function numberIn(cursor: string): number {
  return Number(cursor.split('.').at(-1) || NaN);
}
