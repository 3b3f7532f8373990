import { computed, signal } from '@angular/core';
import { limits, type BrowseAnswer, type BrowseQuery, type ItemRow } from '#contracts';
import { Failure, isCalledOff, mayMendItself } from '../api/failure.ts';
import type { GalleryApi } from '../api/gallery-api.ts';
import type { Clock } from '../sync/clock.ts';
import { anchorIn, stay, unknownIn, type Anchor, type Eye } from './anchors.ts';
import { followsLabels } from './chips.ts';
import { endsOf, type Ends } from './ends.ts';
import { nearestPlace } from './nearest-place.ts';
import { queryKey } from './place.ts';
import { PlacesSeen } from './places-seen.ts';
import { ResultWindows, type FetchWindow } from './result-windows.ts';

/** One frozen result on the screen. It is replaced as a whole, and only when its successor is ready to be drawn. */
export interface Shown {
  readonly query: BrowseQuery;
  readonly result: string;
  readonly total: number;
  readonly layout: Uint16Array;
  readonly windows: ResultWindows;
  readonly ends: Ends | null;
  /** Folders below are still being listed. */
  readonly isPartial: boolean;
  /** How the view carries over from what was shown before. */
  readonly anchor: Anchor;
}

interface Opening {
  readonly query: BrowseQuery;
  readonly locate: string | null;
  readonly eye: Eye | null;
  /** Somebody goes to that item, and wants the keys there. */
  readonly isAimed?: boolean;
}

const UNCHANGED_MS = 3000;
/** So many rows after the focus are there before one comes to them. */
const AHEAD = 150;
/** A large gallery grows by large steps, because each step fetches its whole layout. */
const PARTIAL_MS = { least: 1000, most: 8000, perItem: 0.02 } as const;

/** What is shown of the catalogue, and where one is in it. Questions go in; a `Shown` comes out whole. */
export class GalleryStore {
  private readonly current = signal<Shown | null>(null);
  private readonly asked = signal<BrowseQuery | null>(null);
  private readonly problem = signal<Failure | null>(null);
  private readonly cursor = signal(0);
  private readonly steps = signal(0);

  readonly shown = this.current.asReadonly();
  /** Why the last question has no answer; what is shown then is that of an earlier question. */
  readonly failure = this.problem.asReadonly();
  readonly focus = this.cursor.asReadonly();
  /** Counts the moves of the person, as opposed to the focus following its item. */
  readonly moves = this.steps.asReadonly();
  readonly isLoading = computed(() => {
    const asked = this.asked();
    const shown = this.current();
    if (asked === null || this.problem() !== null) return false;
    return shown === null || queryKey(shown.query) !== queryKey(asked);
  });
  readonly focused = computed<ItemRow | undefined>(() => this.current()?.windows.item(this.cursor()));

  /** Set by whoever draws: only it knows what is in sight. */
  eye: () => Eye | null = () => null;

  private loading: AbortController | null = null;
  private aimed: string | null = null;
  constructor(
    private readonly api: GalleryApi,
    private readonly clock: Clock,
    /** So that going back goes back, and a page that is loaded again begins where it was. */
    private readonly seen = new PlacesSeen(null),
  ) {}

  item(index: number): ItemRow | undefined {
    return this.current()?.windows.item(index);
  }

  /** The next question begins at this item, wherever one was before. */
  aim(path: string): void {
    this.aimed = path;
  }

  /** Goes to a question. `image` is the item the address names, if any. */
  async open(query: BrowseQuery, image: string | null): Promise<void> {
    const before = this.asked();
    if (before !== null && queryKey(before) === queryKey(query) && this.problem() === null) return;
    const now = this.current()?.query;
    // The best of what is searched for stands at the top.
    const goesOn = now?.path === query.path && now.text === query.text;
    const aimed = this.aimed;
    this.aimed = null;
    const eye = goesOn && aimed === null ? this.eye() : null;
    this.rememberPlace();
    this.asked.set(query);
    this.problem.set(null);
    const locate = image ?? aimed ?? eye?.path ?? this.seen.of(queryKey(query));
    await this.load({ query, locate, eye, isAimed: aimed !== null });
  }

  /** Asks the same question again, keeping what the eye is on. For a button, and for a result that is gone. */
  async again(): Promise<void> {
    const query = this.asked();
    if (query === null) return;
    const eye = this.eye();
    await this.load({ query, locate: eye?.path ?? null, eye });
  }

  /** Looks whether files have changed, and answers when to look again. */
  async check(): Promise<number> {
    const shown = this.current();
    const asked = this.asked();
    if (asked === null || this.isBusy()) return UNCHANGED_MS;
    if (shown === null || queryKey(shown.query) !== queryKey(asked)) {
      const problem = this.problem();
      // A result may have expired before it could be shown. A folder that is not there may come; a question that is wrong stays wrong.
      if (problem === null || mayMendItself(problem)) await this.again();
      return UNCHANGED_MS;
    }
    // What people write does not change what they look at before they say so.
    if (followsLabels(asked) && !shown.isPartial) return UNCHANGED_MS;
    const eye = this.eye();
    const request = { ...asked, offset: 0, limit: 1 };
    const answer = await this.api.browse(eye?.path ? { ...request, locate: eye.path } : request);
    const isStill = this.current() === shown && !this.isBusy();
    if (isStill && answer.result !== shown.result) await this.load({ query: asked, locate: eye?.path ?? null, eye });
    else if (isStill && answer.partial !== shown.isPartial)
      this.current.set({ ...shown, isPartial: answer.partial, anchor: stay(this.cursor()) });
    if (!answer.partial) return UNCHANGED_MS;
    return Math.max(PARTIAL_MS.least, Math.min(PARTIAL_MS.most, answer.total * PARTIAL_MS.perItem));
  }

  /** Takes sizes that have become known since. Answers how many are still unknown. */
  async refreshLayout(): Promise<number> {
    const shown = this.current();
    if (shown === null) return 0;
    const unsized = shown.windows.renew();
    const unknown = unknownIn(shown.layout);
    if (unknown === 0) return unsized;
    const layout = await this.api.layout(shown.result);
    if (this.current() !== shown || layout.length !== shown.total) return unknown;
    const left = unknownIn(layout);
    if (left !== unknown) this.current.set({ ...shown, layout, anchor: stay(this.eye()?.index ?? this.cursor()) });
    return left + unsized;
  }

  /** Reads the rows in sight again, in the same places: what is written on them has changed. */
  async rereadRows(): Promise<void> {
    await this.current()?.windows.reread();
  }

  /** The row one is at, when it comes: undefined when something else is shown by then. null: one is nowhere. */
  coming(): Promise<ItemRow | undefined> | null {
    const shown = this.current();
    return shown === null || shown.total === 0 ? null : shown.windows.arrival(this.cursor());
  }

  move(index: number): void {
    const total = this.current()?.total ?? 0;
    if (total === 0) return;
    this.cursor.set(Math.max(0, Math.min(total - 1, index)));
    // A held key takes thirty rows a second.
    this.current()?.windows.want('focus', { first: this.cursor(), last: this.cursor() + AHEAD });
    this.steps.update((n) => n + 1);
  }

  /** Goes to an item by its path. False when it is not in what is shown. */
  async moveTo(path: string): Promise<boolean> {
    const shown = this.current();
    if (shown === null) return false;
    if (this.focused()?.path === path) return true;
    const place = await this.api.placeIn(shown.result, path).catch((error: unknown) => this.renewed(error, path));
    const located = typeof place === 'number' ? { place, of: shown } : place;
    if (located === null || this.current() !== located.of) return false;
    this.move(located.place);
    return true;
  }

  /** The list that is shown is not kept any more: where the item stands in the one that takes its place. */
  private async renewed(error: unknown, path: string): Promise<{ place: number; of: Shown } | null> {
    if (!(error instanceof Failure) || error.status !== 410) throw error;
    await this.again();
    const shown = this.current();
    const place = shown === null ? null : await this.api.placeIn(shown.result, path);
    return shown === null || place === null ? null : { place, of: shown };
  }

  private isBusy(): boolean {
    return this.loading !== null;
  }

  private async load(opening: Opening): Promise<void> {
    this.loading?.abort();
    const control = new AbortController();
    this.loading = control;
    try {
      const next = await this.prepare(opening, control.signal);
      if (control.signal.aborted) {
        next.windows.close();
        return;
      }
      this.current()?.windows.close();
      this.problem.set(null);
      this.place(next, opening);
    } catch (error) {
      if (control.signal.aborted || isCalledOff(error)) return;
      this.fail(error, opening);
    } finally {
      if (this.loading === control) this.loading = null;
    }
  }

  /** Everything the first frame needs: the answer, its layout, and the rows around what the eye is on. */
  private async prepare({ query, locate, eye }: Opening, signal: AbortSignal): Promise<Shown> {
    const asked = await this.api.ask(query, locate, signal);
    const isThere = eye === null || typeof asked.located === 'number';
    const answer = isThere ? asked : await this.withNearest(asked, eye);
    const rows: FetchWindow = (offset, limit, called) =>
      this.api.window(answer.result, offset, limit, called).then(({ items }) => items);
    const [layout, ends] = await Promise.all([
      answer.total === 0 ? new Uint16Array() : this.layoutOf(answer, signal),
      endsOf(query, answer, async (index) => (await rows(index, 1, signal))[0]),
    ]);
    const windows = new ResultWindows(answer.total, rows, () => void this.again(), this.clock);
    windows.put(answer.offset, answer.items);
    const anchor = anchorIn(answer, eye);
    const at = anchor.kind === 'kept' ? anchor.to : (anchor.at ?? 0);
    const reach = eye?.reach ?? limits.browseWindow / 2;
    const calledOff = (): void => {
      windows.close();
    };
    signal.addEventListener('abort', calledOff);
    if (answer.total > 0) await windows.ready({ first: at - reach, last: at + reach });
    signal.removeEventListener('abort', calledOff);
    const { result, total, partial: isPartial } = answer;
    return { query, result, total, layout, windows, ends, isPartial, anchor };
  }

  private async withNearest(answer: BrowseAnswer, eye: Eye): Promise<BrowseAnswer> {
    const located = await nearestPlace(this.api, answer, (step) => this.item(eye.index + step)?.path);
    return located === undefined ? answer : { ...answer, located };
  }

  private async layoutOf(answer: BrowseAnswer, signal: AbortSignal): Promise<Uint16Array> {
    const layout = await this.api.layout(answer.result, signal);
    if (layout.length === answer.total) return layout;
    // Never draw with a layout of another length: unknown ratios are squares until the next look.
    const fitted = new Uint16Array(answer.total);
    fitted.set(layout.subarray(0, answer.total));
    return fitted;
  }

  private place(next: Shown, { locate, eye, isAimed = false }: Opening): void {
    const before = this.focused()?.path;
    const anchor = next.anchor;
    this.current.set(next);
    if (isAimed) this.steps.update((n) => n + 1);
    if (anchor.kind === 'fresh') this.cursor.set(anchor.at ?? 0);
    else if (before === undefined || before === locate || eye?.path === before) this.cursor.set(anchor.to);
    else void this.follow(before, next, anchor.to);
  }

  /** The focus is somewhere out of sight: it follows its item, or falls to what is in sight. */
  private async follow(path: string, shown: Shown, otherwise: number): Promise<void> {
    this.cursor.set(Math.min(this.cursor(), Math.max(0, shown.total - 1)));
    try {
      const located = await this.api.placeIn(shown.result, path);
      if (this.current() === shown) this.cursor.set(located ?? otherwise);
    } catch {
      // The server went away in between: what is in sight is good enough.
      this.cursor.set(otherwise);
    }
  }

  private fail(error: unknown, { query }: Opening): void {
    const failure = error instanceof Failure ? error : new Failure('server', 'Something went wrong here.');
    const shown = this.current();
    // A result can expire between its answer and its layout: the next look asks again, and nobody need know.
    if (failure.status === 410) return;
    // What was refused is no longer there. Otherwise the last picture stays until the server is back.
    if (failure.kind === 'refused') {
      shown?.windows.close();
      this.current.set(null);
    }
    if (shown === null || failure.kind === 'refused' || queryKey(shown.query) !== queryKey(query))
      this.problem.set(failure);
  }

  /** Where one is now. Called by itself when one goes elsewhere, and by whoever knows that the page goes. */
  rememberPlace(): void {
    const shown = this.current();
    const eye = this.eye();
    if (shown !== null && eye?.path) this.seen.note(queryKey(shown.query), eye.path);
  }
}
