import type { GalleryPath } from '../shared/gallery-path.ts';
import type { ImageSource, OpenedImage, StopWatching, WatchNews } from '../sources/image-source.ts';
import { habitsOf, type SourceHabits } from '../sources/source-habits.ts';
import { rootInodeOf, type HandedOut, type SourceLocation, type SourcePlace } from '../sources/source-location.ts';

/** Where in its source each folder and each image of the gallery lies; the rooms above know paths of the gallery only. */
export class Places {
  constructor(
    private rootLocation: SourceLocation,
    private readonly sources: ImageSource,
  ) {}

  get root(): SourceLocation {
    return this.rootLocation;
  }

  /** Of a thumb it tells whether the gallery was copied to elsewhere since it was made; 0 where that makes no difference. */
  get rootInode(): number {
    return rootInodeOf(this.rootLocation);
  }

  /** How one looks for changes in it. */
  get habits(): SourceHabits {
    return habitsOf(this.rootLocation);
  }

  /** Another folder is in the place of the gallery's own, and is the gallery now. */
  replaceRoot(inode: number): void {
    if (this.rootLocation.kind === 'local') this.rootLocation = { ...this.rootLocation, rootInode: inode };
  }

  of(path: GalleryPath): SourcePlace {
    return { location: this.rootLocation, path };
  }

  open(path: GalleryPath): Promise<OpenedImage> {
    return this.sources.open(this.of(path));
  }

  /** What a child process needs to read this image. */
  handOut(path: GalleryPath): Promise<HandedOut> {
    return this.sources.handOut(this.of(path));
  }

  watch(path: GalleryPath, changed: WatchNews): StopWatching | undefined {
    return this.sources.watch(this.of(path), changed);
  }
}
