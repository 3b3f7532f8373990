import { signal } from '@angular/core';
import type { Metadata, Sidecar } from '#contracts';
import { Failure, isCalledOff } from '../api/failure.ts';
import type { GalleryApi } from '../api/gallery-api.ts';
import type { Clock } from '../sync/clock.ts';
import type { Connection } from './connection.ts';
import type { ThumbOf } from './thumb-loader.ts';

export type Details =
  | { readonly kind: 'none' }
  | { readonly kind: 'loading'; readonly of: ThumbOf }
  | { readonly kind: 'ready'; readonly of: ThumbOf; readonly sidecar: Sidecar; readonly metadata: Metadata }
  | { readonly kind: 'failed'; readonly of: ThumbOf; readonly failure: Failure };

/** Somebody who runs along the arrows does not want the details of every image on the way. */
const REST_MS = 90;
const KEPT = 50;

/** What is known of one image beyond its row. What comes out always says which image it is of. */
export class ItemDetails {
  private readonly current = signal<Details>({ kind: 'none' });
  readonly details = this.current.asReadonly();
  private readonly known = new Map<string, Details>();
  private cancel: () => void = () => undefined;

  constructor(
    private readonly api: Pick<GalleryApi, 'item' | 'metadata'>,
    private readonly clock: Clock,
    connection: Connection,
  ) {
    connection.onReturn(() => {
      const details = this.current();
      if (details.kind === 'failed') this.show(details.of);
    });
  }

  show(of: ThumbOf | null): void {
    this.cancel();
    if (of === null) {
      this.current.set({ kind: 'none' });
      return;
    }
    const known = this.known.get(keyOf(of));
    this.current.set(known ?? { kind: 'loading', of });
    if (known !== undefined) return;
    const control = new AbortController();
    const stopWaiting = this.clock.after(REST_MS, () => void this.load(of, control.signal));
    this.cancel = () => {
      stopWaiting();
      control.abort();
    };
  }

  /** What was read before may be of another gallery, or of another past of this one. What is shown stays until it is shown anew. */
  forget(): void {
    this.known.clear();
  }

  private async load(of: ThumbOf, called: AbortSignal): Promise<void> {
    try {
      const [sidecar, metadata] = await Promise.all([
        this.api.item(of.path, called),
        this.api.metadata(of.path, called),
      ]);
      this.arrive({ kind: 'ready', of, sidecar, metadata }, called);
    } catch (error) {
      if (isCalledOff(error)) return;
      const failure = error instanceof Failure ? error : new Failure('server', 'Something went wrong here.');
      this.arrive({ kind: 'failed', of, failure }, called);
    }
  }

  private arrive(details: Details & { of: ThumbOf }, called: AbortSignal): void {
    if (details.kind === 'ready') this.keep(keyOf(details.of), details);
    if (!called.aborted) this.current.set(details);
  }

  private keep(key: string, details: Details): void {
    this.known.set(key, details);
    const oldest = this.known.keys().next();
    if (this.known.size > KEPT && oldest.done !== true) this.known.delete(oldest.value);
  }
}

function keyOf(of: ThumbOf): string {
  return `${of.fingerprint}\n${of.path}`;
}
