import type { GalleryPath } from '../shared/gallery-path.ts';
import type { Clock } from '../shared/clock.ts';
import type { ImageSource, OpenedImage, StopWatching, WatchNews } from './image-source.ts';
import { LocalSource } from './local/local-source.ts';
import { S3Source } from './s3/s3-source.ts';
import type { RemoteCopies } from './remote/remote-copies.ts';
import type { HandedOut, SourcePlace } from './source-location.ts';
import { TableSource, type RowSourceOf } from './table/table-source.ts';

/** Every kind of source behind one door: the place says which is meant. */
export class ImageSources implements ImageSource {
  readonly #local = new LocalSource();
  readonly #s3: S3Source;
  readonly #table: TableSource;

  /** `sourceOf`: where the image of a table's row lies. Without `copies`, nothing is fetched from other servers. */
  constructor(clock: Clock, sourceOf: RowSourceOf = asShown, copies?: RemoteCopies) {
    this.#s3 = new S3Source(clock);
    this.#table = new TableSource(this.#local, sourceOf, copies);
  }

  open({ location, path }: SourcePlace): Promise<OpenedImage> {
    switch (location.kind) {
      case 'local':
        return this.#local.open({ location, path });
      case 's3':
        return this.#s3.open({ location, path });
      case 'table':
        return this.#table.open({ location, path });
    }
  }

  handOut({ location, path }: SourcePlace, signal?: AbortSignal): Promise<HandedOut> {
    switch (location.kind) {
      case 'local':
        return this.#local.handOut({ location, path });
      case 's3':
        return this.#s3.handOut({ location, path });
      case 'table':
        return this.#table.handOut({ location, path }, signal);
    }
  }

  watch({ location, path }: SourcePlace, changed: WatchNews): StopWatching | undefined {
    switch (location.kind) {
      case 'local':
        return this.#local.watch({ location, path }, changed);
      case 's3':
        return this.#s3.watch();
      case 'table':
        return this.#table.watch({ location, path }, changed);
    }
  }
}

function asShown(path: GalleryPath): string {
  return path;
}
