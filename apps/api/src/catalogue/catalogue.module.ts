import { Module } from '@nestjs/common';
import { Announcer } from '../events/announcer.ts';
import { FlatHomes } from '../flat-files/flat-homes.ts';
import { ENTRIES, LOG, SETTINGS, type EntryFiles } from '../settings/settings.module.ts';
import type { Settings } from '../settings/settings.ts';
import type { RemoteSettings } from '../settings/table-settings.ts';
import { LabelStore } from '../persistence/label-store.ts';
import { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import { ImageSources } from '../sources/image-sources.ts';
import { RemoteFetcher } from '../sources/remote/fetch-remote.ts';
import { RemoteCopies } from '../sources/remote/remote-copies.ts';
import { RemoteDoor } from '../sources/remote/remote-door.ts';
import { WorkerPool } from '../workers/worker-pool.ts';
import { WorkersModule } from '../workers/workers.module.ts';
import { Catalogue } from './catalogue.ts';
import { ChangeSweeper } from './change-sweeper.ts';
import { ChangeWatcher } from './change-watcher.ts';
import { FolderWatches } from './folder-watches.ts';
import { GalleryRoot } from './gallery-root.ts';
import { HeaderReader } from './header-reader.ts';
import { IndexNews } from './index-news.ts';
import { Indexer } from './indexer.ts';
import { KnownHashes } from './known-hashes.ts';
import { ManifestKeeper } from './manifest-keeper.ts';
import { Places } from './places.ts';
import { Scanner, type Scanners } from './scanner.ts';
import { TableFeeder } from './table-feeder.ts';

/** Of images that other servers have: so many bytes, and so many on their way at a time. */
const remoteCopies = { bytes: 10 * 2 ** 30, atOnce: 8 };

const SCANNERS = Symbol('scanners');

@Module({
  imports: [WorkersModule],
  providers: [
    { provide: Catalogue, useFactory: () => new Catalogue() },
    {
      provide: Places,
      inject: [SETTINGS, Clock, Catalogue],
      useFactory: ({ gallery }: Settings, clock: Clock, catalogue: Catalogue) =>
        new Places(
          gallery.location,
          new ImageSources(
            clock,
            (path) => catalogue.sourceOf(path),
            gallery.remote ? copiesIn(gallery.remote, clock) : undefined,
          ),
        ),
    },
    {
      provide: FlatHomes,
      inject: [SETTINGS, Places],
      useFactory: ({ gallery }: Settings, places: Places) =>
        new FlatHomes(gallery.flatFiles, gallery.flatFilesBehind, (path) => places.isBehindPointer(path)),
    },
    {
      provide: SCANNERS,
      inject: [SETTINGS, ENTRIES, Clock, LOG],
      useFactory: ({ gallery }: Settings, { scanner }: EntryFiles, clock: Clock, log: Log): Scanners => {
        const { flatFiles: manifests, flatFilesBehind: manifestsBehind, sidecarPlace: sidecars, pointers } = gallery;
        const setup = { manifests, manifestsBehind, sidecars, pointers };
        // A table is read once: whoever wants to know of it asks the thread that has.
        const only = gallery.location.kind === 'table' ? new Scanner(scanner, setup, clock, log, true) : undefined;
        return {
          now: only ?? new Scanner(scanner, setup, clock, log),
          background: only ?? new Scanner(scanner, setup, clock, log),
        };
      },
    },
    {
      provide: KnownHashes,
      inject: [Catalogue, { token: LabelStore, optional: true }],
      useFactory: (catalogue: Catalogue, store?: LabelStore) => new KnownHashes(catalogue, store),
    },
    {
      provide: ManifestKeeper,
      inject: [Catalogue, SCANNERS, Clock, SETTINGS, KnownHashes, Places],
      useFactory: (
        catalogue: Catalogue,
        { background }: Scanners,
        clock: Clock,
        { gallery }: Settings,
        hashes: KnownHashes,
        places: Places,
      ) => new ManifestKeeper(catalogue, background, clock, gallery.flatFiles !== null, hashes, places),
    },
    {
      provide: HeaderReader,
      inject: [Catalogue, Places, WorkerPool, ManifestKeeper, Announcer, Clock, SETTINGS],
      useFactory: (
        catalogue: Catalogue,
        places: Places,
        pool: WorkerPool,
        manifests: ManifestKeeper,
        announcer: Announcer,
        clock: Clock,
        { workers }: Settings,
      ) => new HeaderReader(catalogue, places, pool, manifests, announcer, clock, workers.count * 2),
    },
    {
      provide: FolderWatches,
      inject: [Places, SETTINGS, LOG],
      useFactory: (places: Places, { watch }: Settings, log: Log) => new FolderWatches(places, watch, log),
    },
    {
      provide: GalleryRoot,
      inject: [Places, FolderWatches, LOG],
      useFactory: (...parts: ConstructorParameters<typeof GalleryRoot>) => new GalleryRoot(...parts),
    },
    {
      provide: Indexer,
      inject: [Catalogue, SCANNERS, HeaderReader, ManifestKeeper, FolderWatches, GalleryRoot, Places, Announcer, Clock],
      useFactory: (...parts: ConstructorParameters<typeof Indexer>) => new Indexer(...parts),
    },
    {
      provide: ChangeWatcher,
      inject: [FolderWatches, Indexer, Clock, LOG],
      useFactory: (...parts: ConstructorParameters<typeof ChangeWatcher>) => new ChangeWatcher(...parts),
    },
    {
      provide: ChangeSweeper,
      inject: [Catalogue, SCANNERS, Indexer, FolderWatches, GalleryRoot, Places, Clock],
      useFactory: (
        catalogue: Catalogue,
        { background }: Scanners,
        ...rest: [Indexer, FolderWatches, GalleryRoot, Places, Clock]
      ) => new ChangeSweeper(catalogue, background, ...rest),
    },
    {
      provide: TableFeeder,
      inject: [Catalogue, SCANNERS, Places, Clock, LOG],
      useFactory: (catalogue: Catalogue, { background }: Scanners, ...rest: [Places, Clock, Log]) =>
        new TableFeeder(catalogue, background, ...rest),
    },
    {
      provide: IndexNews,
      inject: [Indexer, Announcer],
      useFactory: (...parts: ConstructorParameters<typeof IndexNews>) => new IndexNews(...parts),
    },
  ],
  exports: [
    IndexNews,
    Catalogue,
    Places,
    FlatHomes,
    GalleryRoot,
    Indexer,
    HeaderReader,
    KnownHashes,
    ManifestKeeper,
    FolderWatches,
    ChangeSweeper,
    TableFeeder,
  ],
})
export class CatalogueModule {}

function copiesIn({ folder, hosts }: RemoteSettings, clock: Clock): RemoteCopies {
  return new RemoteCopies({ folder, ...remoteCopies }, new RemoteFetcher(new RemoteDoor(hosts), clock), clock);
}
