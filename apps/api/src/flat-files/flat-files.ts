import type { Buffer } from 'node:buffer';
import type { GalleryPath } from '../shared/gallery-path.ts';
import type { Content, Durability } from '../shared/write-file-atomically.ts';
import type { FlatFile, FlatTarget } from './flat-file.ts';

/** PORT: the files that `FlatFile` names, in one place. Nobody else knows what they are called there. */
export interface FlatFiles {
  /** All of it; undefined when it is not there. Fails for one that is there and cannot be read, or is no ordinary file. */
  read(file: FlatFile): Promise<Buffer | undefined>;
  /** Whole or not at all: nobody ever reads a part. Fails where the folder or the disk does not take it. */
  write(file: FlatFile, content: Content, durability: Durability): Promise<void>;
  /** What is there, and the way to replace just that: of files that others write too. */
  look(file: FlatFile): Promise<SeenFile>;
  /** What a child process needs to write this file, and no more than that. */
  handOut(file: FlatFile): Promise<FlatTarget>;
  /** Whether it was there. */
  remove(file: FlatFile): Promise<boolean>;
  /**
   * The stems (`stemOf`) of the images in this folder that seem to have such a file; none where it is not there. Fails where it cannot be read.
   * What it meets that was begun before that time, and never finished, it removes.
   */
  stemsIn(folder: GalleryPath, kind: 'thumb' | 'sidecar', unfinishedBefore?: number): Promise<string[]>;
  /** What stands for this image in `stemsIn`. */
  stemOf(imageName: string): string;
}

export interface SeenFile {
  /** Undefined when it is not there. */
  readonly bytes: Buffer | undefined;
  /** As `write`; where the place can tell that it is not as it was seen any more, it fails with `ChangedMeanwhile`. */
  replace(content: Content): Promise<void>;
}

/** Somebody else was faster: it has to be looked at again. */
export class ChangedMeanwhile extends Error {
  constructor() {
    super('Somebody else writes it at the same time.');
  }
}

/** No file is to blame: the place takes and gives nothing at the moment. */
export class PlaceAway extends Error {
  readonly code = 'PLACE_AWAY';

  constructor() {
    super('The store does not answer.');
  }
}
