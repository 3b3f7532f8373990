import type { Catalogue } from '../catalogue/catalogue.ts';
import type { GalleryRoot } from '../catalogue/gallery-root.ts';
import type { Places } from '../catalogue/places.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import { isoTime } from '../shared/iso-time.ts';
import type { SidecarExif } from './sidecar-file.ts';

/** What sidecars have to know of their images. */
export class SidecarImages {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly root: GalleryRoot,
    private readonly places: Places,
  ) {}

  /** Every folder has been listed, and the storage is there: what is not found is not there. */
  get areKnown(): boolean {
    return this.root.isThere && this.catalogue.root.unlisted === 0;
  }

  isThere(path: GalleryPath): boolean {
    return this.catalogue.find(path) !== undefined;
  }

  /** What lies behind a pointer is somebody else's: nothing is written beside it. */
  mayHaveSidecar(path: GalleryPath): boolean {
    return !this.places.isBehindPointer(path);
  }

  /** Null while its header has not been read. */
  exifOf(path: GalleryPath): SidecarExif | null {
    const { width, height, taken } = this.catalogue.columns;
    const row = this.catalogue.find(path) ?? -1;
    const takenAt = taken[row] ?? NaN;
    if (!(width[row] ?? 0)) return null;
    return {
      width: width[row] ?? 0,
      height: height[row] ?? 0,
      ...(Number.isNaN(takenAt) ? {} : { createdAt: isoTime(takenAt).slice(0, 19) }),
    };
  }
}
