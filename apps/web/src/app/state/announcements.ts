import { signal } from '@angular/core';
import type { Clock } from '../sync/clock.ts';

/** One sentence about what just happened, and what can be done about it. */
export interface Announcement {
  readonly id: number;
  readonly text: string;
  readonly tone: 'plain' | 'bad';
  readonly action: { readonly name: string; readonly run: () => void } | null;
}

const SHOWN_MS = 7000;

/** One at a time: the next takes the place of the one before, and the last goes by itself. */
export class Announcements {
  private readonly shown = signal<Announcement | null>(null);
  readonly current = this.shown.asReadonly();
  private count = 0;
  private cancel: () => void = () => undefined;
  private isHeld = false;

  constructor(private readonly clock: Clock) {}

  say(text: string, { tone = 'plain', action = null }: Partial<Pick<Announcement, 'tone' | 'action'>> = {}): void {
    this.count += 1;
    this.shown.set({ id: this.count, text, tone, action });
    this.hold(this.isHeld);
  }

  /** Somebody reads it, or is about to use it. */
  hold(isHeld: boolean): void {
    this.cancel();
    this.isHeld = isHeld;
    if (!isHeld) this.cancel = this.clock.after(SHOWN_MS, () => this.dismiss());
  }

  dismiss(): void {
    this.cancel();
    // It leaves the page from under the pointer, which then never leaves it.
    this.isHeld = false;
    this.shown.set(null);
  }
}
