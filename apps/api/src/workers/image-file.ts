import type { Buffer } from 'node:buffer';
import type { HandedOut, ImageState, RemoteImage } from '../sources/source-location.ts';
import { GalleryFile } from './gallery-file.ts';
import { RemoteFile } from './remote-file.ts';

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

/** Opens an image of whatever source for as long as the work takes. */
export function useImage<Result>(
  image: HandedOut,
  approach: Approach,
  work: (file: ImageFile) => Promise<Result>,
): Promise<Result> {
  return isRemote(image) ? RemoteFile.use(image, approach, work) : GalleryFile.use(image, work);
}

export function isRemote(image: HandedOut): image is RemoteImage {
  return 'url' in image;
}
