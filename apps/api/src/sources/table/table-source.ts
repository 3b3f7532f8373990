import { isHidden, type GalleryPath } from '../../shared/gallery-path.ts';
import { Problem } from '../../shared/problem.ts';
import { sourceUnavailable } from '../../shared/source-unavailable.ts';
import type { ImageSource, OpenedImage, StopWatching, WatchNews } from '../image-source.ts';
import { isRemoteAddress } from '../remote/remote-address.ts';
import type { RemoteCopies } from '../remote/remote-copies.ts';
import { remoteState } from '../remote/remote-state.ts';
import type { HandedOut, LocalImage, LocalLocation, SourcePlace, TableLocation } from '../source-location.ts';
import { refusals, type Refusal } from './row-place.ts';
import { TableWatch } from './table-watch.ts';

/** Where the image that is shown under this path lies: a path below the base folder, an address, or why nothing is read. Undefined where there is no such row. */
export type RowSourceOf = (path: GalleryPath) => string | undefined;

const sentences: Readonly<Record<Refusal, string>> = {
  outside:
    'This row names a file outside of the base folder of the table, and such files are not read: see --base-dir.',
  remote: 'This row names an image of another server, and nothing is fetched from there: see --allow-remote.',
  bucket: 'This row names an object of a bucket, and a table of files is served: nothing is fetched from there.',
};

/** Images that the rows of a table name: files below its base folder, and copies of what other servers have, opened as those of any folder are. */
export class TableSource implements ImageSource<TableLocation> {
  readonly #watch = new TableWatch();

  constructor(
    private readonly files: ImageSource<LocalLocation>,
    private readonly sourceOf: RowSourceOf,
    private readonly copies: Pick<RemoteCopies, 'copyOf'> | undefined,
  ) {}

  async open(place: SourcePlace<TableLocation>): Promise<OpenedImage> {
    return this.files.open(await this.fileOf(place));
  }

  handOut(place: SourcePlace<TableLocation>): Promise<HandedOut> {
    return this.fileOf(place);
  }

  /** Every folder of the table may have changed with it. */
  watch({ location }: SourcePlace<TableLocation>, changed: WatchNews): StopWatching {
    return this.#watch.add(location.file, changed);
  }

  private async fileOf({ location, path }: SourcePlace<TableLocation>): Promise<LocalImage> {
    const source = isHidden(path) ? undefined : this.sourceOf(path);
    if (source === undefined) {
      throw new Problem('item_not_found', `There is no image ${JSON.stringify(path)} in this gallery.`);
    }
    if (isRemoteAddress(source)) return this.copyOf(source);
    const refusal = refusals.find((each) => each === source);
    if (refusal !== undefined) throw new Problem('source_denied', sentences[refusal]);
    return { location: location.baseDir, path: source };
  }

  private async copyOf(address: string): Promise<LocalImage> {
    if (!this.copies) throw new Problem('source_denied', sentences.remote);
    try {
      return { ...(await this.copies.copyOf(address)), knownAs: remoteState(address) };
    } catch (error) {
      // What else fails is our own disk, and no fault of the image.
      throw error instanceof Problem ? error : sourceUnavailable();
    }
  }
}
