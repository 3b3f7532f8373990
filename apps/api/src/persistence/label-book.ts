import type { LabelState } from '#contracts';
import type { Announcer } from '../events/announcer.ts';
import type { Clock } from '../shared/clock.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import { Problem } from '../shared/problem.ts';
import { syncCursor } from '../shared/sync-cursor.ts';
import { eventOfWrite } from './event-of-write.ts';
import { HeldLabels } from './held-labels.ts';
import { defaultLabel, type Label } from './label.ts';
import type { Accepted, LabelStore, Outcome, Write } from './label-store.ts';
import { LabelTable } from './label-table.ts';

/** A write that is not on disk by then is answered with an error; it may still come to pass, and its key will tell. */
const patienceMs = 15_000;
/** A million items are not written in so little time. */
const patienceWithManyMs = 300_000;

/** Labels to be looked up. */
export interface Labels {
  read(path: GalleryPath): Label;
}

/**
 * What every label is now. Writes go to the store, and what the store has made durable is taken over here: nobody sees
 * a change that a crash could undo, and everyone sees all changes in one order.
 */
export class LabelBook implements Labels {
  #loaded: Promise<void> | undefined;
  #isLoaded = false;
  #ackedSeq: number;
  #failure: Problem | undefined;
  #isClosed = false;
  #writing = 0;
  /** Ends when everything that is durable has been taken over. Only long writes make anyone wait for it. */
  #following: Promise<void> | undefined;
  /** Resolves, with the reason, when the server cannot go on: the store is gone, or memory is not what it says. */
  readonly lost: Promise<Error>;
  #lose: (reason: Error) => void = () => undefined;

  constructor(
    private readonly store: LabelStore,
    readonly table: LabelTable,
    private readonly announcer: Announcer,
    private readonly clock: Clock,
  ) {
    this.#ackedSeq = store.facts.seq;
    const outOfStep = new Promise<Error>((resolve) => {
      this.#lose = resolve;
    });
    this.lost = Promise.race([store.lost, outOfStep]);
  }

  get ackedSeq(): number {
    return this.#ackedSeq;
  }

  /** Where to open the stream to miss nothing of what is told from now on. */
  get cursor(): string {
    return syncCursor(this.store.facts.epoch, this.#ackedSeq);
  }

  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  /** Why the last attempt to keep something failed; undefined when it did not. */
  get failure(): Problem | undefined {
    return this.#failure;
  }

  get state(): LabelState {
    if (!this.#isLoaded) return 'loading';
    if (this.#failure) return 'failed';
    return this.store.facts.durability === 'memory' ? 'disabled' : 'ok';
  }

  /** Before this, nothing can be said of any label. */
  loaded(): Promise<void> {
    return (this.#loaded ??= this.load().catch((error: unknown) => {
      this.#loaded = undefined;
      this.noteFailure(error);
      throw error;
    }));
  }

  read(path: GalleryPath): Label {
    return this.table.read(path) ?? defaultLabel(path);
  }

  /**
   * The labels of these items, also while half a million others are still being read at the start. Until that is done
   * nobody can write, so what the store says holds.
   */
  async labelsOf(paths: () => readonly GalleryPath[]): Promise<Labels> {
    if (this.#isLoaded) return this;
    const few = new LabelTable();
    await few.apply([await this.store.labelsOf(paths())]);
    return { read: (path) => few.read(path) ?? defaultLabel(path) };
  }

  /** Everything as of now, for as long as it is wanted: whoever asked for it has to let it go. */
  async hold(): Promise<HeldLabels> {
    await this.loaded();
    // What is being taken over is half noted: a moment in the middle of it would miss the one half.
    while (this.#following) await this.#following;
    const { table } = this;
    const held = new HeldLabels(this.#ackedSeq, (id) => (table.authorOf(id) === undefined ? undefined : table.at(id)));
    table.held.add(held);
    return held;
  }

  letGo(held: HeldLabels): void {
    this.table.held.delete(held);
  }

  /** When it answers, the change is durable, visible and announced. */
  async write(write: Write, clientId: string | null): Promise<Outcome> {
    if (this.#isClosed) throw new Problem('shutting_down', 'The server is shutting down.', { retryAfter: 5 });
    this.#writing += 1;
    try {
      await this.loaded();
      return await this.writeInTime(write, clientId);
    } finally {
      this.#writing -= 1;
    }
  }

  /** Takes no more, and waits, for so long at most, until what was taken is answered. */
  async finish(milliseconds: number): Promise<void> {
    this.#isClosed = true;
    const deadline = this.clock.monotonic() + milliseconds;
    while (this.#writing > 0 && this.clock.monotonic() < deadline) await this.clock.sleep(5);
  }

  private writeInTime(write: Write, clientId: string | null): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const isOne = write.change.kind === 'edit' || write.change.kind === 'views';
      const cancel = this.clock.after(isOne ? patienceMs : patienceWithManyMs, () => {
        reject(this.giveUp());
      });
      void this.commit(write, clientId).then(resolve, reject).finally(cancel);
    });
  }

  /** Whether something can be kept, told by trying. */
  async probe(): Promise<void> {
    try {
      await this.store.probe();
      this.#failure = undefined;
    } catch (error) {
      this.noteFailure(error);
    }
  }

  /** Whether what is written has a place: nobody's write has to be the one that finds out. */
  async look(): Promise<boolean> {
    try {
      await this.store.look();
      return true;
    } catch (error) {
      this.noteFailure(error);
      return false;
    }
  }

  private async commit(write: Write, clientId: string | null): Promise<Outcome> {
    try {
      const outcome = await this.store.commit(write);
      // A refusal or a repeated answer was only read: it does not tell whether anything can be kept.
      if (outcome.kind === 'done' && !outcome.isReplay) this.#failure = undefined;
      if (outcome.kind === 'done' && outcome.accepted) await this.takeOver(outcome.accepted, clientId);
      // A conflict or a repeated answer tells of a state too: nobody may be shown an older one after it.
      else if (this.#following) await this.#following;
      return outcome;
    } catch (error) {
      this.noteFailure(error);
      throw error;
    }
  }

  /** Memory that does not follow would show an older state for ever: better none at all, until a restart reads it anew. */
  private async takeOver(accepted: Accepted, clientId: string | null): Promise<void> {
    try {
      await this.follow(accepted, clientId);
    } catch (error) {
      this.#lose(new Error(`What was written could not be taken over into memory: ${String(error)}`));
      throw error;
    }
  }

  /** In the order of the store's answers, which is that of the sequence numbers: each waits for those before. */
  private follow(accepted: Accepted, clientId: string | null): Promise<void> | undefined {
    if (!this.#following) {
      const applying = this.table.apply(accepted.labels);
      if (!applying) {
        this.tell(accepted, clientId);
        return undefined;
      }
      return this.followAfter(applying, accepted, clientId);
    }
    return this.followAfter(
      this.#following.then(() => this.table.apply(accepted.labels)),
      accepted,
      clientId,
    );
  }

  private followAfter(applying: Promise<void>, accepted: Accepted, clientId: string | null): Promise<void> {
    const following = applying
      .then(() => {
        this.tell(accepted, clientId);
      })
      .finally(() => {
        if (this.#following === following) this.#following = undefined;
      });
    return (this.#following = following);
  }

  private tell(accepted: Accepted, clientId: string | null): void {
    this.#ackedSeq = accepted.seq;
    this.announcer.announce('labels-written', { told: eventOfWrite(accepted), clientId });
  }

  private async load(): Promise<void> {
    this.table.reserve(this.store.facts.labels);
    for (let after: number | null = 0; after !== null;) {
      const page = await this.store.load(after);
      await this.table.apply([page.labels]);
      after = page.next;
    }
    this.table.takeChanged();
    this.#isLoaded = true;
  }

  private giveUp(): Problem {
    this.#failure = new Problem(
      'storage_failed',
      'The disk of the workspace does not answer. Whether this was kept is not known: try again with the same key.',
      { retryAfter: 5 },
    );
    return this.#failure;
  }

  private noteFailure(error: unknown): void {
    const isOurs = error instanceof Problem && error.code !== 'overloaded';
    if (isOurs) this.#failure = error;
  }
}
