import type { IndexProgress, MetricsProgressed, NumberedEvent, ScopeNumbers, ViewsUpdated } from '#contracts';
import type { GalleryPath } from '../shared/gallery-path.ts';

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
  /** Labels lie beside images of this folder, and some without their image: names, joined by NUL. */
  'sidecars-found': { readonly path: GalleryPath; readonly images: string; readonly orphans: string };
  /** Headers of items in this folder were read: their sizes, dates or problems became known. */
  'items-described': { readonly path: GalleryPath };
  /** Someone is looking at these items. */
  'items-shown': { readonly rows: readonly number[] };
  /**
   * A write was accepted. This is announced once it is durable, in the order of the sequence numbers, as everyone is told
   * of it, and with the tab it came from, which nobody else may know.
   */
  'labels-written': { readonly told: NumberedEvent; readonly clientId: string | null };
  /** A job says how far it is. */
  'metrics-progress': MetricsProgressed;
  /** Somebody has changed the saved views. */
  'views-updated': ViewsUpdated;
  /** How far the listing of a folder and those below it has come. */
  'index-progress': IndexProgress;
  /** There are more or fewer people in a folder than everyone was told before. */
  'presence-changed': ScopeNumbers;
  /** A stream is not open any more, whoever ended it. */
  'stream-closed': { readonly streamId: string };
  /** Every folder of the gallery has been listed. */
  'indexing-finished': { readonly items: number; readonly folders: number; readonly milliseconds: number };
}

export type DomainEvent = keyof DomainEvents;
