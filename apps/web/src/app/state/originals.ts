import { signal, type Signal, type WritableSignal } from '@angular/core';
import type { ThumbOf } from './thumb-loader.ts';

export type OriginalState = 'loading' | 'ready' | 'failed';

/** An original, as the element that shows it: putting that into the page again needs no second decoding. */
export interface Original {
  readonly of: ThumbOf;
  readonly element: HTMLImageElement;
  readonly state: Signal<OriginalState>;
}

interface Loading extends Original {
  readonly state: WritableSignal<OriginalState>;
}

/** Loads and decodes originals: the first of a list at once, the others one by one after it. Others are let go. */
export class Originals {
  private readonly held = new Map<string, Loading>();
  private order: readonly ThumbOf[] = [];
  /** Counts what comes and goes: the next of a list begins to load when nobody asks. */
  private readonly changes = signal(0);

  constructor(
    private readonly urlOf: (of: ThumbOf) => string,
    private readonly make: () => HTMLImageElement = () => new Image(),
  ) {}

  /** The original of this image if it is held; `hold` decides what is. */
  of(image: ThumbOf): Original | null {
    this.changes();
    return this.held.get(keyOf(image)) ?? null;
  }

  hold(images: readonly ThumbOf[]): void {
    this.order = images;
    const keys = new Set(images.map(keyOf));
    for (const [key, original] of this.held) {
      if (keys.has(key)) continue;
      // Taking the address away calls off what is still on its way.
      original.element.removeAttribute('src');
      this.held.delete(key);
      this.changes.update((n) => n + 1);
    }
    this.loadNext();
  }

  retry(image: ThumbOf): void {
    this.held.delete(keyOf(image));
    this.loadNext();
  }

  private loadNext(): void {
    for (const image of this.order) {
      const held = this.held.get(keyOf(image));
      if (held === undefined) {
        void this.load(image);
        return;
      }
      if (held.state() === 'loading') return;
    }
  }

  private async load(of: ThumbOf): Promise<void> {
    const element = this.make();
    element.alt = '';
    element.draggable = false;
    element.decoding = 'async';
    element.src = this.urlOf(of);
    const original = { of, element, state: signal<OriginalState>('loading') };
    this.held.set(keyOf(of), original);
    this.changes.update((n) => n + 1);
    try {
      await element.decode();
      original.state.set('ready');
    } catch {
      // Let go meanwhile, broken, or the server is away: who shows it asks which.
      original.state.set('failed');
    }
    if (this.held.get(keyOf(of)) === original) this.loadNext();
  }
}

function keyOf(image: ThumbOf): string {
  return `${image.fingerprint}\n${image.path}`;
}
