import { Worker } from 'node:worker_threads';
import type { RefusedCount, ViewsDocument } from '#contracts';
import type { Clock } from '../shared/clock.ts';
import { CannotStart } from '../shared/cannot-start.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import { Problem } from '../shared/problem.ts';
import {
  LabelStore,
  type FlushResult,
  type GestureFilter,
  type GestureItemsPage,
  type GesturesPage,
  type HistoryPage,
  type Outcome,
  type StoreFacts,
  type ToldWrite,
  type Write,
} from './label-store.ts';
import type { ActivityColumns, ActivityQuestion } from './activity-columns.ts';
import { packContents, unpackContents, type Content } from './content.ts';
import { fetched, hasLabelsToFetch } from './fetched-labels.ts';
import type { KeptLabels } from './kept-labels.ts';
import type { LabelColumns } from './label-columns.ts';
import type { AskedExamination, ExaminedPage } from './import-wish.ts';
import type { LabelsFileIdentity } from './labels-file/identity.ts';
import { RestingLine } from './resting-line.ts';
import type { CallName, Opening, StoreCalls, StoreSetup, WriteResult } from './store-protocol.ts';
import { ThreadLine } from './thread-line.ts';
import { isLarge, settle, type Waiting } from './waiting-writes.ts';

/** Writes in one transaction. More would make the first of them wait for the last. */
const batchMax = 256;
/** One that is being committed, and one that lies ready when it is. */
const batchesAhead = 2;
/** Writes that may wait. At a few thousand a second this is seconds; more would only make everyone time out. */
const waitingMax = 10_000;

/** What a batch leaves behind is garbage at once; a thread with room for it would keep that room for ever. */
const resourceLimits = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 2048 };

/** Looking up so few takes less time than starting a thread for it. */
const quickPaths = 16;

/**
 * The store as the main thread sees it: SQLite in a thread of its own. While batches are being committed the next one
 * gathers here, so that any number of writers share each wait for the disk.
 */
export class StoreThread extends LabelStore {
  readonly #gathered: Waiting[] = [];
  #batches = 0;
  #inHand = 0;
  /** Ends when all that was committed has been told. Only writes to very many items make anyone wait for it. */
  #fetching: Promise<void> | undefined;
  #isFilling = false;
  #lastBatch = Promise.resolve();
  /** labels.json as we left it. */
  #ownFile: LabelsFileIdentity | undefined;
  #lastCommitMs = 0;
  #isInPlace = true;

  private constructor(
    readonly facts: StoreFacts,
    private readonly writer: ThreadLine,
    private readonly reader: RestingLine | undefined,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** Ready, and alone in its workspace; or CannotStart. */
  static async open(entry: string, setup: Omit<StoreSetup, 'role'>, clock: Clock): Promise<StoreThread> {
    const workerData: StoreSetup = { ...setup, role: 'writer' };
    const worker = new Worker(entry, { workerData, resourceLimits });
    const opening = await new Promise<Opening>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    if (opening.kind === 'refused') {
      await worker.terminate();
      throw new CannotStart(opening.message);
    }
    const startReader = (): ThreadLine => {
      const readerData: StoreSetup = { ...setup, role: 'reader' };
      return new ThreadLine(new Worker(entry, { workerData: readerData, resourceLimits }));
    };
    const reader = opening.canReadApart ? new RestingLine(startReader, clock) : undefined;
    return new StoreThread(opening.facts, new ThreadLine(worker), reader, clock);
  }

  get lost(): Promise<Error> {
    return this.writer.lost;
  }

  get waiting(): number {
    return this.#gathered.length + this.#inHand;
  }

  get lastCommitMs(): number {
    return this.#lastCommitMs;
  }

  commit(write: Write): Promise<Outcome> {
    if (this.waiting >= waitingMax) {
      const full = new Problem('overloaded', 'Too many writes wait for the disk: try again in a moment.', {
        retryAfter: 1,
      });
      return Promise.reject(full);
    }
    return new Promise((resolve, reject) => {
      this.#gathered.push({ write, resolve, reject });
      this.fillSoon();
    });
  }

  rehearseUndo(gesture: string): Promise<Outcome> {
    return this.writer.ask('rehearseUndo', { gesture });
  }

  load(after: number): Promise<{ labels: LabelColumns; next: number | null }> {
    return this.reads('load', { after });
  }

  labelsOf(paths: readonly GalleryPath[]): Promise<LabelColumns> {
    return this.reads('labelsOf', { paths: paths.join('\0') });
  }

  keptLabels(paths: readonly GalleryPath[]): Promise<KeptLabels> {
    return this.reads('keptLabels', { paths: paths.join('\0') });
  }

  views(): Promise<ViewsDocument> {
    return this.reads('views', {});
  }

  history(path: GalleryPath, before: number | null): Promise<HistoryPage> {
    return this.reads('history', { path, before });
  }

  gestures(filter: GestureFilter): Promise<GesturesPage> {
    return this.reads('gestures', { filter });
  }

  gestureItems(gesture: string, after: number, most: number): Promise<GestureItemsPage | null> {
    return this.reads('gestureItems', { gesture, after, most });
  }

  activityAfter(question: ActivityQuestion): Promise<ActivityColumns> {
    return this.reads('activityAfter', question);
  }

  refusals(fromHour: number, toHour: number): Promise<readonly RefusedCount[]> {
    // The latest are not in the database yet.
    return this.writer.ask('refusals', { fromHour, toHour });
  }

  writesBetween(after: number, until: number): Promise<readonly ToldWrite[]> {
    return this.reads('writesBetween', { after, until });
  }

  async contentsOf(paths: readonly GalleryPath[]): Promise<readonly Content[]> {
    const asked = { paths: paths.join('\0') };
    const isQuick = paths.length <= quickPaths;
    return unpackContents(await (isQuick ? this.writer.ask('contentsOf', asked) : this.reads('contentsOf', asked)));
  }

  async contentPathsAfter(path: GalleryPath): Promise<readonly GalleryPath[]> {
    const paths = await this.reads('contentPathsAfter', { path });
    return paths === '' ? [] : paths.split('\0');
  }

  async keepContents(found: readonly Content[], forgotten: readonly GalleryPath[]): Promise<void> {
    await this.writer.ask('keepContents', { found: packContents(found), forgotten: forgotten.join('\0') });
  }

  async examine(asked: AskedExamination): Promise<ExaminedPage> {
    this.reader?.open(asked.name);
    try {
      const page = await this.reads('examine', asked);
      if (page.findings) this.reader?.close(asked.name);
      return page;
    } catch (error) {
      this.reader?.close(asked.name);
      throw error;
    }
  }

  async stopExamining(name: string): Promise<void> {
    this.reader?.close(name);
    await this.reads('stopExamining', { name });
  }

  async flush(savedAt: number): Promise<FlushResult> {
    // Another connection would open what is there now, if anything is.
    await this.look().catch(() => undefined);
    const result = await this.reads('flush', { savedAt, own: this.#ownFile });
    if (result.kind === 'written') this.#ownFile = result.identity;
    return result;
  }

  pruneKeys(olderThan: number): Promise<boolean> {
    return this.writer.ask('pruneKeys', { olderThan });
  }

  async probe(): Promise<void> {
    await this.writer.ask('probe', {});
  }

  async look(): Promise<void> {
    try {
      await this.writer.ask('look', {});
      this.#isInPlace = true;
    } catch (error) {
      this.#isInPlace = false;
      throw error;
    }
  }

  /** What was asked before is done before: requests of one thread are answered in order. */
  async close(): Promise<string | null> {
    while (this.waiting > 0) {
      this.fill();
      await this.#lastBatch;
    }
    await this.reader?.end();
    return this.writer.end();
  }

  /** At the end of a turn of the loop, so that what came in together is committed together. */
  private fillSoon(): void {
    if (this.#isFilling) return;
    this.#isFilling = true;
    setImmediate(() => {
      this.#isFilling = false;
      this.fill();
    });
  }

  private fill(): void {
    while (this.#gathered.length > 0 && this.#batches < batchesAhead) {
      this.#lastBatch = this.commitBatch(this.#gathered.splice(0, this.nextBatchSize()));
    }
  }

  /** A write to many items goes alone: what many of them leave in one transaction would not fit into the thread. */
  private nextBatchSize(): number {
    const next = this.#gathered.slice(0, batchMax);
    const large = next.findIndex(({ write }) => isLarge(write));
    return large === -1 ? next.length : Math.max(large, 1);
  }

  private async commitBatch(batch: readonly Waiting[]): Promise<void> {
    this.#batches += 1;
    this.#inHand += batch.length;
    const started = this.clock.monotonic();
    try {
      const results = await this.writer.ask('commit', { writes: batch.map(({ write }) => write) });
      const hasParts = results.some(hasLabelsToFetch);
      // What was committed later is told later, also while the labels of an earlier write are still being fetched.
      if (hasParts || this.#fetching) await this.settleInTurn(batch, results);
      else settle(batch, results);
    } catch (error) {
      // The thread is gone. Whether the batch was committed nobody knows; the keys will tell.
      for (const { reject } of batch) reject(error as Error);
    }
    this.#lastCommitMs = this.clock.monotonic() - started;
    this.#batches -= 1;
    this.#inHand -= batch.length;
    this.fill();
  }

  private async settleInTurn(batch: readonly Waiting[], results: readonly WriteResult[]): Promise<void> {
    const turn = (this.#fetching ?? Promise.resolve()).then(async () => {
      const whole: WriteResult[] = [];
      for (const result of results) whole.push(await fetched(result, (seq, part) => this.labelsWritten(seq, part)));
      settle(batch, whole);
    });
    const mine = turn.catch(() => undefined);
    this.#fetching = mine;
    try {
      await turn;
    } finally {
      if (this.#fetching === mine) this.#fetching = undefined;
    }
  }

  private labelsWritten(seq: number, part: number): Promise<LabelColumns> {
    return this.writer.ask('labelsWritten', { seq, part });
  }

  /** Long reads have a connection of their own where the database allows it. */
  private reads<Name extends CallName>(
    name: Name,
    asked: StoreCalls[Name]['asked'],
  ): Promise<StoreCalls[Name]['answered']> {
    return (this.reader && this.#isInPlace ? this.reader : this.writer).ask(name, asked);
  }
}
