import type { GalleryPath } from '../shared/gallery-path.ts';
import type { SourceLocation, SourcePlace } from '../sources/source-location.ts';

/** Why a folder that stands for another shows nothing. */
export interface PointerProblem {
  readonly code: 'broken_pointer' | 'pointer_loop';
  readonly message: string;
}

/** A pointer that was passed on the way to a folder below it: its own folder, what lay in between, and its target. */
export interface PassedPointer {
  readonly path: GalleryPath;
  readonly way: readonly SourcePlace[];
}

/** What became of a pointer when it was followed. Plain data: it comes from the scanner's thread. */
export interface Followed extends PassedPointer {
  readonly label: string | null;
  /** What its file says, and the file's mark. */
  readonly text: string | null;
  readonly mark: number;
  /** All pointer files on the way, its own first: where any of them changes, it is followed anew. */
  readonly files: readonly { readonly place: SourcePlace; readonly mark: number }[];
  /** Its target; null where it leads to none. */
  readonly location: SourceLocation | null;
  readonly problem: PointerProblem | null;
}
