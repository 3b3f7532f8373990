import { computed, signal, untracked } from '@angular/core';
import type { Drift } from '#contracts';
import { Failure } from '../api/failure.ts';
import type { Clock } from '../sync/clock.ts';
import { followsLabels, isOrderedByLabels } from './chips.ts';
import type { GalleryStore, Shown } from './gallery-store.ts';

/** How what is shown differs from what the same question would find now. */
export interface Moved {
  readonly gone: number;
  readonly added: number;
  readonly isReordered: boolean;
}

/** Many stars in a row are one question. */
const REST_MS = 400;

/**
 * A result that depends on labels stays as it was while people label: nothing jumps away under their hands. This counts what
 * has moved on since, so that they can have it when they like.
 */
export class DriftWatch {
  private readonly found = signal<{ readonly of: string; readonly drift: Drift } | null>(null);
  /** The result whose labels have changed since it was made. */
  private readonly touched = signal<string | null>(null);
  private cancelLook: (() => void) | null = null;
  private looks = 0;
  private taken = 0;

  readonly moved = computed<Moved | null>(() => {
    const shown = this.store.shown();
    if (shown === null || !followsLabels(shown.query)) return null;
    const found = this.found();
    const { no_longer_match: gone, newly_match: added } =
      found?.of === shown.result ? found.drift : { no_longer_match: 0, newly_match: 0 };
    const isReordered = isOrderedByLabels(shown.query.sort.key) && this.touched() === shown.result;
    return gone + added > 0 || isReordered ? { gone, added, isReordered } : null;
  });

  constructor(
    private readonly store: Pick<GalleryStore, 'shown' | 'again'>,
    private readonly ask: (result: string) => Promise<Drift>,
    private readonly clock: Clock,
  ) {}

  /** Somebody wrote on something, here or elsewhere. */
  noteWrite(): void {
    const shown = untracked(this.store.shown);
    if (shown === null || !followsLabels(shown.query)) return;
    this.touched.set(shown.result);
    this.cancelLook ??= this.clock.after(REST_MS, () => {
      this.cancelLook = null;
      void this.look();
    });
  }

  async look(): Promise<void> {
    const shown = untracked(this.store.shown);
    if (shown === null || !followsLabels(shown.query)) return;
    const look = (this.looks += 1);
    try {
      const drift = await this.ask(shown.result);
      // An answer that was overtaken by the next is older.
      if (look < this.taken || !this.isStill(shown)) return;
      this.taken = look;
      this.found.set({ of: shown.result, drift });
    } catch (error) {
      // It is not kept any more, so that nobody can tell; otherwise the server is away, and is asked again.
      if (error instanceof Failure && error.status === 410 && this.isStill(shown)) await this.store.again();
    }
  }

  /** What is shown becomes what the question would find now. */
  apply(): Promise<void> {
    return this.store.again();
  }

  private isStill(shown: Shown): boolean {
    return untracked(this.store.shown)?.result === shown.result;
  }
}
