import { parentOf, rootPath, type GalleryPath } from '../shared/gallery-path.ts';
import type { ImageSource, OpenedImage, StopWatching, WatchNews } from '../sources/image-source.ts';
import { habitsOf, type SourceHabits } from '../sources/source-habits.ts';
import { rootInodeOf, type HandedOut, type SourceLocation, type SourcePlace } from '../sources/source-location.ts';
import type { PassedPointer } from './followed.ts';

/** A folder that stands for another, and where that one lies. */
interface PointedPlace {
  readonly location: SourceLocation;
  readonly passed: PassedPointer;
}

/** Where in its source each folder and each image of the gallery lies; the rooms above know paths of the gallery only. */
export class Places {
  /** By the paths of the pointers. Whatever lies at or below one lies in its target. */
  readonly #pointed = new Map<GalleryPath, PointedPlace>();

  constructor(
    private rootLocation: SourceLocation,
    private readonly sources: ImageSource,
  ) {}

  get root(): SourceLocation {
    return this.rootLocation;
  }

  /** How one looks for changes in the gallery itself. */
  get habits(): SourceHabits {
    return habitsOf(this.rootLocation);
  }

  habitsOf(path: GalleryPath): SourceHabits {
    return habitsOf(this.locationOf(path));
  }

  /** Of a thumb it tells whether the gallery was copied to elsewhere since it was made; 0 where that makes no difference. */
  rootInodeOf(path: GalleryPath): number {
    return rootInodeOf(this.locationOf(path));
  }

  /** Another folder is in the place of the gallery's own, and is the gallery now. */
  replaceRoot(inode: number): void {
    if (this.rootLocation.kind === 'local') this.rootLocation = { ...this.rootLocation, rootInode: inode };
  }

  /** This folder stands for that location from now on. */
  point(passed: PassedPointer, location: SourceLocation): void {
    const before = this.#pointed.get(passed.path)?.location;
    // The same one, where nothing has changed: whoever asked of it meanwhile can tell by that.
    const same = before && JSON.stringify(before) === JSON.stringify(location) ? before : location;
    this.#pointed.set(passed.path, { location: same, passed });
  }

  unpoint(path: GalleryPath): void {
    this.#pointed.delete(path);
  }

  /** It stands for a folder elsewhere, or lies in one that does: nothing is ever written there. */
  isBehindPointer(path: GalleryPath): boolean {
    return this.pointerOf(path) !== undefined;
  }

  locationOf(path: GalleryPath): SourceLocation {
    return this.pointedOf(path)?.location ?? this.rootLocation;
  }

  /** Where its content is. */
  of(path: GalleryPath): SourcePlace {
    return this.placeBehind(this.pointerOf(path), path);
  }

  /** Where the folder itself is: that of a pointer holds its file. */
  ownPlaceOf(path: GalleryPath): SourcePlace {
    return path === rootPath ? this.of(path) : this.placeBehind(this.pointerOf(parentOf(path)), path);
  }

  /** The pointers on the way to a folder, itself not among them, the first one first. */
  passedTo(path: GalleryPath): PassedPointer[] {
    const passed: PassedPointer[] = [];
    for (let at = path; this.#pointed.size > 0 && at !== rootPath;) {
      at = parentOf(at);
      const pointed = this.#pointed.get(at);
      if (pointed) passed.unshift(pointed.passed);
    }
    return passed;
  }

  open(path: GalleryPath): Promise<OpenedImage> {
    return this.sources.open(this.of(path));
  }

  /** What a child process needs to read this image. */
  handOut(path: GalleryPath, signal?: AbortSignal): Promise<HandedOut> {
    return this.sources.handOut(this.of(path), signal);
  }

  watch(place: SourcePlace, changed: WatchNews): StopWatching | undefined {
    return this.sources.watch(place, changed);
  }

  private pointedOf(path: GalleryPath): PointedPlace | undefined {
    const pointer = this.pointerOf(path);
    return pointer === undefined ? undefined : this.#pointed.get(pointer);
  }

  /** The nearest pointer, the folder itself among them. Costs nothing while there are none. */
  private pointerOf(path: GalleryPath): GalleryPath | undefined {
    if (this.#pointed.size === 0) return undefined;
    let at = path;
    while (at !== rootPath && !this.#pointed.has(at)) at = parentOf(at);
    return at === rootPath ? undefined : at;
  }

  private placeBehind(pointer: GalleryPath | undefined, path: GalleryPath): SourcePlace {
    const pointed = pointer === undefined ? undefined : this.#pointed.get(pointer);
    if (pointer === undefined || !pointed) return { location: this.rootLocation, path };
    return { location: pointed.location, path: path === pointer ? rootPath : path.slice(pointer.length) };
  }
}
