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
  address:
    'This row names an address of which nothing is fetched: it has to begin with http:// or https://, and holds no name, password or #.',
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
    const file = await this.fileOf(place);
    try {
      return await this.files.open(file);
    } catch (error) {
      throw error instanceof Problem && error.code === 'item_not_found' ? noFile() : error;
    }
  }

  handOut(place: SourcePlace<TableLocation>, signal?: AbortSignal): Promise<HandedOut> {
    return this.fileOf(place, signal);
  }

  /** Every folder of the table may have changed with it. */
  watch({ location }: SourcePlace<TableLocation>, changed: WatchNews): StopWatching {
    return this.#watch.add(location.file, changed);
  }

  private async fileOf({ location, path }: SourcePlace<TableLocation>, signal?: AbortSignal): Promise<LocalImage> {
    const source = isHidden(path) ? undefined : this.sourceOf(path);
    if (source === undefined) {
      throw new Problem('item_not_found', `There is no image ${JSON.stringify(path)} in this gallery.`);
    }
    if (isRemoteAddress(source)) return this.copyOf(source, signal);
    const refusal = refusals.find((each) => each === source);
    if (refusal !== undefined) throw new Problem('source_denied', sentences[refusal]);
    return { location: location.baseDir, path: source };
  }

  private async copyOf(address: string, signal?: AbortSignal): Promise<LocalImage> {
    if (!this.copies) throw new Problem('source_denied', sentences.remote);
    try {
      return { ...(await this.copies.copyOf(address, signal)), knownAs: remoteState(address) };
    } catch (error) {
      // What else fails is our own disk, and no fault of the image.
      throw error instanceof Problem ? error : sourceUnavailable();
    }
  }
}

/** Whatever the path of the file is: people know the one that is shown. */
function noFile(): Problem {
  return new Problem('item_not_found', 'The table names a file for this image that is not there.');
}
