import type { Clock } from '../shared/clock.ts';
import { BucketSweep } from './bucket-sweep.ts';
import type { Catalogue } from './catalogue.ts';
import { DiskSweep } from './disk-sweep.ts';
import type { FolderNode } from './folder-node.ts';
import type { FolderWatches } from './folder-watches.ts';
import type { GalleryRoot } from './gallery-root.ts';
import type { Indexer } from './indexer.ts';
import type { Places } from './places.ts';
import type { Scanner } from './scanner.ts';

/** Finds changes that nobody told of: on disks, and in each bucket by itself, since one that is slow must not keep the others. */
export class ChangeSweeper {
  readonly #disks: DiskSweep;
  readonly #buckets = new Map<FolderNode, BucketSweep>();

  constructor(
    private readonly catalogue: Catalogue,
    private readonly scanner: Scanner,
    private readonly indexer: Indexer,
    watches: FolderWatches,
    private readonly root: GalleryRoot,
    private readonly places: Places,
    private readonly clock: Clock,
  ) {
    this.#disks = new DiskSweep(catalogue, scanner, indexer, watches, root, places, clock);
    if (places.root.kind !== 'local') this.#buckets.set(catalogue.root, this.bucketAt(catalogue.root));
  }

  /** Called often; does nothing unless it is time. */
  async sweepIfDue(): Promise<void> {
    this.followPointers();
    const sweeps = [this.#disks, ...this.#buckets.values()];
    for (const result of await Promise.allSettled(sweeps.map((sweep) => sweep.sweepIfDue())))
      if (result.status === 'rejected') throw result.reason;
  }

  private followPointers(): void {
    const { folders } = this.indexer.pointers;
    for (const top of this.#buckets.keys())
      if (top !== this.catalogue.root && !isBucket(top)) this.#buckets.delete(top);
    for (const top of folders) if (isBucket(top) && !this.#buckets.has(top)) this.#buckets.set(top, this.bucketAt(top));
  }

  private bucketAt(top: FolderNode): BucketSweep {
    const { catalogue, scanner, indexer, root, places, clock } = this;
    return new BucketSweep(top, catalogue, scanner, indexer, root, places, clock);
  }
}

function isBucket({ state, pointer }: FolderNode): boolean {
  const location = pointer?.location ?? null;
  return state !== 'removed' && location !== null && location.kind !== 'local';
}
