import { signal, type WritableSignal } from '@angular/core';
import { limits, type ItemRow } from '#contracts';
import { Failure, isCalledOff } from '../api/failure.ts';
import type { Clock } from '../sync/clock.ts';

export type FetchWindow = (offset: number, limit: number, signal: AbortSignal) => Promise<readonly ItemRow[]>;

export interface Span {
  readonly first: number;
  /** Included. */
  readonly last: number;
}

const SIZE = limits.browseWindow;
const AT_ONCE = 2;
/** 12,000 rows; far more than a person scrolls back, far less than a million. */
const KEPT = 60;
const RETRY_MS = 1500;

/** The rows of one frozen result, in windows, of which only those in view are fetched. Each window is one signal. */
export class ResultWindows {
  private readonly windows = new Map<number, WritableSignal<readonly ItemRow[] | null>>();
  private readonly loading = new Map<number, AbortController>();
  /** Shown, but asked for again, because sizes have become known since. */
  private readonly stale = new Set<number>();
  private readonly wants = new Map<string, readonly Span[]>();
  private readonly waiters: { span: Span; done: () => void }[] = [];
  private readonly rereaders: (() => void)[] = [];
  private cancelRetry: (() => void) | null = null;
  private isClosed = false;

  constructor(
    readonly total: number,
    private readonly fetchWindow: FetchWindow,
    /** The result is gone, or the server refuses: somebody must ask again. */
    private readonly onRefused: (failure: Failure) => void,
    private readonly clock: Clock,
  ) {}

  /** The row at a place, as soon as it is known. */
  item(index: number): ItemRow | undefined {
    return this.window(Math.floor(index / SIZE))()?.[index % SIZE];
  }

  /** The rows from one place up to, not including, another, as far as they have arrived. */
  known(from: number, to: number): ItemRow[] {
    const rows: ItemRow[] = [];
    for (const [number, window] of this.windows) {
      const first = number * SIZE;
      if (first >= to || first + SIZE <= from) continue;
      rows.push(...(window() ?? []).slice(Math.max(0, from - first), to - first));
    }
    return rows;
  }

  /** Rows that came with another answer. Only whole windows are taken. */
  put(offset: number, items: readonly ItemRow[]): void {
    const number = offset / SIZE;
    const isWhole = items.length >= Math.min(SIZE, this.total - offset);
    if (Number.isInteger(number) && isWhole) this.window(number).set(items.slice(0, SIZE));
  }

  /** Replaces what this consumer looks at. What nobody looks at any more is called off. */
  want(consumer: string, ...spans: readonly Span[]): void {
    this.wants.set(consumer, spans);
    const wanted = new Set(this.wanted());
    for (const [number, control] of this.loading) if (!wanted.has(number)) control.abort();
    this.pump();
    this.evict(wanted);
    for (const done of this.rereaders.splice(0)) done();
  }

  leave(consumer: string): void {
    this.wants.delete(consumer);
  }

  /** Fetches a span and waits until it is there, or until it is clear that it will not come. */
  async ready(span: Span): Promise<void> {
    const inside = this.clamped(span);
    if (this.isClosed || this.has(inside)) return;
    const arrived = new Promise<void>((done) => this.waiters.push({ span: inside, done }));
    this.pump();
    await arrived;
  }

  /** The row at a place, however long it takes; undefined when the result is gone before. */
  async arrival(index: number): Promise<ItemRow | undefined> {
    while (!this.isClosed && this.item(index) === undefined) await this.ready({ first: index, last: index });
    return this.item(index);
  }

  /**
   * Fetches again, behind what is shown, the windows in view that lack sizes. Answers how many rows lack them: a row may
   * have come before its size was known although the layout came after.
   */
  renew(): number {
    let unsized = 0;
    for (const number of new Set(this.wanted())) {
      const lacking = this.window(number)()?.filter(({ w, problem }) => w === 0 && problem === undefined).length ?? 0;
      if (lacking > 0) this.stale.add(number);
      unsized += lacking;
    }
    this.pump();
    return unsized;
  }

  /** Fetches again, behind what is shown, what is in view, and lets go of the rest. Resolves when it is there. */
  async reread(): Promise<void> {
    const wanted = new Set(this.wanted());
    for (const [number, control] of this.loading) {
      // It may have been asked for before what it is to tell of.
      control.abort();
      this.stale.add(number);
    }
    for (const number of this.windows.keys()) {
      if (wanted.has(number)) this.stale.add(number);
      else if (!this.loading.has(number)) this.windows.delete(number);
    }
    this.pump();
    while (!this.isClosed && this.lacksAny(wanted)) await new Promise<void>((done) => this.rereaders.push(done));
  }

  /** Some of these are not read again yet. Those that have left the view meanwhile are let go of, or they would come back as they were. */
  private lacksAny(numbers: ReadonlySet<number>): boolean {
    const wanted = new Set(this.wanted());
    const lacking = [...numbers].filter((number) => this.stale.has(number) || this.loading.has(number));
    for (const number of lacking) {
      if (wanted.has(number) || this.loading.has(number)) continue;
      this.stale.delete(number);
      this.windows.delete(number);
    }
    return lacking.some((number) => this.stale.has(number) || this.loading.has(number));
  }

  close(): void {
    this.isClosed = true;
    for (const done of this.rereaders.splice(0)) done();
    this.cancelRetry?.();
    for (const control of this.loading.values()) control.abort();
    for (const waiter of this.waiters.splice(0)) waiter.done();
  }

  private window(number: number): WritableSignal<readonly ItemRow[] | null> {
    let window = this.windows.get(number);
    if (window === undefined) {
      window = signal<readonly ItemRow[] | null>(null);
      this.windows.set(number, window);
    }
    return window;
  }

  private wanted(): number[] {
    const numbers: number[] = [];
    for (const span of [...this.wants.values(), this.waiters.map(({ span }) => span)].flat()) {
      const { first, last } = this.clamped(span);
      for (let n = Math.floor(first / SIZE); n * SIZE <= last; n++) numbers.push(n);
    }
    return numbers;
  }

  private clamped(span: Span): Span {
    return { first: Math.max(0, span.first), last: Math.min(this.total - 1, span.last) };
  }

  private has(span: Span): boolean {
    for (let n = Math.floor(span.first / SIZE); n * SIZE <= span.last; n++) if (this.window(n)() === null) return false;
    return true;
  }

  private pump(): void {
    if (this.isClosed || this.cancelRetry !== null) return;
    for (const number of this.wanted()) {
      if (this.loading.size >= AT_ONCE) return;
      const isNeeded = this.window(number)() === null || this.stale.has(number);
      if (isNeeded && !this.loading.has(number)) void this.load(number);
    }
  }

  private async load(number: number): Promise<void> {
    const control = new AbortController();
    this.loading.set(number, control);
    const wasStale = this.stale.delete(number);
    let isRead = false;
    try {
      const rows = await this.fetchWindow(number * SIZE, SIZE, control.signal);
      isRead = !control.signal.aborted;
      if (isRead) this.window(number).set(rows);
    } catch (error) {
      if (!isCalledOff(error) && !control.signal.aborted && !this.isClosed) this.fail(error);
    } finally {
      this.loading.delete(number);
      // What could not be read again is as old as it was.
      if (wasStale && !isRead) this.stale.add(number);
      this.tellWaiters();
      this.pump();
      for (const done of this.rereaders.splice(0)) done();
    }
  }

  private fail(error: unknown): void {
    if (error instanceof Failure && error.kind === 'refused') {
      this.close();
      this.onRefused(error);
      return;
    }
    this.cancelRetry ??= this.clock.after(RETRY_MS, () => {
      this.cancelRetry = null;
      this.pump();
    });
    for (const waiter of this.waiters.splice(0)) waiter.done();
  }

  private tellWaiters(): void {
    for (const waiter of [...this.waiters]) {
      if (!this.has(waiter.span)) continue;
      this.waiters.splice(this.waiters.indexOf(waiter), 1);
      waiter.done();
    }
  }

  /** Drops the windows that came first and are not looked at. */
  private evict(wanted: ReadonlySet<number>): void {
    for (const number of this.windows.keys()) {
      if (this.windows.size <= KEPT) return;
      if (!wanted.has(number) && !this.loading.has(number)) this.windows.delete(number);
    }
  }
}
