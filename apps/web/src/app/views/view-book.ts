import { computed, signal, untracked } from '@angular/core';
import type { View, ViewsDocument } from '#contracts';
import { Failure } from '../api/failure.ts';
import { pauseAfter } from '../sync/backoff.ts';
import type { Clock } from '../sync/clock.ts';
import type { ListChange } from './list-changes.ts';
import { isSameView, mergeViews, type Clash, type Side } from './merge-views.ts';
import type { ViewsRequests } from './views-requests.ts';

/** The stream tells when somebody changes a view, but not to whoever has none. */
const LOOK_MS = 60_000;

/** What became of a change. `theirs`: what somebody else did to the same view was kept instead. */
export type Outcome =
  | { readonly kind: 'saved' | 'theirs' | 'given-up' }
  | { readonly kind: 'refused'; readonly why: string; readonly status: number };

interface Waiting {
  readonly change: ListChange;
  readonly done: (outcome: Outcome) => void;
}

/** A list that is on its way to the server. With its key the server takes it once, however often it is sent. */
interface Save {
  readonly base: ViewsDocument;
  readonly mine: readonly View[];
  readonly key: string;
  readonly done: (outcome: Outcome) => void;
}

interface Disagreement {
  readonly save: Save;
  readonly theirs: ViewsDocument;
  readonly clashes: readonly Clash[];
}

/**
 * The views as the server has them, and what is being changed about them. Changes go one after the other, each made on what the
 * one before has led to; while the server is away the same request is sent again and again.
 */
export class ViewBook {
  private readonly known = signal<ViewsDocument | null>(null);
  private readonly save = signal<Save | null>(null);
  private readonly queue = signal<readonly Waiting[]>([]);
  private readonly disagreement = signal<Disagreement | null>(null);
  private readonly saveTrouble = signal<string | null>(null);
  private readonly readTrouble = signal<string | null>(null);
  private cancelRetry: () => void = () => undefined;
  private failures = 0;
  /** Grows with every list that the server gave: an answer to an older question is not taken. */
  private generation = 0;

  /** With what is on its way. null until they have been read. */
  readonly views = computed<readonly View[] | null>(() => {
    const now = this.save()?.mine ?? this.known()?.views;
    return now === undefined ? null : this.queue().reduce((views, { change }) => change(views), now);
  });
  readonly isSaving = computed(() => this.save() !== null);
  /** Why a change is not saved yet; it is being tried again. */
  readonly whyNotSaved = this.saveTrouble.asReadonly();
  /** Why they could not be read. What was read before stays. */
  readonly whyNotRead = this.readTrouble.asReadonly();
  /** What has to be decided before anything else can be saved. */
  readonly clashes = computed<readonly Clash[]>(() => this.disagreement()?.clashes ?? []);

  constructor(
    private readonly requests: ViewsRequests,
    private readonly clock: Clock,
    private readonly newKey: () => string,
  ) {}

  /** Reads them, and answers when to read them again. */
  async check(): Promise<number> {
    if (untracked(this.save) !== null) return LOOK_MS;
    const { generation } = this;
    try {
      const read = await this.requests.read();
      if (generation === this.generation && untracked(this.save) === null) this.learn(read);
    } catch (error) {
      this.readTrouble.set(error instanceof Failure ? error.message : 'Something went wrong here.');
      throw error;
    }
    return LOOK_MS;
  }

  /** The server has others than these. */
  isBehind(version: number): boolean {
    return (untracked(this.known)?.version ?? version) < version;
  }

  /** Shown at once, and saved after what was changed before. */
  change(change: ListChange): Promise<Outcome> {
    return new Promise((done) => {
      this.queue.update((all) => [...all, { change, done }]);
      this.next();
    });
  }

  /** Tries now, not when the pause is over. */
  hurry(): void {
    if (untracked(this.saveTrouble) === null || untracked(this.disagreement) !== null) return;
    this.cancelRetry();
    void this.send();
  }

  /** What is not saved yet is let go of. It may have arrived all the same: what is there is read. */
  async giveUp(): Promise<void> {
    const [save, queue] = [untracked(this.save), untracked(this.queue)];
    this.queue.set([]);
    this.end();
    for (const each of [save, ...queue]) each?.done({ kind: 'given-up' });
    await this.check();
  }

  /** Decides about all that clashes. */
  answer(choices: ReadonlyMap<string, Side>): void {
    const asked = untracked(this.disagreement);
    if (asked === null) return;
    this.disagreement.set(null);
    const { save, theirs } = asked;
    const { views } = mergeViews(save.base.views, save.mine, theirs.views, choices);
    const isTheirs = Array.from(choices.values()).every((side) => side === 'theirs');
    if (areSame(views, theirs.views)) return this.settle(theirs, { kind: isTheirs ? 'theirs' : 'saved' });
    this.begin({ ...save, base: theirs, mine: views, key: this.newKey() });
  }

  private next(): void {
    const [known, [first, ...rest]] = [untracked(this.known), untracked(this.queue)];
    if (untracked(this.save) !== null || known === null || first === undefined) return;
    const mine = first.change(known.views);
    this.queue.set(rest);
    if (!areSame(known.views, mine)) return this.begin({ base: known, mine, key: this.newKey(), done: first.done });
    first.done({ kind: 'saved' });
    this.next();
  }

  private begin(save: Save): void {
    this.save.set(save);
    this.failures = 0;
    void this.send();
  }

  private async send(): Promise<void> {
    const save = untracked(this.save);
    if (save === null) return;
    try {
      const saved = await this.requests.replace(save.mine, save.base.version, save.key);
      if (untracked(this.save) === save) this.settle(saved, { kind: 'saved' });
    } catch (error) {
      if (untracked(this.save) === save) this.heed(save, error);
    }
  }

  private heed(save: Save, error: unknown): void {
    const failure = error instanceof Failure ? error : new Failure('refused', 'Something went wrong here.');
    const { code, current, kind, message, status } = failure;
    if (code === 'version_conflict' && isViews(current)) return this.merge(save, current);
    if (kind === 'refused' && code !== 'idempotency_in_flight') {
      this.end();
      save.done({ kind: 'refused', why: message, status });
      this.next();
      // It is told by those who wait for it; what is there is read again by itself.
      void this.check().catch(() => undefined);
      return;
    }
    this.failures += 1;
    this.saveTrouble.set(message);
    this.cancelRetry = this.clock.after(pauseAfter(this.failures, this.clock.chance()), () => void this.send());
  }

  /** Somebody else was faster. */
  private merge(save: Save, theirs: ViewsDocument): void {
    const { views, clashes } = mergeViews(save.base.views, save.mine, theirs.views);
    this.saveTrouble.set(null);
    if (clashes.length > 0) this.disagreement.set({ save, theirs, clashes });
    else if (areSame(views, theirs.views)) this.settle(theirs, { kind: 'saved' });
    else this.begin({ ...save, base: theirs, mine: views, key: this.newKey() });
  }

  private settle(document: ViewsDocument, outcome: Outcome): void {
    const save = untracked(this.save);
    this.learn(document);
    this.end();
    save?.done(outcome);
    this.next();
  }

  private learn(document: ViewsDocument): void {
    this.generation += 1;
    this.known.set(document);
    this.readTrouble.set(null);
    this.next();
  }

  private end(): void {
    this.cancelRetry();
    this.saveTrouble.set(null);
    this.disagreement.set(null);
    this.save.set(null);
  }
}

function areSame(a: readonly View[], b: readonly View[]): boolean {
  return a.length === b.length && a.every((view, at) => view.id === b[at]?.id && isSameView(view, b[at]));
}

function isViews(current: unknown): current is ViewsDocument {
  return typeof current === 'object' && current !== null && 'views' in current && Array.isArray(current.views);
}
