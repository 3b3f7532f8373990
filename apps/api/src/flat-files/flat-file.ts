import type { GalleryPath } from '../shared/gallery-path.ts';
import type { LocalLocation, S3Location } from '../sources/source-location.ts';

/**
 * One of the files in which Lenslet keeps what it found out of the gallery, or, in a sidecar, what people wrote on one
 * image. Plain data: it travels to worker threads and child processes.
 */
export type FlatFile =
  /** Of a folder; large ones have several, counted from 0. */
  | { readonly kind: 'manifest'; readonly path: GalleryPath; readonly page: number | null }
  /** Of an image. */
  | { readonly kind: 'thumb' | 'sidecar'; readonly path: GalleryPath }
  /** Of the gallery as a whole. */
  | { readonly kind: 'rollup' | 'health' };

/** Where such files are kept. Plain data, for the same reason. */
export type FlatPlace =
  | { readonly kind: 'workspace'; readonly folder: string }
  /** Each beside what it is about. */
  | { readonly kind: 'beside'; readonly location: LocalLocation | S3Location };

/** All that a child process is told of the one file that it is to write. */
export type FlatTarget =
  | { readonly place: FlatPlace; readonly file: FlatFile }
  /** An address that takes this file, for a while; no credentials are needed. */
  | { readonly url: string; readonly type: string };
