import { signal } from '@angular/core';
import type { Clock } from '../sync/clock.ts';

/** What was typed, and for which image. */
export interface Draft {
  readonly path: string;
  readonly text: string;
}

/** So long after the last key what was typed is saved. */
const REST_MS = 600;
/** And so long after the first, however fast one goes on: a crash takes no more than this. */
const LATEST_MS = 2500;

/** A text that is typed and not saved yet, and when it has to be. */
export class TextDraft {
  private readonly current = signal<Draft | null>(null);
  readonly draft = this.current.asReadonly();
  private cancelRest: () => void = () => undefined;
  private cancelLatest: (() => void) | null = null;

  constructor(
    private readonly clock: Pick<Clock, 'after'>,
    /** It is to be saved now. */
    private readonly due: () => void,
  ) {}

  type(draft: Draft): void {
    this.current.set(draft);
    this.cancelRest();
    this.cancelRest = this.clock.after(REST_MS, this.due);
    this.cancelLatest ??= this.clock.after(LATEST_MS, () => {
      this.cancelLatest = null;
      this.due();
    });
  }

  /** It is saved, or given up. */
  end(): void {
    this.cancelRest();
    this.cancelLatest?.();
    this.cancelLatest = null;
    this.current.set(null);
  }
}
