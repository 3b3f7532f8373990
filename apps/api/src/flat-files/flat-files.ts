import type { Buffer } from 'node:buffer';
import type { GalleryPath } from '../shared/gallery-path.ts';
import type { Content, Durability } from '../shared/write-file-atomically.ts';
import type { FlatFile } from './flat-file.ts';

/** PORT: the files that `FlatFile` names, in one place. Nobody else knows what they are called there. */
export interface FlatFiles {
  /** All of it; undefined when it is not there. Fails for one that is there and cannot be read, or is no ordinary file. */
  read(file: FlatFile): Promise<Buffer | undefined>;
  /** Whole or not at all: nobody ever reads a part. Fails where the folder or the disk does not take it. */
  write(file: FlatFile, content: Content, durability: Durability): Promise<void>;
  /** Whether it was there. */
  remove(file: FlatFile): Promise<boolean>;
  /**
   * The stems (`stemOf`) of the images in this folder that seem to have such a file; none where the folder cannot be read.
   * What it meets that was begun before that time, and never finished, it removes.
   */
  stemsIn(folder: GalleryPath, kind: 'thumb' | 'sidecar', unfinishedBefore?: number): Promise<string[]>;
  /** What stands for this image in `stemsIn`. */
  stemOf(imageName: string): string;
}
