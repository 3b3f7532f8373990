import type { LabelBook } from '../persistence/label-book.ts';
import type { LabelsFlusher } from '../persistence/labels-flusher.ts';
import type { Label } from '../persistence/label.ts';
import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import type { Complaints } from './complaints.ts';
import { checkOf } from './sidecar-file.ts';
import type { LabelToWrite } from './sidecar-protocol.ts';
import type { SidecarDesk } from './sidecar-thread.ts';
import type { SidecarImages } from './sidecar-images.ts';
import type { WrittenMark } from './written-mark.ts';

/** Labels in one message to the thread, each of which waits for the disk twice. */
const sliceSize = 100;
/** A full disk is tried again after so long. */
const pauseMs = 5000;
/** Mostly they are written within a second; while a gallery is being listed they wait for its end. */
const mergedMax = 100_000;

/** What of the store is needed to know what the sidecars of an earlier start say. */
export interface MarkBook {
  readonly storeId: string;
  /** Of the last write when the store was opened. */
  readonly openedAt: number;
  read(): Promise<WrittenMark | undefined>;
  write(mark: WrittenMark): Promise<void>;
}

/** Writes labels beside their images when labels.json is written: those that changed since, a slice at a time. */
export class SidecarKeeper {
  /** Of the label table: what changed after it is not beside its image yet. Undefined until labels are loaded. */
  #revision: number | undefined;
  #flushedSeq = -1;
  #isUrgent = false;
  #isWriting = false;
  #wroteAt = -Infinity;
  #notBefore = 0;
  #waiting = 0;
  #error: string | undefined;
  #hasToldRefused = false;
  /** What was taken over from these sidecars, until they are written. */
  readonly #merged = new Map<GalleryPath, string>();
  /** What met somebody else's change, and has to be merged first. */
  merge: (labels: readonly Label[]) => Promise<void> = () => Promise.resolve();

  constructor(
    private readonly desk: SidecarDesk,
    private readonly book: LabelBook,
    private readonly flusher: LabelsFlusher,
    private readonly images: SidecarImages,
    private readonly marks: MarkBook,
    readonly broken: Complaints,
    readonly refused: Complaints,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Labels that are not beside their images yet, as far as is known. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Why nothing is written at the moment. */
  get error(): string | undefined {
    return this.#error;
  }

  /** Whether what happens to sidecars now may well be our own doing. */
  get isWritingNow(): boolean {
    return this.#isWriting || this.clock.monotonic() - this.#wroteAt < 1000;
  }

  /** These are in the labels now. They are written at the next turn, whether or not labels.json is due. */
  noteMerged(found: readonly Label[]): void {
    for (const label of found) if (this.#merged.size < mergedMax) this.#merged.set(label.path, checkOf(label));
    this.#isUrgent = true;
  }

  /** Called often. */
  async writeIfDue(): Promise<void> {
    if (this.#isWriting || !this.book.isLoaded || !this.images.areKnown || this.clock.monotonic() < this.#notBefore)
      return;
    const { flushedSeq } = this.flusher;
    if (flushedSeq === this.#flushedSeq && !this.#isUrgent && this.#error === undefined) return;
    await this.write(Infinity);
  }

  /** At the end, after the last flush: as much as there is time for. The next start finds the rest. */
  async writeLast(milliseconds: number): Promise<void> {
    const deadline = this.clock.monotonic() + milliseconds;
    while (this.#isWriting && this.clock.monotonic() < deadline) await this.clock.sleep(5);
    if (!this.#isWriting && this.book.isLoaded && this.images.areKnown) await this.write(deadline);
  }

  private async write(deadline: number): Promise<void> {
    this.#isWriting = true;
    this.#isUrgent = false;
    this.#flushedSeq = this.flusher.flushedSeq;
    try {
      await this.writeChanged(deadline);
      this.#error = undefined;
    } catch (error) {
      this.tell((error as Error).message);
      this.#notBefore = this.clock.monotonic() + pauseMs;
    } finally {
      this.#isWriting = false;
      this.#wroteAt = this.clock.monotonic();
    }
  }

  private async writeChanged(deadline: number): Promise<void> {
    this.#revision ??= await this.revisionAtStart();
    const { table, ackedSeq } = this.book;
    const revision = table.revision;
    const changed = table.changes.since(this.#revision);
    this.#waiting = changed.length;
    if (changed.length === 0) return;
    let hasMerged = false;
    for (let at = 0; at < changed.length;) {
      if (this.clock.monotonic() >= deadline) return;
      const labels = [...changed.subarray(at, at + sliceSize)].map((id) => ({
        path: table.pathOf(id),
        ...table.at(id),
      }));
      const wanted = labels.filter(({ path, version }) => version > 0 && this.images.mayHaveSidecar(path));
      const met = await this.desk.write(wanted.map((label) => this.asToWrite(label)));
      for (const { path } of wanted.slice(0, met.done)) this.forget(path);
      for (const { path, why } of met.broken) this.broken.add(path, why);
      for (const { path, why } of met.refused) this.refused.add(path, why);
      if (met.labels.length > 0) {
        hasMerged = true;
        await this.merge(met.labels);
      }
      if (met.stoppedBy !== undefined) throw new Error(inWords(met.stoppedBy));
      at += labels.length;
      this.#waiting = changed.length - at;
    }
    this.#revision = revision;
    this.tellOfRefused();
    // What was merged is written at the next turn, as labels that have changed.
    if (hasMerged) this.#isUrgent = true;
    else if (this.refused.count === 0) await this.marks.write({ storeId: this.marks.storeId, seq: ackedSeq });
  }

  private asToWrite(label: Label): LabelToWrite {
    const { path } = label;
    const [hasImage, exif] = [this.images.isThere(path), this.images.exifOf(path)];
    return { label, hasImage, exif, merged: this.#merged.get(path) };
  }

  private forget(path: GalleryPath): void {
    this.#merged.delete(path);
    this.broken.remove(path);
    this.refused.remove(path);
  }

  /** Where the last server left them as they should be, nothing has to be looked at; else each is compared once. */
  private async revisionAtStart(): Promise<number> {
    const mark = await this.marks.read();
    const isDone = mark?.storeId === this.marks.storeId && mark.seq === this.marks.openedAt;
    return isDone && this.book.ackedSeq === this.marks.openedAt ? this.book.table.revision : 0;
  }

  /** Once, until none is refused any more; which they are, health lists. */
  private tellOfRefused(): void {
    const [first] = this.refused.first(1);
    if (first && !this.#hasToldRefused)
      this.log.warn({ reason: first.why }, 'some labels cannot be kept beside their images');
    this.#hasToldRefused = first !== undefined;
  }

  private tell(reason: string): void {
    if (reason !== this.#error) this.log.warn({ reason }, 'sidecars are not written; the labels themselves are safe');
    this.#error = reason;
  }
}

function inWords(code: string): string {
  const words: Readonly<Record<string, string>> = {
    ENOSPC: 'the disk is full',
    EDQUOT: 'the disk is full',
    PLACE_AWAY: 'the store does not answer',
  };
  return `Labels cannot be written beside the images: ${words[code] ?? code}.`;
}
