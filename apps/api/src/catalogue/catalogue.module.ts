import { Module } from '@nestjs/common';
import { Announcer } from '../events/announcer.ts';
import { ENTRIES, LOG, SETTINGS, type EntryFiles } from '../settings/settings.module.ts';
import type { Settings } from '../settings/settings.ts';
import { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import { WorkerPool } from '../workers/worker-pool.ts';
import { WorkersModule } from '../workers/workers.module.ts';
import { Catalogue } from './catalogue.ts';
import { ChangeSweeper } from './change-sweeper.ts';
import { ChangeWatcher } from './change-watcher.ts';
import { FolderWatches } from './folder-watches.ts';
import { GalleryRoot } from './gallery-root.ts';
import { HeaderReader } from './header-reader.ts';
import { IndexNews } from './index-news.ts';
import { Indexer, type Scanners } from './indexer.ts';
import { ManifestKeeper } from './manifest-keeper.ts';
import { Scanner } from './scanner.ts';

const SCANNERS = Symbol('scanners');

@Module({
  imports: [WorkersModule],
  providers: [
    { provide: Catalogue, useFactory: () => new Catalogue() },
    {
      provide: SCANNERS,
      inject: [SETTINGS, ENTRIES, GalleryRoot, Clock],
      useFactory: ({ gallery }: Settings, { scanner }: EntryFiles, root: GalleryRoot, clock: Clock): Scanners => {
        const manifests = gallery.workspace === null ? null : `${gallery.workspace}/index`;
        const setup = { location: gallery.location, manifests };
        return { now: new Scanner(scanner, setup, root, clock), background: new Scanner(scanner, setup, root, clock) };
      },
    },
    {
      provide: ManifestKeeper,
      inject: [Catalogue, SCANNERS, Clock, SETTINGS],
      useFactory: (catalogue: Catalogue, { background }: Scanners, clock: Clock, { gallery }: Settings) =>
        new ManifestKeeper(catalogue, background, clock, gallery.workspace !== null),
    },
    {
      provide: HeaderReader,
      inject: [Catalogue, WorkerPool, ManifestKeeper, Announcer, Clock, SETTINGS],
      useFactory: (
        catalogue: Catalogue,
        pool: WorkerPool,
        manifests: ManifestKeeper,
        announcer: Announcer,
        clock: Clock,
        { workers }: Settings,
      ) => new HeaderReader(catalogue, pool, manifests, announcer, clock, workers.count * 2),
    },
    {
      provide: FolderWatches,
      inject: [SETTINGS, LOG],
      useFactory: ({ gallery, watch }: Settings, log: Log) => new FolderWatches(gallery.location, watch, log),
    },
    {
      provide: GalleryRoot,
      inject: [SETTINGS, FolderWatches, LOG],
      useFactory: ({ gallery }: Settings, watches: FolderWatches, log: Log) =>
        new GalleryRoot(gallery.location.rootInode, watches, log),
    },
    {
      provide: Indexer,
      inject: [Catalogue, SCANNERS, HeaderReader, ManifestKeeper, FolderWatches, GalleryRoot, Announcer, Clock],
      useFactory: (...parts: ConstructorParameters<typeof Indexer>) => new Indexer(...parts),
    },
    {
      provide: ChangeWatcher,
      inject: [FolderWatches, Indexer, Clock, LOG],
      useFactory: (...parts: ConstructorParameters<typeof ChangeWatcher>) => new ChangeWatcher(...parts),
    },
    {
      provide: ChangeSweeper,
      inject: [Catalogue, SCANNERS, Indexer, FolderWatches, GalleryRoot, Clock],
      useFactory: (
        catalogue: Catalogue,
        { background }: Scanners,
        ...rest: [Indexer, FolderWatches, GalleryRoot, Clock]
      ) => new ChangeSweeper(catalogue, background, ...rest),
    },
    {
      provide: IndexNews,
      inject: [Indexer, Announcer],
      useFactory: (...parts: ConstructorParameters<typeof IndexNews>) => new IndexNews(...parts),
    },
  ],
  exports: [IndexNews, Catalogue, GalleryRoot, Indexer, HeaderReader, ManifestKeeper, FolderWatches, ChangeSweeper],
})
export class CatalogueModule {}
