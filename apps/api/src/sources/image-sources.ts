import type { ImageSource, OpenedImage, StopWatching } from './image-source.ts';
import { LocalSource } from './local/local-source.ts';
import type { HandedOut, SourcePlace } from './source-location.ts';

/** Every kind of source behind one door: the place says which is meant. */
export class ImageSources implements ImageSource {
  readonly #local = new LocalSource();

  open(place: SourcePlace): Promise<OpenedImage> {
    return this.#local.open(place);
  }

  handOut(place: SourcePlace): Promise<HandedOut> {
    return this.#local.handOut(place);
  }

  watch(place: SourcePlace, changed: () => void): StopWatching | undefined {
    return this.#local.watch(place, changed);
  }
}
