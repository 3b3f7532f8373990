import { childOf, type GalleryPath } from '../shared/gallery-path.ts';
import type { Log } from '../shared/log.ts';
import type { StopWatching } from '../sources/image-source.ts';
import type { SourcePlace } from '../sources/source-location.ts';
import type { FolderNode } from './folder-node.ts';
import type { Places } from './places.ts';

/**
 * One watch per folder, 2 KB each whatever is in it. Watching a whole tree at once, as libraries do, keeps every file
 * name a second time: 110 MB for half a million images. A folder is watched before it is listed, so that nothing can
 * change unnoticed in between.
 */
export class FolderWatches {
  readonly #watches = new Map<FolderNode, StopWatching>();
  #isComplete = true;
  /** Whoever wants to hear of changed folders. */
  changed: (folder: FolderNode) => void = () => undefined;
  /** Whoever wants to hear that what lies beside this image was touched, by us or by anybody. */
  touchedBeside: (image: GalleryPath) => void = () => undefined;

  constructor(
    private readonly places: Pick<Places, 'watch' | 'ownPlaceOf' | 'isBehindPointer'>,
    private readonly isWanted: boolean,
    private readonly log: Log,
  ) {}

  /** Every folder that is known is watched. */
  get isComplete(): boolean {
    return this.isWanted && this.#isComplete;
  }

  add(folder: FolderNode): void {
    if (!this.isWanted || this.#watches.has(folder)) return;
    const stops: StopWatching[] = [];
    try {
      for (const place of this.placesOf(folder)) {
        const stop = this.places.watch(place, (besides) => {
          if (besides === undefined) this.changed(folder);
          // Nothing of ours lies behind a pointer: what looks like it there is not about these images.
          else if (!this.places.isBehindPointer(folder.path)) this.touchedBeside(childOf(folder.path, besides));
        });
        // In a bucket nobody tells, and it is looked through from time to time.
        if (stop) stops.push(stop);
      }
    } catch (error) {
      this.miss(error);
    }
    if (stops.length > 0) this.#watches.set(folder, () => stops.forEach((stop) => stop()));
  }

  /** It stands for something else than before. */
  replace(folder: FolderNode): void {
    this.#watches.get(folder)?.();
    this.#watches.delete(folder);
    this.add(folder);
  }

  /** Those of folders that are not there any more. */
  dropRemoved(): void {
    for (const [folder, stop] of this.#watches) {
      if (folder.state !== 'removed') continue;
      stop();
      this.#watches.delete(folder);
    }
  }

  /** A watch ends with the disk that it was on, without a word: after an absence all are set again. */
  renew(): void {
    const folders = [...this.#watches.keys()];
    this.stop();
    this.#isComplete = true;
    for (const folder of folders) if (folder.state !== 'removed') this.add(folder);
  }

  stop(): void {
    for (const stop of this.#watches.values()) stop();
    this.#watches.clear();
  }

  /** A folder that stands for another changes with its own file, with its target, and with what lies in between. */
  private placesOf(folder: FolderNode): SourcePlace[] {
    return [this.places.ownPlaceOf(folder.path), ...(folder.pointer?.way.slice(1) ?? [])];
  }

  private miss(error: unknown): void {
    const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (isGone || !this.#isComplete) return;
    this.#isComplete = false;
    const advice = 'raise fs.inotify.max_user_watches above the number of folders';
    this.log.warn({ reason: String(error), advice }, 'cannot watch all folders; looking for changes from time to time');
  }
}
