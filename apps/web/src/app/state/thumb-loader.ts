import { signal, type Signal, type WritableSignal } from '@angular/core';
import type { ItemProblem } from '#contracts';
import { Failure, isCalledOff } from '../api/failure.ts';
import type { ThumbAnswer } from '../api/gallery-api.ts';
import type { Clock } from '../sync/clock.ts';

export interface ThumbOf {
  readonly path: string;
  readonly fingerprint: string;
}

export type Thumb =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'ready'; readonly url: string }
  | { readonly kind: 'failed'; readonly problem: ItemProblem }
  /** The server does not answer; it is tried again. */
  | { readonly kind: 'unreachable' }
  /** The server answers, and has not got the image itself; it is tried again. */
  | { readonly kind: 'withheld' };

export type FetchThumb = (
  path: string,
  fingerprint: string,
  signal: AbortSignal,
  isAhead: boolean,
) => Promise<ThumbAnswer>;

export interface ObjectUrls {
  create(blob: Blob): string;
  revoke(url: string): void;
}

export const browserUrls: ObjectUrls = {
  create: (blob) => URL.createObjectURL(blob),
  revoke: (url) => {
    URL.revokeObjectURL(url);
  },
};

interface Entry {
  readonly key: string;
  readonly of: ThumbOf;
  readonly state: WritableSignal<Thumb>;
  loading: AbortController | null;
  cancelRetry: (() => void) | null;
  failures: number;
}

const waiting: Thumb = { kind: 'waiting' };
/** A browser has six connections to one server over HTTP/1.1: two are left for everything that is not a thumb. */
const AT_ONCE = 4;
/** So many of these at most are for what is only foreseen: what comes into sight finds the others free. */
const AHEAD_AT_ONCE = 2;
/** Ready thumbs that are kept for the way back; about 15 MB. */
const KEPT = 1500;

/**
 * Loads thumbs for whatever is in view. Consumers say what they want, most wanted first; what nobody wants any more is
 * called off at once. A backlog (202) is retried with jitter, a known problem is final until the file changes, an
 * unreachable server is tried again. What is foreseen is loaded when nothing that is wanted is missing, and not while the
 * server has a backlog. Addresses of blobs are given back when the least recently wanted go.
 */
export class ThumbLoader {
  private readonly entries = new Map<string, Entry>();
  private readonly wants = new Map<string, readonly ThumbOf[]>();
  private order: Entry[] = [];
  private ahead: ReadonlySet<Entry> = new Set();
  private cancelPause: (() => void) | null = null;
  private running = 0;

  constructor(
    private readonly fetchThumb: FetchThumb,
    private readonly urls: ObjectUrls,
    private readonly clock: Clock,
    private readonly atOnce: number = AT_ONCE,
    private readonly kept: number = KEPT,
  ) {}

  /** The state of a thumb. Looking does not load: see `want`. */
  of(thumb: ThumbOf): Signal<Thumb> {
    return this.entry(thumb).state;
  }

  /** Replaces all that this consumer wants. Consumers that came first are served first. */
  want(consumer: string, thumbs: readonly ThumbOf[]): void {
    this.wants.set(consumer, thumbs);
    const wanted = new Set<Entry>();
    for (const list of this.wants.values()) for (const thumb of list) wanted.add(this.touch(thumb));
    for (const entry of this.order) if (!wanted.has(entry) && !this.ahead.has(entry)) this.callOff(entry);
    this.order = [...wanted];
    this.pump();
    this.evict(wanted);
  }

  /** Replaces what is likely to be wanted next, the nearest first. */
  foresee(thumbs: readonly ThumbOf[]): void {
    const ahead = new Set(thumbs.map((thumb) => this.touch(thumb)));
    const wanted = new Set(this.order);
    for (const entry of this.ahead) if (!ahead.has(entry) && !wanted.has(entry)) this.callOff(entry);
    this.ahead = ahead;
    this.pump();
  }

  /** The browser could not show what the server made. */
  spoil(thumb: ThumbOf): void {
    this.entry(thumb).state.set({ kind: 'failed', problem: 'undecodable' });
  }

  /** Tries again at once what waits for the server to come back. */
  hurry(): void {
    for (const entry of this.order) this.stopRetry(entry);
    this.pump();
  }

  private entry(thumb: ThumbOf): Entry {
    const key = `${thumb.fingerprint}\n${thumb.path}`;
    const known = this.entries.get(key);
    if (known !== undefined) return known;
    const entry = { key, of: thumb, state: signal(waiting), loading: null, cancelRetry: null, failures: 0 };
    this.entries.set(key, entry);
    return entry;
  }

  /** Moves it to the end of the map, which is kept in order of last use. */
  private touch(thumb: ThumbOf): Entry {
    const entry = this.entry(thumb);
    this.entries.delete(entry.key);
    this.entries.set(entry.key, entry);
    return entry;
  }

  private callOff(entry: Entry): void {
    entry.loading?.abort();
    this.stopRetry(entry);
  }

  private stopRetry(entry: Entry): void {
    entry.cancelRetry?.();
    entry.cancelRetry = null;
  }

  private pump(): void {
    for (const entry of this.order) {
      if (this.running >= this.atOnce) return;
      if (!isDone(entry) && entry.loading === null && entry.cancelRetry === null) void this.load(entry);
    }
    if (this.cancelPause === null && this.order.every(isDone)) this.lookAhead();
  }

  private lookAhead(): void {
    let running = [...this.ahead].filter(({ loading }) => loading !== null).length;
    for (const entry of this.ahead) {
      if (running >= AHEAD_AT_ONCE || this.running >= this.atOnce) return;
      if (isDone(entry) || entry.loading !== null) continue;
      running += 1;
      void this.load(entry, true);
    }
  }

  private async load(entry: Entry, isAhead = false): Promise<void> {
    const control = new AbortController();
    entry.loading = control;
    this.running += 1;
    try {
      const answer = await this.fetchThumb(entry.of.path, entry.of.fingerprint, control.signal, isAhead);
      if (answer.kind === 'queued') this.retryIn(entry, answer.retryAfterMs);
      else this.finish(entry, answer.blob);
    } catch (error) {
      if (!isCalledOff(error) && !control.signal.aborted) this.fail(entry, error);
    } finally {
      entry.loading = null;
      this.running -= 1;
      this.pump();
    }
  }

  private finish(entry: Entry, blob: Blob): void {
    entry.failures = 0;
    // Called off after the last byte had come: it is here, so it may be of use on the way back.
    if (entry.state().kind !== 'ready') entry.state.set({ kind: 'ready', url: this.urls.create(blob) });
  }

  private fail(entry: Entry, error: unknown): void {
    const problem = problemOf(error);
    if (problem !== null) {
      entry.state.set({ kind: 'failed', problem });
      return;
    }
    entry.failures += 1;
    if (!(error instanceof Failure) || error.kind === 'offline') entry.state.set({ kind: 'unreachable' });
    else if (error.code === 'source_unavailable') entry.state.set({ kind: 'withheld' });
    this.retryIn(entry, Math.min(30_000, 1000 * 2 ** entry.failures));
  }

  /** With jitter, so that a screen full of tiles does not ask again in one burst. */
  private retryIn(entry: Entry, ms: number): void {
    if (!this.order.includes(entry)) {
      this.pause(ms);
      return;
    }
    this.stopRetry(entry);
    entry.cancelRetry = this.clock.after(ms * (0.75 + this.clock.chance() / 2), () => {
      entry.cancelRetry = null;
      this.pump();
    });
  }

  /** What is foreseen was refused for now: none of it is asked for until then. */
  private pause(ms: number): void {
    this.cancelPause?.();
    this.cancelPause = this.clock.after(ms, () => {
      this.cancelPause = null;
      this.pump();
    });
  }

  private evict(wanted: ReadonlySet<Entry>): void {
    for (const entry of this.entries.values()) {
      if (this.entries.size <= this.kept) return;
      if (wanted.has(entry) || entry.loading !== null || this.ahead.has(entry)) continue;
      const state = entry.state();
      if (state.kind === 'ready') this.urls.revoke(state.url);
      this.entries.delete(entry.key);
    }
  }
}

function isDone({ state }: Entry): boolean {
  const { kind } = state();
  return kind === 'ready' || kind === 'failed';
}

/** What can never succeed as it is; null when another try may. */
function problemOf(error: unknown): ItemProblem | null {
  if (!(error instanceof Failure) || error.kind !== 'refused') return null;
  if (error.status === 404 || error.status === 410) return 'missing';
  if (error.status === 401 || error.status === 403) return 'denied';
  return error.code === 'too_large' ? 'too_large' : 'undecodable';
}
