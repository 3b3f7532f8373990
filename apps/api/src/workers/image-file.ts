import type { Buffer } from 'node:buffer';
import type { ImageState } from '../sources/source-location.ts';

/** One state of one image, opened for a job. */
export interface ImageFile {
  readonly state: ImageState;
  /** The first bytes; fewer where the file is shorter. */
  head(bytes: number): Buffer | Promise<Buffer>;
  whole(): Buffer | Promise<Buffer>;
}

/** For a source that is far away. */
export interface Approach {
  /** What the job begins with: just that is fetched first. */
  readonly need: 'head' | 'whole';
  /** After this nothing more is waited for. */
  readonly deadline: AbortSignal;
}
