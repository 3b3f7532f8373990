import { signal } from '@angular/core';
import type { Clock } from '../sync/clock.ts';
import { start, writePlace, type Place } from './place.ts';

/** The browser's history, as far as it is needed here. */
export interface History {
  /** `below` is kept with the step, and told again whenever the browser comes to it. */
  write(query: string, how: 'push' | 'replace', below: string | null): void;
  back(): void;
}

/** Browsers ignore a page that rewrites its address too often; running through images with a held key would. */
const REST_MS = 250;
/** A step back that has not arrived by then never will. A busy browser takes seconds, and one that came after all would undo what was done meanwhile. */
const LOST_MS = 10_000;

/** Where one is. The signal changes at once; the browser's address follows, and back and forward come in by `arrive`. */
export class Address {
  private readonly current = signal<Place>(start);
  readonly place = this.current.asReadonly();
  private readonly comings = signal(0);
  /** Counts how often the browser has gone somewhere, as opposed to the person here. */
  readonly arrivals = this.comings.asReadonly();
  private cancelLater: (() => void) | null = null;
  private cancelRest: () => void = () => undefined;
  private written = '';
  /** What this step lies over, in the step before it: closed, it goes back there instead of one step further. */
  private below: string | null = null;
  /** The browser has this step, not only we. */
  private isThere = true;
  /** The browser is on its way back: what is written now would be written over what is being left. */
  private isLeaving = false;
  private isHeld = false;
  private cancelLost: () => void = () => undefined;

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
    // It goes back once, whatever is opened and closed on the way: the next step back may be another page.
    if (this.isThere && !this.isLeaving && this.below === bare(next)) return this.stepBack();
    this.below = isLaidOver(next, before) ? bare(before) : null;
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
  arrive(place: Place, below: string | null = null): void {
    const query = writePlace(place);
    this.isThere = true;
    if (query === this.written) return;
    // Back in the same list one rests where one went meanwhile, not where one was.
    if (!this.isLeaving) this.cancelRest();
    this.cancelLater?.();
    this.cancelLater = null;
    this.written = query;
    this.cancelLost();
    // Somebody was faster than the browser, and is elsewhere.
    if (this.isHeld && bare(this.current()) !== bare(place)) return this.goOn();
    this.isLeaving = false;
    this.isHeld = false;
    this.below = below;
    this.comings.update((count) => count + 1);
    if (writePlace(this.current()) !== query) this.current.set(place);
  }

  private stepBack(): void {
    this.isLeaving = true;
    this.history.back();
    this.cancelLost = this.clock.after(LOST_MS, () => {
      this.goOn();
    });
  }

  private goOn(): void {
    this.isLeaving = false;
    this.isHeld = false;
    this.write('push');
  }

  private flush(): void {
    if (this.cancelLater === null) return;
    this.cancelLater();
    this.cancelLater = null;
    this.write('replace');
  }

  private write(how: 'push' | 'replace'): void {
    if (this.isLeaving) {
      this.isHeld ||= how === 'push';
      return;
    }
    const query = writePlace(this.current());
    if (query === this.written) return;
    this.written = query;
    if (how === 'push') this.isThere = false;
    this.history.write(query, how, this.below);
  }
}

/** Where one is but for the place in the grid, which one may have left since. */
function bare(place: Place): string {
  return writePlace({ ...place, at: null });
}

/** An image or a comparison covers what was there before. */
function isLaidOver(next: Place, before: Place): boolean {
  return (next.image !== null && before.image === null) || (next.compare !== null && before.compare === null);
}
