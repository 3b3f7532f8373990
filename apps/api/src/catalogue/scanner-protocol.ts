import type { FlatPlace } from '../flat-files/flat-file.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import type { Listing } from '../sources/listing.ts';
import type { PackedTexts } from '../sources/packed-texts.ts';
import type { SourceLocation, SourcePlace } from '../sources/source-location.ts';
import type { PointerRules } from '../sources/pointer/find-target.ts';
import type { Followed, PassedPointer } from './followed.ts';
import type { PointerToFollow } from './follow-pointer.ts';
import type { TableQuestion, TableReply } from '../sources/table/table-questions.ts';
import type { ManifestContent } from './manifest.ts';

/** What the scanner thread is told once, at its start. */
export interface ScannerSetup {
  /** Where manifests are kept; null when nothing may be written. */
  readonly manifests: FlatPlace | null;
  /** The same for folders behind a pointer. */
  readonly manifestsBehind: FlatPlace | null;
  /** What pointers may lead to. */
  readonly pointers: PointerRules;
  /** Where sidecars are looked for; null when nobody wants them. */
  readonly sidecars: FlatPlace | null;
}

export interface FolderToList {
  readonly path: GalleryPath;
  /** Its own, whether or not it stands for another. */
  readonly place: SourcePlace;
  /** Pointers on the way to it; none for what lies in the gallery itself. */
  readonly above: readonly PassedPointer[];
  readonly before: PointerToFollow['before'];
  /** A manifest that is not older than the folder is as good as listing it. */
  readonly trustManifest: boolean;
}

export type ScannerRequest =
  | { readonly kind: 'list'; readonly folders: readonly FolderToList[]; readonly now: number }
  | { readonly kind: 'marks'; readonly places: readonly SourcePlace[]; readonly sample: readonly GalleryPath[] }
  | { readonly kind: 'has-image'; readonly place: SourcePlace }
  | { readonly kind: 'find-root'; readonly location: SourceLocation; readonly known: readonly string[] }
  | { readonly kind: 'table'; readonly location: SourceLocation; readonly question: TableQuestion }
  | {
      readonly kind: 'write-manifest';
      readonly path: GalleryPath;
      readonly isBehindPointer: boolean;
      readonly content: ManifestContent;
    };

export type ListAnswer =
  | {
      readonly status: 'listed';
      readonly listing: Listing;
      readonly fromManifest: boolean;
      readonly listedAt: number;
      /** Of the gallery's folder when the inodes in the listing were read. */
      readonly rootInode: number;
      /** Null where they could not be seen. */
      readonly sidecars?: FoundSidecars | null;
      /** It stands for another folder, whose content this is. */
      readonly pointer?: Followed;
      /** Where the images lie, of a source that shows some under other paths. */
      readonly sources?: PackedTexts;
      /** There is more; whoever asks again waits for all of it. */
      readonly isPartial?: true;
      /** It has changed since: worth asking again after so long. */
      readonly againInMs?: number;
    }
  | { readonly status: 'absent' | 'denied' }
  | { readonly status: 'unavailable'; readonly pointer?: Followed };

/** By the names of their images, joined by NUL: of those that are there, and of those that are not. */
export interface FoundSidecars {
  readonly images: string;
  readonly orphans: string;
}

export const absent: ListAnswer = { status: 'absent' };
export const unavailable: ListAnswer = { status: 'unavailable' };

/** For each folder a number that changes with what is in it; NaN for one that is gone. */
export type MarksAnswer = Float64Array<ArrayBuffer>;

export type ScannerAnswer = ListAnswer[] | MarksAnswer | TableReply | number | boolean | null;
