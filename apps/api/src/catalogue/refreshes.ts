import type { IndexProgress } from '#contracts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import type { FolderNode } from './folder-node.ts';

interface Refresh {
  readonly total: number;
  readonly open: Set<FolderNode>;
  /** Folders listed when it was told last. */
  told: number;
}

/** Parts of the gallery that somebody has had listed again, and how far that has come. */
export class Refreshes {
  readonly #running = new Map<GalleryPath, Refresh>();

  /** Its own folder is listed, those below it are to be. The same part once more begins anew. */
  begin(scope: GalleryPath, below: readonly FolderNode[]): void {
    this.#running.set(scope, { total: below.length + 1, open: new Set(below), told: 0 });
  }

  noteListed(folder: FolderNode): void {
    for (const { open } of this.#running.values()) open.delete(folder);
  }

  /** Those that have come further since this was asked last. What is done is told once more, and forgotten. */
  take(): IndexProgress[] {
    const news: IndexProgress[] = [];
    for (const [scope, refresh] of this.#running) {
      // A folder that went away is never listed.
      for (const folder of refresh.open) if (folder.state === 'removed') refresh.open.delete(folder);
      const { total, open } = refresh;
      const done = total - open.size;
      if (done === refresh.told && open.size > 0) continue;
      refresh.told = done;
      news.push({ scope, done, total, state: open.size > 0 ? 'running' : 'ready' });
      if (open.size === 0) this.#running.delete(scope);
    }
    return news;
  }
}
