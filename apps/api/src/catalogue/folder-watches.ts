import { childOf, type GalleryPath } from '../shared/gallery-path.ts';
import type { Log } from '../shared/log.ts';
import type { StopWatching } from '../sources/image-source.ts';
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
    private readonly places: Pick<Places, 'watch'>,
    private readonly isWanted: boolean,
    private readonly log: Log,
  ) {}

  /** Every folder that is known is watched. */
  get isComplete(): boolean {
    return this.isWanted && this.#isComplete;
  }

  add(folder: FolderNode): void {
    if (!this.isWanted || this.#watches.has(folder)) return;
    try {
      const stop = this.places.watch(folder.path, (besides) => {
        if (besides === undefined) this.changed(folder);
        else this.touchedBeside(childOf(folder.path, besides));
      });
      if (stop) this.#watches.set(folder, stop);
      else this.#isComplete = false;
    } catch (error) {
      this.miss(error);
    }
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

  private miss(error: unknown): void {
    const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (isGone || !this.#isComplete) return;
    this.#isComplete = false;
    const advice = 'raise fs.inotify.max_user_watches above the number of folders';
    this.log.warn({ reason: String(error), advice }, 'cannot watch all folders; looking for changes from time to time');
  }
}
