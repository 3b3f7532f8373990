import type { GalleryPath } from '../shared/gallery-path.ts';
import type { FlatPlace } from './flat-file.ts';
import { flatFilesFor } from './flat-files-for.ts';
import type { FlatFiles } from './flat-files.ts';

/** Where flat files are kept, each by what it is about: what lies behind a pointer never has any beside it. */
export class FlatHomes {
  readonly #files: FlatFiles | null;
  readonly #filesBehind: FlatFiles | null;

  constructor(
    place: FlatPlace | null,
    placeBehind: FlatPlace | null = place,
    private readonly isBehindPointer: (path: GalleryPath) => boolean = () => false,
  ) {
    this.#files = place && flatFilesFor(place, { isAlone: false });
    this.#filesBehind = placeBehind && flatFilesFor(placeBehind, { isAlone: false });
  }

  /** Null where nothing is kept. */
  filesOf(path: GalleryPath): FlatFiles | null {
    return this.isBehindPointer(path) ? this.#filesBehind : this.#files;
  }
}
