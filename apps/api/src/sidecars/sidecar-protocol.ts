import type { FlatPlace } from '../flat-files/flat-file.ts';
import type { Label } from '../persistence/label.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import type { SidecarExif } from './sidecar-file.ts';

/** What the thread of the sidecars is told once, at its start. */
export interface SidecarSetup {
  readonly place: FlatPlace;
  readonly storeId: string;
}

export interface LabelToWrite {
  readonly label: Label;
  readonly exif: SidecarExif | null;
  /** Where it went away, only what says something else than the label is taken away with it. */
  readonly hasImage: boolean;
  /** What of somebody else's is in the label already. */
  readonly merged?: string | undefined;
}

export type SidecarRequest =
  | { readonly kind: 'write'; readonly labels: readonly LabelToWrite[]; readonly now: number }
  | { readonly kind: 'read'; readonly paths: readonly GalleryPath[] };

/** What was met on the way, of sidecars that were to be read or written. */
export interface Met {
  /** So many of those that were asked for are done; the rest has to be asked for again. */
  readonly done: number;
  /** Labels in sidecars that somebody else wrote; of those that were read, also our own. */
  readonly labels: readonly (Label & { readonly isOurs: boolean })[];
  readonly broken: readonly Complaint[];
  /** Cannot be written, for a reason of their own. */
  readonly refused: readonly Complaint[];
  /** The disk takes nothing more, for now: those after `done` were not tried. */
  readonly stoppedBy?: string;
}

export interface Complaint {
  readonly path: GalleryPath;
  readonly why: string;
}
