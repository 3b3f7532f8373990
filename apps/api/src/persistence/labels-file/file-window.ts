import { Buffer, isUtf8 } from 'node:buffer';
import { readSync } from 'node:fs';
import { LabelsFileError, UnreadableRest, type PlaceInFile } from './labels-file-error.ts';
import { unreadable } from './open-regular-file.ts';
import { Refusal } from './refusal.ts';

/** One value may be this long, so that a quote which is never closed ends in a message and not in all memory. */
const longestValue = 64 * 1024 * 1024;
export const usualChunk = 1024 * 1024;

/**
 * The part of a file that is in memory: bytes from `mark`, which stays until it is moved, up to `end`. What is before
 * the mark is forgotten when more is read. Everything in the window is valid UTF-8, except for a sequence that the
 * end cuts in two.
 */
export class FileWindow {
  bytes: Buffer;
  /** The next byte to look at. */
  at = 0;
  end = 0;
  mark = 0;
  /** Where in the file `bytes` begins. */
  private offset = 0;
  private checkedTo = 0;
  /** The last place that was counted to, so that a file with many mistakes is not read from its start for each of them. */
  private counted = { position: 0, line: 1 };

  constructor(
    readonly file: string,
    private readonly descriptor: number,
    private readonly chunk: number = usualChunk,
  ) {
    this.bytes = Buffer.allocUnsafe(chunk);
  }

  /** Where in the file a place in the window is. */
  positionOf(at: number): number {
    return this.offset + at;
  }

  /** Reads on; false at the end of the file. Places other than `at`, `mark` and `end` are wrong afterwards. */
  readMore(): boolean {
    this.forgetBeforeMark();
    if (this.end === this.bytes.length) this.grow();
    const room = Math.min(this.chunk, this.bytes.length - this.end);
    const count = this.read(this.bytes, this.end, room, this.offset + this.end);
    this.end += count;
    this.refuseInvalidUtf8(count === 0);
    return count > 0;
  }

  /** From the mark up to here. */
  markedText(): string {
    return this.bytes.toString('utf8', this.mark, this.at);
  }

  /** Only at the start. Some programs write one; JSON forbids it, tables do not. */
  skipByteOrderMark(): void {
    while (this.end < 3 && this.readMore());
    if (this.bytes.toString('latin1', 0, Math.min(this.end, 3)) === '\xef\xbb\xbf') this.at = 3;
  }

  /** Behind the end of the line in which the mark is, forgetting what it passes; false where the file ends before. */
  skipLine(): boolean {
    this.at = this.mark;
    for (;;) {
      const end = this.bytes.subarray(0, this.end).indexOf(0x0a, this.at);
      this.at = this.mark = end === -1 ? this.end : end + 1;
      if (end !== -1) return true;
      if (!this.readMore()) return false;
    }
  }

  /** The error for a place in the window. Lines are counted now: nobody needs them while all is well. */
  refused(reason: string, at = this.at): LabelsFileError {
    return new LabelsFileError(this.file, reason, this.placeOf(at));
  }

  /** The error for a place behind which nothing can be read either. */
  unreadableFrom(reason: string, at: number): UnreadableRest {
    return new UnreadableRest(this.file, reason, this.placeOf(at));
  }

  /** Gives a refusal the mark as its place. */
  located<T>(check: () => T): T {
    try {
      return check();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw error.isOfRest ? this.unreadableFrom(error.message, this.mark) : this.refused(error.message, this.mark);
    }
  }

  private placeOf(at: number): PlaceInFile {
    const position = this.positionOf(at);
    return { position, line: this.lineAt(position) };
  }

  private forgetBeforeMark(): void {
    if (this.mark === 0) return;
    this.bytes.copyWithin(0, this.mark, this.end);
    this.offset += this.mark;
    this.at -= this.mark;
    this.end -= this.mark;
    this.checkedTo = Math.max(0, this.checkedTo - this.mark);
    this.mark = 0;
  }

  private grow(): void {
    if (this.end >= longestValue) {
      throw this.unreadableFrom(`A single entry is longer than ${String(longestValue)} bytes.`, this.mark);
    }
    const larger = Buffer.allocUnsafe(this.bytes.length * 2);
    this.bytes.copy(larger, 0, 0, this.end);
    this.bytes = larger;
  }

  private refuseInvalidUtf8(isWholeFile: boolean): void {
    if (this.offset === 0 && this.checkedTo === 0 && isUtf16(this.bytes.subarray(0, Math.min(this.end, 2)))) {
      throw new UnreadableRest(this.file, 'The file is in UTF-16: save it in UTF-8.');
    }
    const to = isWholeFile ? this.end : wholeSequences(this.bytes, this.checkedTo, this.end);
    if (!isUtf8(this.bytes.subarray(this.checkedTo, to))) {
      throw this.unreadableFrom('The file is not valid UTF-8 here.', this.firstInvalid(to));
    }
    this.checkedTo = to;
  }

  private firstInvalid(to: number): number {
    let valid = this.checkedTo;
    for (let invalid = to; invalid - valid > 1;) {
      const middle = (valid + invalid) >>> 1;
      const isValid = isUtf8(this.bytes.subarray(this.checkedTo, wholeSequences(this.bytes, this.checkedTo, middle)));
      if (isValid) valid = middle;
      else invalid = middle;
    }
    return valid;
  }

  private lineAt(position: number): number {
    const known = this.counted.position <= position ? this.counted : { position: 0, line: 1 };
    let { line } = known;
    // Where every row is a mistake most are in the window with the one before, and nothing is read again.
    if (known.position < this.offset) line += this.forgottenLineFeeds(known.position);
    line += lineFeeds(this.bytes, Math.max(0, known.position - this.offset), position - this.offset);
    this.counted = { position, line };
    return line;
  }

  private forgottenLineFeeds(from: number): number {
    const chunk = Buffer.allocUnsafe(64 * 1024);
    let feeds = 0;
    for (let at = from; at < this.offset;) {
      const count = this.read(chunk, 0, Math.min(chunk.length, this.offset - at), at);
      if (count === 0) break;
      feeds += lineFeeds(chunk, 0, count);
      at += count;
    }
    return feeds;
  }

  private read(into: Buffer, at: number, length: number, position: number): number {
    try {
      return readSync(this.descriptor, into, at, length, position);
    } catch (error) {
      throw unreadable(this.file, error);
    }
  }
}

function lineFeeds(bytes: Buffer, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at += 1) if (bytes[at] === 0x0a) count += 1;
  return count;
}

/** By its mark, or by the zero that every other byte of plain English is. */
function isUtf16(start: Buffer): boolean {
  const [first = 1, second = 1] = start;
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || first === 0 || second === 0;
}

/** `end`, or the start of a sequence that begins before it and goes on beyond it. */
function wholeSequences(bytes: Buffer, from: number, end: number): number {
  for (let back = 1; back <= 3 && end - back >= from; back += 1) {
    const byte = bytes[end - back] ?? 0;
    if (byte < 0x80) return end;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? end - back : end;
  }
  return end;
}
