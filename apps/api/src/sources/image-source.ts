import type { Buffer } from 'node:buffer';
import type { Readable } from 'node:stream';
import type { ImageType } from '#contracts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import type { ListedFile } from './listing.ts';
import type { HandedOut, ImageState, SourceLocation, SourcePlace } from './source-location.ts';

/** The part of a file that is sent: both ends are included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** PORT, in the server's own process: single images of one kind of source. What fails is a `Problem`. */
export interface ImageSource<Location extends SourceLocation = SourceLocation> {
  open(place: SourcePlace<Location>): Promise<OpenedImage>;
  /** What a child process needs to read this image, and no more than that. With the signal nobody needs it any more: it may fail then. */
  handOut(place: SourcePlace<Location>, signal?: AbortSignal): Promise<HandedOut>;
  /** Tells of changes in this one folder; undefined where nobody tells, so that one has to look. Throws where it might be possible and is not. */
  watch(place: SourcePlace<Location>, changed: WatchNews): StopWatching | undefined;
}

/** One state of one image. Whoever opened it closes it, or lets `part` do so. */
export interface OpenedImage extends ImageState {
  /** Its first bytes; fewer where it is shorter. */
  head(bytes: number): Promise<Buffer>;
  /** Ends early rather than send what belongs to another state. Closes the image when it ends, in whatever way. */
  part(range: ByteRange): Readable;
  /** Where a browser may fetch it by itself, for a while; only of sources that were told to send browsers there. */
  readonly address?: (type: ImageType, disposition: string) => Promise<string>;
  close(): Promise<void>;
}

/** With the name of an image: only what lies beside this one was touched. Without: anything may have changed. */
export type WatchNews = (besides?: string) => void;

/** Ends the watching. */
export type StopWatching = () => void;

/** PORT, in the scanner's thread: folders of one location. Nothing of it opens an image. */
export interface FolderLister {
  /** With `seesPointer`, a folder that holds a pointer file is told as that, whatever else is in it. */
  list(path: GalleryPath, seesPointer?: boolean): ListedFolder | Promise<ListedFolder>;
  /**
   * For each folder a number that changes with what is in it, and for a pointer file one that changes with it; NaN for what is not there. It fails where nothing can be
   * told of any. Some images that are known, from anywhere in the source, help to share the work out evenly.
   */
  marks(
    paths: readonly GalleryPath[],
    sample: readonly GalleryPath[],
  ): Float64Array<ArrayBuffer> | Promise<Float64Array<ArrayBuffer>>;
  /** There is something of this name now, or it cannot be told. */
  hasImage(path: GalleryPath): boolean | Promise<boolean>;
  /** Whether a manifest made at this time, of a folder that had this mark, says what is there now. */
  isCurrent(path: GalleryPath, mark: number, madeAt: number): boolean | Promise<boolean>;
  /** Another folder lies where the gallery was: its number, if it may be taken for the gallery. */
  findRoot(known: readonly string[]): number | null;
}

export type ListedFolder =
  | {
      readonly status: 'listed';
      readonly mark: number;
      readonly dirs: string[];
      readonly files: ListedFile[];
      /** Where each file comes from, in a source that shows some of them under other paths. */
      readonly sources?: readonly string[];
      /** There is more, which takes its time: whoever asks again waits for all of it. */
      readonly isPartial?: true;
      /** It has changed since, and is read at the earliest after so long. */
      readonly againInMs?: number;
    }
  | ({ readonly status: 'pointer' } & PointerText)
  | {
      readonly status: 'absent' | 'denied' | 'unavailable';
      /** A sentence about what somebody has to do something about; none for what may mend itself. */
      readonly refusal?: string;
    };

/** A pointer file as it was read. */
export interface PointerText {
  /** Null where it cannot be read. */
  readonly text: string | null;
  /** As `marks` tells it. */
  readonly mark: number;
}
