import type { LabelBook } from '../persistence/label-book.ts';
import type { LabelStore } from '../persistence/label-store.ts';
import type { LabelsFlusher } from '../persistence/labels-flusher.ts';
import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import type { Sidecars } from '../sidecars/sidecars.ts';

const dayMs = 86_400_000;
/** Keys are looked through so often; while there are many to forget, at every turn. */
const pruneEveryMs = 60_000;
/** After a failure, whether writing works again is tried so often: nobody's label has to be the one that finds out. */
const probeEveryMs = 2000;

/** Of the 10 s that a stop may take. */
const lastWritesMs = 4000;
const answerMs = 20;
const lastSidecarsMs = 2500;

/** What the labels need from time to time: labels.json written, old keys forgotten, a failing disk tried again. */
export class LabelKeeping {
  #nextPrune = 0;
  #nextProbe = 0;
  #isPruning = false;
  #isProbing = false;
  #isLooking = false;
  #isInPlace = true;
  #hasFailed = false;

  constructor(
    private readonly book: LabelBook,
    private readonly store: LabelStore,
    private readonly flusher: LabelsFlusher,
    private readonly sidecars: Sidecars,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  start(): void {
    this.book.loaded().catch(() => {
      // Told by health, and tried again at the next turn: until then nobody may be sent here who could ask.
    });
  }

  /** Beside one another: a disk that does not answer holds up what needs it, and nothing else. */
  async flushAndPrune(): Promise<void> {
    if (!this.book.isLoaded) this.start();
    await Promise.all([this.look(), this.flushThenKeep(), this.probeIfFailed(), this.pruneIfDue()]);
  }

  private async flushThenKeep(): Promise<void> {
    await this.flusher.flushIfDue();
    await this.sidecars.keep();
  }

  /** While there still are connections to answer on. */
  async finishWrites(): Promise<void> {
    await this.book.finish(lastWritesMs);
    // Their answers are on their way to the sockets, which are closed next.
    await this.clock.sleep(answerMs);
  }

  /** The last thing: whatever comes after it is refused. */
  async finish(): Promise<void> {
    await this.look();
    await this.flusher.flushLast();
    await this.sidecars.finish(lastSidecarsMs);
    const told = await this.store.close();
    if (told !== null) this.log.warn({ reason: told }, 'the labels were saved as the server stopped');
  }

  /** While files of the store are away, labels.json is the copy that a crash leaves behind: it is written at once. */
  private async look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    const isInPlace = await this.book.look();
    this.#isLooking = false;
    if (isInPlace !== this.#isInPlace) this.flusher.writeAnew();
    this.#isInPlace = isInPlace;
    this.tell();
  }

  /** Once when it begins, and once when it is over. */
  private tell(): void {
    const { failure } = this.book;
    const hasFailed = failure !== undefined;
    if (hasFailed === this.#hasFailed) return;
    this.#hasFailed = hasFailed;
    if (failure) this.log.error({ reason: failure.message }, 'labels cannot be kept');
    else this.log.info({}, 'labels are kept again');
  }

  private async probeIfFailed(): Promise<void> {
    const now = this.clock.monotonic();
    if (!this.book.failure || this.#isProbing || now < this.#nextProbe) return;
    this.#isProbing = true;
    await this.book.probe();
    this.#isProbing = false;
    this.#nextProbe = this.clock.monotonic() + probeEveryMs;
  }

  private async pruneIfDue(): Promise<void> {
    const now = this.clock.monotonic();
    if (this.#isPruning || now < this.#nextPrune) return;
    this.#isPruning = true;
    this.#nextPrune = now + pruneEveryMs;
    try {
      const hasMore = await this.store.pruneKeys(this.clock.wall() - dayMs);
      if (hasMore) this.#nextPrune = 0;
    } finally {
      this.#isPruning = false;
    }
  }
}
