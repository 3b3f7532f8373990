import type { ImageType, ItemProblem, Metadata } from '#contracts';
import type { FlatTarget } from '../flat-files/flat-file.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import type { HandedOut, ImageState, LocalLocation, SourcePlace } from '../sources/source-location.ts';

export type WorkerJob =
  | {
      readonly kind: 'thumb';
      readonly image: HandedOut;
      readonly size: number;
      readonly quality: number;
      readonly stamp: ThumbStamp;
      readonly target: FlatTarget | null;
      readonly mayBeHeavy: boolean;
    }
  | { readonly kind: 'headers'; readonly images: readonly HandedOut[] }
  | { readonly kind: 'metadata'; readonly image: HandedOut; readonly path: GalleryPath }
  | { readonly kind: 'hashes'; readonly files: readonly FileToHash[] };

export type JobKind = WorkerJob['kind'];

export interface JobAnswers {
  thumb: ThumbAnswer;
  /** Null for a file that told nothing of itself: it is not there, or the storage does not answer. */
  headers: (HeaderAnswer | null)[];
  metadata: MetadataAnswer;
  /** Of as many of the files as there was time for, from the first one on. */
  hashes: HashAnswer[];
}

/** `begun`: an earlier job has read the beginning of it. */
export interface FileToHash {
  readonly image: SourcePlace<LocalLocation>;
  readonly begun: HashBegun | null;
}

/** How far the hashing of a file has come, and of which state of it. */
export interface HashBegun extends ImageState {
  readonly at: number;
  readonly hasher: Uint8Array;
}

export type HashAnswer =
  /** BLAKE3 of the whole file, as hexadecimal digits, and which state of it was read. */
  | ({ readonly status: 'hashed'; readonly hash: string } & ImageState)
  | { readonly status: 'begun'; readonly begun: HashBegun }
  /** It is not there, closed to us, too large, or being written to. */
  | { readonly status: 'unreadable' }
  /** The storage or the machine is to blame. */
  | { readonly status: 'silent' };

/** Which state of which file a thumb was made from. */
export interface ThumbStamp {
  readonly size: number;
  readonly mtime: number;
  readonly inode: number;
  /** Inode of the gallery's folder: after a copy to elsewhere all inodes differ, and say nothing. */
  readonly rootInode: number;
}

export type ThumbAnswer =
  | { readonly status: 'made'; readonly bytes: Uint8Array; readonly stored: boolean }
  /** The image is so large that the job has to come again as a heavy one. */
  | { readonly status: 'heavy' }
  | { readonly status: 'problem'; readonly problem: ItemProblem }
  | StorageSilent;

/** The storage or the machine is to blame, not the image: nothing may be remembered of it. */
interface StorageSilent {
  readonly status: 'unavailable';
}

export interface HeaderAnswer {
  readonly width: number;
  readonly height: number;
  readonly type: ImageType | undefined;
  readonly taken: number;
  readonly hasMeta: boolean;
  readonly problem: ItemProblem | undefined;
}

export type MetadataAnswer =
  | { readonly status: 'read'; readonly metadata: Metadata }
  | { readonly status: 'problem'; readonly problem: ItemProblem }
  | StorageSilent;

export interface WorkerRequest {
  readonly id: number;
  readonly job: WorkerJob;
}

/** Sent before anything is done for a job: whatever happens after it, the job may be to blame. */
export interface WorkerBegun {
  readonly id: number;
  readonly begun: true;
}

export type WorkerAnswer =
  | { readonly id: number; readonly ok: true; readonly value: JobAnswers[JobKind]; readonly rss: number }
  | { readonly id: number; readonly ok: false; readonly message: string; readonly rss: number };
