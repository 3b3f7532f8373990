import type { Clock } from '../sync/clock.ts';
import { Poller, type Visibility } from '../sync/poller.ts';
import type { Connection } from './connection.ts';
import type { DriftWatch } from './drift-watch.ts';
import type { FolderTree } from './folder-tree.ts';
import type { GalleryStore } from './gallery-store.ts';
import type { HealthWatch } from './health-watch.ts';
import type { Identity } from './identity.ts';
import type { ThumbLoader } from './thumb-loader.ts';

export interface Rounded {
  readonly gallery: GalleryStore;
  readonly drift: DriftWatch;
  readonly tree: FolderTree;
  readonly health: HealthWatch;
  readonly identity: Pick<Identity, 'check' | 'doubt'>;
  readonly thumbs: ThumbLoader;
}

/** Of files nobody tells; of labels one hears at once. */
const DRIFT_MS = 6000;
const TREE_MS = { quiet: 5000, indexing: 2000 } as const;
/** Sizes of images come in while their headers are read; what cannot be read never comes. */
const LAYOUT_MS = { least: 1500, most: 30_000, perItem: 0.01 } as const;

/**
 * What is looked after again and again while the page is open. The stream tells what people write, and nothing of files
 * that come and go: these are asked for as ever, whether it lives or not.
 */
export class Rounds {
  private readonly pollers: readonly Poller[];
  private unknown = -1;
  private layoutPause: number = LAYOUT_MS.least;

  constructor(
    private readonly all: Rounded,
    private readonly connection: Connection,
    clock: Clock,
    visibility: Visibility,
  ) {
    const make = (work: () => Promise<number>): Poller => new Poller(work, clock, visibility);
    this.pollers = [
      make(() => all.gallery.check()),
      make(() => this.lookAtLayout()),
      make(() => this.lookAtTree()),
      make(() => all.health.check()),
      make(() => all.identity.check()),
      make(async () => {
        await all.drift.look();
        return DRIFT_MS;
      }),
    ];
  }

  start(): void {
    const [gallery, layout, tree, health, identity, drift] = this.pollers;
    gallery?.start(1500);
    layout?.start(LAYOUT_MS.least);
    tree?.start(TREE_MS.indexing);
    drift?.start(DRIFT_MS);
    health?.start(0);
    // Without it nothing is sent and no stream is opened: a question that fails is asked again.
    identity?.start(0);
    this.all.identity.doubt = () => identity?.hurry();
    this.connection.onReturn(() => {
      for (const poller of this.pollers) poller.hurry();
      this.all.thumbs.hurry();
    });
  }

  /** Comes back soon while sizes are coming in, and rarely once they have stopped. */
  private async lookAtLayout(): Promise<number> {
    const unknown = await this.all.gallery.refreshLayout();
    const isMoving = unknown !== this.unknown;
    this.unknown = unknown;
    this.layoutPause = isMoving ? LAYOUT_MS.least : Math.min(LAYOUT_MS.most, this.layoutPause * 1.6);
    // The layout of a million items is two megabytes, and laying them out takes two frames.
    return Math.max(this.layoutPause, (this.all.gallery.shown()?.total ?? 0) * LAYOUT_MS.perItem);
  }

  private async lookAtTree(): Promise<number> {
    await this.all.tree.refresh();
    return this.all.health.isIndexing() ? TREE_MS.indexing : TREE_MS.quiet;
  }
}
