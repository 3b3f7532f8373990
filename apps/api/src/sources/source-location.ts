import type { GalleryPath } from '../shared/gallery-path.ts';

/** Where images lie. Plain data: it travels to worker threads and child processes. */
export type SourceLocation = LocalLocation;

export interface LocalLocation {
  readonly kind: 'local';
  /** Real path of the folder. */
  readonly root: string;
  /** Inode of that folder: another one in its place is a disk that went away, not an empty gallery. */
  readonly rootInode: number;
  /** Real paths outside of the root that symbolic links may lead into. */
  readonly followInto: readonly string[];
}

/** A file or folder: in which source, and where in it. */
export interface SourcePlace<Location extends SourceLocation = SourceLocation> {
  readonly location: Location;
  readonly path: GalleryPath;
}

/** All that a child process is told of an image that it is to read. */
export type HandedOut = SourcePlace;

/** What tells one state of an image from another without reading it. */
export interface ImageState {
  readonly size: number;
  /** When it was last changed, in milliseconds. */
  readonly mtime: number;
  /** What else tells one file from another: its inode, or a number made of its tag. */
  readonly inode: number;
}
