import type { Row } from '../catalogue/catalogue.ts';
import type { GalleryRoot } from '../catalogue/gallery-root.ts';
import type { Indexer } from '../catalogue/indexer.ts';
import type { RowLabels } from '../catalogue/row-labels.ts';
import type { LabelBook } from '../persistence/label-book.ts';
import type { LabelStore } from '../persistence/label-store.ts';
import { Breather } from '../shared/breather.ts';
import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import { JobAbandoned } from '../workers/job-failures.ts';
import type { ContentReader } from './content-reader.ts';
import type { LabelFollower } from './label-follower.ts';
import type { LostLabels } from './lost-labels.ts';

/** A folder that is renamed is seen to go before it is seen to come: nothing is concluded while files come and go. */
const quietMs = 1000;
/** Files that arrive for hours are no reason to wait for hours. */
const quietWithinMs = 10_000;
/** No more than this share of the time is spent looking; most of a long look is waiting for files that are read. */
const [restFactor, restMaxMs] = [10, 5000];
const restAfterFailureMs = 30_000;
/** Files hashed in a row before somebody looks whether there is something better to do. */
const [rowsAtOnce, turnMs] = [1024, 900];
const forgetEveryMs = 86_400_000;

/** Has labels follow their files, and in quiet times finds out what labelled files hold, so that they can be followed. */
export class ContentKeeping {
  #isWorking = false;
  #isOver = false;
  #filesSeen = -1;
  #newsSince: number | undefined;
  #quietAt = 0;
  #restUntil = 0;
  #nextRow: Row = 0;
  #forgetAt = 0;

  constructor(
    private readonly labels: RowLabels,
    private readonly lost: LostLabels,
    private readonly follower: LabelFollower,
    private readonly reader: ContentReader,
    private readonly book: LabelBook,
    private readonly store: LabelStore,
    private readonly indexer: Indexer,
    private readonly root: GalleryRoot,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Called every second. */
  async tick(): Promise<void> {
    this.noteNews();
    if (this.#isWorking || !this.mayWork()) return;
    this.#isWorking = true;
    const started = this.clock.monotonic();
    try {
      if (this.isDue(started)) await this.look();
      await this.readUnread(started + turnMs);
      await this.forgetIfDue();
    } catch (error) {
      this.fail(error);
    } finally {
      this.#isWorking = false;
    }
  }

  /** While the storage is away nothing counts as gone, and until all is listed nothing does either. */
  private mayWork(): boolean {
    if (!this.reader.mayRead) return false;
    const isListed = this.root.isThere && this.indexer.status().state === 'ready';
    return !this.#isOver && isListed && this.book.isLoaded && this.clock.monotonic() >= this.#restUntil;
  }

  private noteNews(): void {
    const { treeRevision } = this.labels.catalogue.root;
    if (treeRevision === this.#filesSeen) return;
    const now = this.clock.monotonic();
    this.#filesSeen = treeRevision;
    this.#quietAt = now + quietMs;
    this.#newsSince ??= now;
  }

  private isDue(now: number): boolean {
    const isQuiet = now >= this.#quietAt || now >= (this.#newsSince ?? now) + quietWithinMs;
    return this.follower.hasNews && isQuiet;
  }

  private async look(): Promise<void> {
    const started = this.clock.monotonic();
    this.#nextRow = 0;
    this.#newsSince = undefined;
    await this.follower.look();
    const now = this.clock.monotonic();
    this.#restUntil = now + Math.min((now - started) * restFactor, restMaxMs);
  }

  private async readUnread(until: number): Promise<void> {
    while (this.clock.monotonic() < until) {
      const rows = await this.nextUnread();
      if (rows.length === 0) break;
      await this.reader.hash(rows, (row, content) => {
        this.reader.keep(row, content);
      });
      await this.reader.keepSome();
    }
    if (this.#nextRow >= this.labels.catalogue.columns.count) await this.reader.keepAll();
  }

  private async nextUnread(): Promise<Row[]> {
    const { catalogue } = this.labels;
    const breather = new Breather();
    const rows: Row[] = [];
    for (; this.#nextRow < catalogue.columns.count && rows.length < rowsAtOnce; this.#nextRow += 1) {
      if (catalogue.contentOf(this.#nextRow) === 'unread') rows.push(this.#nextRow);
      if (this.#nextRow % 4096 === 0 && breather.isDue()) await breather.breathe();
    }
    return rows;
  }

  /** Of what is neither labelled nor there, nothing needs to be known. */
  private async forgetIfDue(): Promise<void> {
    const now = this.clock.monotonic();
    if (now < this.#forgetAt) return;
    this.#forgetAt = now + forgetEveryMs;
    const { table } = this.labels;
    for (let after = ''; ;) {
      const paths = await this.store.contentPathsAfter(after);
      const last = paths.at(-1);
      if (last === undefined) return;
      after = last;
      const forgotten = paths.filter((path) => !table.isLabelled(table.find(path)) && this.lost.isGone(path));
      if (forgotten.length > 0) await this.store.keepContents([], forgotten);
    }
  }

  private fail(error: unknown): void {
    if (error instanceof JobAbandoned) {
      this.#isOver = true;
      return;
    }
    // A disk or a storage that does not answer, told elsewhere: what was not done is done then.
    this.#restUntil = this.clock.monotonic() + restAfterFailureMs;
    this.log.debug({ reason: String(error) }, 'labels could not follow their files yet');
  }
}
