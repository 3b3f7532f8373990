import { Module } from '@nestjs/common';
import { Catalogue } from '../catalogue/catalogue.ts';
import { CatalogueModule } from '../catalogue/catalogue.module.ts';
import { GalleryRoot } from '../catalogue/gallery-root.ts';
import { Indexer } from '../catalogue/indexer.ts';
import { ManifestKeeper } from '../catalogue/manifest-keeper.ts';
import { Places } from '../catalogue/places.ts';
import { RowLabels } from '../catalogue/row-labels.ts';
import { FinderModule } from '../finder/finder.module.ts';
import { LabelBook } from '../persistence/label-book.ts';
import { LabelStore } from '../persistence/label-store.ts';
import { LOG } from '../settings/settings.module.ts';
import { Clock } from '../shared/clock.ts';
import { WorkerPool } from '../workers/worker-pool.ts';
import { WorkersModule } from '../workers/workers.module.ts';
import { ContentKeeping } from './content-keeping.ts';
import { ContentReader } from './content-reader.ts';
import { LabelFollower } from './label-follower.ts';
import { LostLabels } from './lost-labels.ts';

@Module({
  imports: [CatalogueModule, FinderModule, WorkersModule],
  providers: [
    {
      provide: ContentReader,
      inject: [Catalogue, Places, GalleryRoot, WorkerPool, LabelStore, ManifestKeeper, Clock],
      useFactory: (...parts: ConstructorParameters<typeof ContentReader>) => new ContentReader(...parts),
    },
    {
      provide: LostLabels,
      inject: [RowLabels, LabelStore],
      useFactory: (...parts: ConstructorParameters<typeof LostLabels>) => new LostLabels(...parts),
    },
    {
      provide: LabelFollower,
      inject: [RowLabels, LostLabels, ContentReader, LabelStore, LabelBook, Clock, LOG],
      useFactory: (...parts: ConstructorParameters<typeof LabelFollower>) => new LabelFollower(...parts),
    },
    {
      provide: ContentKeeping,
      inject: [
        RowLabels,
        LostLabels,
        LabelFollower,
        ContentReader,
        LabelBook,
        LabelStore,
        Indexer,
        GalleryRoot,
        Clock,
        LOG,
      ],
      useFactory: (...parts: ConstructorParameters<typeof ContentKeeping>) => new ContentKeeping(...parts),
    },
  ],
  exports: [ContentKeeping, LabelFollower],
})
export class RenamesModule {}
