import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { TokenKeeper } from '../auth/token-keeper.ts';
import { FrozenResults } from '../browse/frozen-results.ts';
import { ChangeSweeper } from '../catalogue/change-sweeper.ts';
import { FolderWatches } from '../catalogue/folder-watches.ts';
import { Indexer } from '../catalogue/indexer.ts';
import { ManifestKeeper } from '../catalogue/manifest-keeper.ts';
import { TableFeeder } from '../catalogue/table-feeder.ts';
import { ContentKeeping } from '../renames/content-keeping.ts';
import { LOG } from '../settings/settings.module.ts';
import type { Log } from '../shared/log.ts';
import { Summaries } from '../summaries/summaries.ts';
import { LabelKeeping } from './label-keeping.ts';
import { LiveKeeping } from './live-keeping.ts';
import { WorkerPool } from '../workers/worker-pool.ts';

const everyMs = 1000;
/** Of the 10 s that a stop may take. Manifests that are not written by then are made again. */
const lastFlushMs = 5000;

/** The one scheduled service: everything that has to happen from time to time happens here. */
@Injectable()
export class PruneAndFlush implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  #isFlushing = false;

  constructor(
    private readonly indexer: Indexer,
    private readonly watches: FolderWatches,
    private readonly sweeper: ChangeSweeper,
    private readonly manifests: ManifestKeeper,
    private readonly results: FrozenResults,
    private readonly pool: WorkerPool,
    private readonly labels: LabelKeeping,
    private readonly live: LiveKeeping,
    private readonly contents: ContentKeeping,
    private readonly tokens: TokenKeeper,
    private readonly summaries: Summaries,
    private readonly table: TableFeeder,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.labels.start();
    this.indexer.start();
  }

  @Interval(everyMs)
  async tick(): Promise<void> {
    this.results.prune();
    await Promise.all([
      this.flush(),
      this.attempt(() => {
        this.tokens.reloadIfChanged();
        this.live.tick();
      }),
      this.attempt(() => this.labels.flushAndPrune()),
      this.attempt(() => this.sweeper.sweepIfDue()),
      this.attempt(() => this.contents.tick()),
      this.attempt(() => this.summaries.writeIfDue()),
      this.attempt(() => this.table.feedIfDue()),
    ]);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.labels.finishWrites();
    await this.live.finish();
  }

  /** Called directly at the end: listeners and timers are gone by then. */
  async onApplicationShutdown(): Promise<void> {
    this.pool.stop();
    this.indexer.stop();
    this.watches.stop();
    await Promise.all([
      this.attempt(() => this.labels.finish()),
      this.attempt(() => this.manifests.flushAll(lastFlushMs)),
    ]);
  }

  /** Beside the sweep, not before it: the manifests of a large gallery take a while, and a full disk takes none. */
  private async flush(): Promise<void> {
    // While folders are being listed, writing what is known of some would only keep the thread from the others.
    if (this.#isFlushing || this.indexer.status().state === 'running') return;
    this.#isFlushing = true;
    await this.attempt(() => this.manifests.flush());
    this.#isFlushing = false;
  }

  /** A full disk or a storage that does not answer is no reason to stop looking after the rest. */
  private async attempt(work: () => void | Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.log.warn({ reason: String(error) }, 'upkeep could not be finished');
    }
  }
}
