import type { Clock } from '../shared/clock.ts';
import type { Catalogue } from './catalogue.ts';
import type { FolderNode } from './folder-node.ts';
import type { FolderWatches } from './folder-watches.ts';
import type { GalleryRoot } from './gallery-root.ts';
import type { Indexer } from './indexer.ts';
import type { Places } from './places.ts';
import type { Scanner } from './scanner.ts';

const chunk = 500;
/** How often all folders are asked for their time: rarely where the system tells us, else within WK4's bound. */
const watchedMs = 60_000;
const unwatchedMs = 5_000;
/** Never more than this share of the time is spent looking. */
const restFactor = 10;
/** Folders listed again per sweep, for files that were rewritten in place: while nobody watched, or while we did not run. */
const trickle = 100;

/** The safety net under the watcher: finds changed folders by their marks. */
export class ChangeSweeper {
  #nextAt = 0;
  #wholeAt = 0;
  #isSweeping = false;
  #turn = 0;

  constructor(
    private readonly catalogue: Catalogue,
    private readonly scanner: Scanner,
    private readonly indexer: Indexer,
    private readonly watches: FolderWatches,
    private readonly root: GalleryRoot,
    private readonly places: Places,
    private readonly clock: Clock,
  ) {}

  /** Called often; does nothing unless it is time. */
  async sweepIfDue(): Promise<void> {
    const started = this.clock.monotonic();
    if (this.#isSweeping || started < this.#nextAt) return;
    this.#isSweeping = true;
    try {
      // Nobody tells when the gallery's own folder goes away: that one is looked at often, whoever watches the rest.
      const isWhole = this.root.takeNews() || started >= this.#wholeAt || !this.root.isThere;
      await this.sweep(isWhole ? [...this.catalogue.root.downwards()] : [this.catalogue.root]);
      for (const folder of this.indexer.takeUnverified(trickle)) await this.look(folder);
      if (isWhole) this.#wholeAt = this.clock.monotonic() + (this.watches.isComplete ? watchedMs : unwatchedMs);
    } finally {
      this.#isSweeping = false;
      const now = this.clock.monotonic();
      this.#nextAt = now + Math.max(unwatchedMs, (now - started) * restFactor);
    }
  }

  private async sweep(some: readonly FolderNode[]): Promise<void> {
    const folders = some.filter((folder) => folder.state !== 'unlisted');
    for (let at = 0; at < folders.length; at += chunk) {
      const part = folders.slice(at, at + chunk);
      const marks = await this.scanner.marks(part.map((folder) => this.places.of(folder.path)));
      for (const [index, folder] of part.entries()) {
        if (folder.mark !== marks[index] || folder.state === 'unavailable') await this.look(folder);
      }
    }
    if (!this.watches.isComplete) for (const folder of this.nextInTurn(folders)) await this.look(folder);
  }

  private nextInTurn(folders: readonly FolderNode[]): FolderNode[] {
    const start = this.#turn % Math.max(folders.length, 1);
    this.#turn = start + trickle;
    return folders.slice(start, start + trickle);
  }

  private async look(folder: FolderNode): Promise<void> {
    if (folder.state === 'removed') return;
    try {
      await this.indexer.relist(folder.path);
    } catch {
      // Gone or unreachable: the indexer has taken note, and the next sweep looks again.
    }
  }
}
