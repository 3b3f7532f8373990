import { signal } from '@angular/core';
import type { BrowseQuery, FacetsAnswer } from '#contracts';
import { Failure, isCalledOff } from '../api/failure.ts';
import type { Clock } from '../sync/clock.ts';

/** Labels of others come in bursts; each asks for all the counts. */
const REST_MS = 700;

/** How many there are of each kind, for whoever is about to choose. Nothing is asked while nobody looks. */
export class FacetsWatch {
  private readonly found = signal<FacetsAnswer | null>(null);
  private readonly failed = signal(false);
  /** The last that were found stay until their successors are there. */
  readonly facets = this.found.asReadonly();
  readonly hasFailed = this.failed.asReadonly();
  private query: BrowseQuery | null = null;
  private asking: AbortController | null = null;
  private cancelLater: (() => void) | null = null;
  /** Something was written that the counts which are on their way may not know of. */
  private isBehind = false;

  constructor(
    private readonly ask: (query: BrowseQuery, signal: AbortSignal) => Promise<FacetsAnswer>,
    private readonly clock: Clock,
  ) {}

  /** Somebody looks, at this. */
  look(query: BrowseQuery): void {
    this.query = query;
    void this.load();
  }

  /** Nobody looks any more. */
  leave(): void {
    this.query = null;
    this.asking?.abort();
    this.asking = null;
    this.cancelLater?.();
    this.cancelLater = null;
  }

  /** Something was written. */
  noteWrite(): void {
    if (this.query === null) return;
    this.cancelLater ??= this.clock.after(REST_MS, () => {
      this.cancelLater = null;
      // Called off by every burst, a count that takes longer than bursts are apart would never come.
      if (this.asking === null) void this.load();
      else this.isBehind = true;
    });
  }

  retry(): void {
    void this.load();
  }

  private async load(): Promise<void> {
    const { query } = this;
    if (query === null) return;
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    this.isBehind = false;
    try {
      const facets = await this.ask(query, asking.signal);
      if (asking.signal.aborted) return;
      this.found.set(facets);
      this.failed.set(false);
    } catch (error) {
      // Called off by the next question; otherwise the server is away, and what was counted before stays. A question that is
      // wrong is told where its images would be, and asking it again would not help.
      const isWrong = error instanceof Failure && error.status === 400;
      if (!asking.signal.aborted && !isCalledOff(error)) this.failed.set(!isWrong);
    }
    this.end(asking);
  }

  private end(asking: AbortController): void {
    if (this.asking !== asking) return;
    this.asking = null;
    if (this.isBehind) this.noteWrite();
  }
}
