import type { Clock } from '../shared/clock.ts';
import type { ImageSource, OpenedImage, StopWatching, WatchNews } from './image-source.ts';
import { LocalSource } from './local/local-source.ts';
import { S3Source } from './s3/s3-source.ts';
import type { HandedOut, SourcePlace } from './source-location.ts';

/** Every kind of source behind one door: the place says which is meant. */
export class ImageSources implements ImageSource {
  readonly #local = new LocalSource();
  readonly #s3: S3Source;

  constructor(clock: Clock) {
    this.#s3 = new S3Source(clock);
  }

  open({ location, path }: SourcePlace): Promise<OpenedImage> {
    return location.kind === 'local' ? this.#local.open({ location, path }) : this.#s3.open({ location, path });
  }

  handOut({ location, path }: SourcePlace): Promise<HandedOut> {
    return location.kind === 'local' ? this.#local.handOut({ location, path }) : this.#s3.handOut({ location, path });
  }

  watch({ location, path }: SourcePlace, changed: WatchNews): StopWatching | undefined {
    return location.kind === 'local' ? this.#local.watch({ location, path }, changed) : this.#s3.watch();
  }
}
