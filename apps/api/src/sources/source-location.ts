import type { GalleryPath } from '../shared/gallery-path.ts';
import type { ColumnWish } from './table/choose-columns.ts';
import type { TableFormat } from './table/table-reader.ts';

/** Where images lie. Plain data: it travels to worker threads and child processes. */
export type SourceLocation = LocalLocation | S3Location | TableLocation;

export interface LocalLocation {
  readonly kind: 'local';
  /** Real path of the folder. */
  readonly root: string;
  /** Inode of that folder: another one in its place is a disk that went away, not an empty gallery. */
  readonly rootInode: number;
  /** Real paths outside of the root that symbolic links may lead into. */
  readonly followInto: readonly string[];
  /** Files of ours lie among the images, so that the time of a folder tells nothing of these. */
  readonly holdsOurFiles?: boolean;
}

/** A bucket, or what lies under a prefix in it. Who may read it is not said here: each thread finds that in its environment. */
export interface S3Location {
  readonly kind: 's3';
  readonly bucket: string;
  /** Empty, or with a slash at its end. */
  readonly prefix: string;
  /** Null for what the environment or the profile says. */
  readonly region: string | null;
  /** Null for Amazon's own. */
  readonly endpoint: string | null;
  readonly isPathStyle: boolean;
  /** Browsers fetch originals from the store itself. */
  readonly isRedirecting: boolean;
  /** So often it is looked for changes. */
  readonly sweepMs: number;
}

/** A file whose rows name images. */
export interface TableLocation {
  readonly kind: 'table';
  /** Real path of the file. */
  readonly file: string;
  readonly format: TableFormat;
  readonly columns: ColumnWish;
  /** Sources are relative to it, and no file outside of it is read. */
  readonly baseDir: LocalLocation;
  /** Rows may name images of other servers by their address. */
  readonly isRemoteAllowed: boolean;
}

/** A file or folder: in which source, and where in it. */
export interface SourcePlace<Location extends SourceLocation = SourceLocation> {
  readonly location: Location;
  readonly path: GalleryPath;
}

/** All that a child process is told of an image that it is to read. */
export type HandedOut = LocalImage | RemoteImage;

export interface LocalImage extends SourcePlace<LocalLocation> {
  /** The state that is known of it where the file is only a copy. */
  readonly knownAs?: ImageState;
}

/** An image behind an address that is good for this image and for a while; no credentials are needed. */
export interface RemoteImage {
  readonly url: string;
  readonly path: GalleryPath;
}

/** What tells one state of an image from another without reading it. */
export interface ImageState {
  readonly size: number;
  /** When it was last changed, in milliseconds. */
  readonly mtime: number;
  /** What else tells one file from another: its inode, or a number made of its tag. */
  readonly inode: number;
}

/** What people call it. */
export function nameOfLocation(location: SourceLocation): string {
  switch (location.kind) {
    case 'local':
      return location.root;
    case 'table':
      return location.file;
    case 's3':
      return `s3://${location.bucket}/${location.prefix}`.replace(/\/$/, '');
  }
}

/** Of the folder that the files of a gallery lie in: where a copy of it lies, another one. 0 where there is no such thing. */
export function rootInodeOf(location: SourceLocation): number {
  switch (location.kind) {
    case 'local':
      return location.rootInode;
    case 'table':
      return location.baseDir.rootInode;
    case 's3':
      return 0;
  }
}
