import type { Clock } from '../shared/clock.ts';
import { habitsOf } from '../sources/source-habits.ts';
import type { SourceLocation } from '../sources/source-location.ts';
import type { Catalogue } from './catalogue.ts';
import type { FolderNode } from './folder-node.ts';
import type { FolderWatches } from './folder-watches.ts';
import type { GalleryRoot } from './gallery-root.ts';
import type { Indexer } from './indexer.ts';
import { changedOf, markedFolders, markedPointers, type Marked } from './marked-places.ts';
import type { Places } from './places.ts';
import type { Scanner } from './scanner.ts';

const chunk = 500;
/** How often all folders are asked for their time where the system tells us of changes, and where it does not. */
const [watchedMs, unwatchedMs] = [60_000, 5_000];
/** How often it is looked whether the gallery, and what pointers lead to, is there at all. */
const glanceMs = 5_000;
/** A look is followed by so many times as long a rest: a tenth of the time is spent looking at most. */
const restFactor = 9;
/** Folders listed again per sweep, for files that were rewritten in place: while nobody watched, or while we did not run. */
const trickle = 100;

/** The safety net under the watches: everything that lies on disks of this machine, be it behind pointers. */
export class DiskSweep {
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
    if (this.#isSweeping || started < this.#nextAt || !this.hasDisks()) return;
    this.#isSweeping = true;
    try {
      await this.sweepOnce(started);
    } finally {
      this.#isSweeping = false;
      const now = this.clock.monotonic();
      this.#nextAt = now + Math.max(glanceMs, (now - started) * restFactor);
    }
  }

  private async sweepOnce(started: number): Promise<void> {
    const isNews = isOnDisk(this.places.root) && (this.root.takeNews() || !this.root.isThere);
    const isWhole = isNews || started >= this.#wholeAt;
    // Nobody tells when the gallery's own folder or a target goes away: these are looked at often, whoever watches the rest.
    await this.sweep(isWhole ? [...this.catalogue.root.downwards()] : this.tops(), isWhole);
    for (const folder of this.unfollowed()) await this.indexer.lookAgain(folder);
    for (const folder of this.indexer.takeUnverified(trickle)) await this.indexer.lookAgain(folder);
    if (isWhole) this.#wholeAt = this.clock.monotonic() + (this.watches.isComplete ? watchedMs : unwatchedMs);
  }

  private async sweep(folders: readonly FolderNode[], isWhole: boolean): Promise<void> {
    const marked = markedFolders(
      folders.filter((folder) => this.isOnDisk(folder)),
      this.places,
    );
    const all = isWhole ? [...marked, ...markedPointers(this.indexer.pointers, isOnDisk)] : marked;
    for (let at = 0; at < all.length; at += chunk) {
      const part = all.slice(at, at + chunk);
      const marks = await this.scanner.marks(part.map(({ place }) => place));
      for (const folder of changedOf(part, marks)) await this.indexer.lookAgain(folder);
    }
    if (!this.watches.isComplete) for (const folder of this.nextInTurn(marked)) await this.indexer.lookAgain(folder);
  }

  private nextInTurn(marked: readonly Marked[]): FolderNode[] {
    const start = this.#turn % Math.max(marked.length, 1);
    this.#turn = start + trickle;
    return marked.slice(start, start + trickle).map(({ folder }) => folder);
  }

  private hasDisks(): boolean {
    return isOnDisk(this.places.root) || this.indexer.pointers.folders.size > 0;
  }

  private tops(): FolderNode[] {
    return [this.catalogue.root, ...this.indexer.pointers.folders];
  }

  /** Pointers on a disk that lead nowhere: what they name may come at any time. What a store refused is asked for less often. */
  private unfollowed(): FolderNode[] {
    return [...this.indexer.pointers.folders].filter(({ path, pointer }) => {
      const mayCome = pointer?.problem && pointer.location?.kind !== 's3';
      return mayCome && isOnDisk(this.places.ownPlaceOf(path).location);
    });
  }

  private isOnDisk({ path, pointer }: FolderNode): boolean {
    return !pointer?.problem && isOnDisk(this.places.locationOf(path));
  }
}

function isOnDisk(location: SourceLocation): boolean {
  return !habitsOf(location).hasFullMarks;
}
