import { signal } from '@angular/core';
import type { Clock } from '../sync/clock.ts';
import { start, writePlace, type Place } from './place.ts';

/** The browser's history, as far as it is needed here. */
export interface History {
  write(query: string, how: 'push' | 'replace'): void;
}

/** Browsers ignore a page that rewrites its address too often; running through images with a held key would. */
const REST_MS = 250;

/** Where one is. The signal changes at once; the browser's address follows, and back and forward come in by `arrive`. */
export class Address {
  private readonly current = signal<Place>(start);
  readonly place = this.current.asReadonly();
  private cancelLater: (() => void) | null = null;
  private cancelRest: () => void = () => undefined;
  private written = '';

  constructor(
    private readonly history: History,
    private readonly clock: Clock,
  ) {}

  /** A step that `back` undoes. */
  go(change: Partial<Place>): void {
    const before = this.current();
    // Of another list one is at the start, unless it goes on where the eye is: that is found out when it is there.
    const next = { ...before, at: null, ...change };
    if (writePlace(next) === writePlace({ ...before, at: null })) return;
    this.cancelRest();
    this.flush();
    this.current.set(next);
    this.write('push');
  }

  /** The same step, further on: the next image of the viewer, another view of the same folder. */
  correct(change: Partial<Place>): void {
    this.current.update((place) => ({ ...place, ...change }));
    this.cancelLater?.();
    this.cancelLater = this.clock.after(REST_MS, () => {
      this.flush();
    });
  }

  /** Where one is in the grid belongs to the address: it is asked for when one rests there. */
  rest(at: () => string | null): void {
    this.cancelRest();
    this.cancelRest = this.clock.after(REST_MS, () => {
      const path = at();
      if (path !== null) this.correct({ at: path });
    });
  }

  /** The browser went somewhere. What we wrote ourselves comes back here too, and is no news. */
  arrive(place: Place): void {
    const query = writePlace(place);
    if (query === this.written) return;
    this.cancelRest();
    this.cancelLater?.();
    this.cancelLater = null;
    this.written = query;
    if (writePlace(this.current()) !== query) this.current.set(place);
  }

  private flush(): void {
    if (this.cancelLater === null) return;
    this.cancelLater();
    this.cancelLater = null;
    this.write('replace');
  }

  private write(how: 'push' | 'replace'): void {
    const query = writePlace(this.current());
    if (query === this.written) return;
    this.written = query;
    this.history.write(query, how);
  }
}
