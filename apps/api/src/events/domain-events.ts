import type { ItemsUpdated, ItemUpdated, MetricsProgressed, MetricsUpdated } from '#contracts';
import type { GalleryPath } from '../shared/gallery-path.ts';

/** An accepted write, as everyone is told of it, and the tab it came from, which nobody else may know. */
interface Announced<Payload> {
  readonly event: Payload;
  readonly clientId: string | null;
}

/**
 * Every fact that one part of the server tells the others, by name. An event announces what has happened; it
 * never asks for work. A listener must stand being called twice, and must not rely on having heard everything.
 */
export interface DomainEvents {
  /** A folder was listed, for the first time or again, and differs from what was known. */
  'folder-changed': {
    readonly path: GalleryPath;
    readonly added: readonly number[];
    readonly changed: readonly number[];
    readonly removed: readonly number[];
    /** It had not been listed before: what is `added` was there all along. */
    readonly isFirst: boolean;
  };
  /** Headers of items in this folder were read: their sizes, dates or problems became known. */
  'items-described': { readonly path: GalleryPath };
  /** Someone is looking at these items. */
  'items-shown': { readonly rows: readonly number[] };
  /** A label was changed. Of writes, this is told once they are durable, in the order of their sequence numbers. */
  'item-updated': Announced<ItemUpdated>;
  /** One write changed the labels, or the metrics, of several items. */
  'items-updated': Announced<ItemsUpdated>;
  /** A job set metrics of one item. */
  'metrics-updated': Announced<MetricsUpdated>;
  /** A job says how far it is. */
  'metrics-progress': MetricsProgressed;
  /** Every folder of the gallery has been listed. */
  'indexing-finished': { readonly items: number; readonly folders: number; readonly milliseconds: number };
}

export type DomainEvent = keyof DomainEvents;
