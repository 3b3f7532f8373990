import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { FrozenResults } from '../browse/frozen-results.ts';
import { ChangeSweeper } from '../catalogue/change-sweeper.ts';
import { ChangeWatcher } from '../catalogue/change-watcher.ts';
import { Indexer } from '../catalogue/indexer.ts';
import { ManifestKeeper } from '../catalogue/manifest-keeper.ts';
import { LOG, SETTINGS } from '../settings/settings.module.ts';
import type { Settings } from '../settings/settings.ts';
import type { Log } from '../shared/log.ts';
import { WorkerPool } from '../workers/worker-pool.ts';

const everyMs = 1000;

/** The one scheduled service: everything that has to happen from time to time happens here. */
@Injectable()
export class PruneAndFlush implements OnApplicationBootstrap, OnApplicationShutdown {
  #isBusy = false;

  constructor(
    private readonly indexer: Indexer,
    private readonly watcher: ChangeWatcher,
    private readonly sweeper: ChangeSweeper,
    private readonly manifests: ManifestKeeper,
    private readonly results: FrozenResults,
    private readonly pool: WorkerPool,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.indexer.start();
    if (this.settings.watch) void this.watcher.start();
  }

  @Interval(everyMs)
  async tick(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.results.prune();
    try {
      await this.manifests.flush();
      await this.sweeper.sweepIfDue();
    } catch (error) {
      // A full disk or a storage that does not answer: what was to be done stays to be done at the next tick.
      this.log.warn({ reason: String(error) }, 'upkeep could not be finished');
    } finally {
      this.#isBusy = false;
    }
  }

  /** Called directly at the end: listeners and timers are gone by then. */
  async onApplicationShutdown(): Promise<void> {
    this.pool.stop();
    await this.watcher.stop();
    await this.manifests.flush(true).catch((error: unknown) => {
      this.log.warn({ reason: String(error) }, 'manifests could not be written; they are made again at the next start');
    });
  }
}
