import { Module } from '@nestjs/common';
import { Catalogue } from '../catalogue/catalogue.ts';
import { CatalogueModule } from '../catalogue/catalogue.module.ts';
import { GalleryRoot } from '../catalogue/gallery-root.ts';
import { FlatHomes } from '../flat-files/flat-homes.ts';
import { LabelBook } from '../persistence/label-book.ts';
import { LabelFollower } from '../renames/label-follower.ts';
import { RenamesModule } from '../renames/renames.module.ts';
import { Clock } from '../shared/clock.ts';
import { Sidecars } from '../sidecars/sidecars.ts';
import { SidecarsModule } from '../sidecars/sidecars.module.ts';
import { WorkerPool } from '../workers/worker-pool.ts';
import { WorkersModule } from '../workers/workers.module.ts';
import { Summaries } from './summaries.ts';

@Module({
  imports: [CatalogueModule, RenamesModule, SidecarsModule, WorkersModule],
  providers: [
    {
      provide: Summaries,
      inject: [FlatHomes, Catalogue, GalleryRoot, LabelBook, Sidecars, LabelFollower, WorkerPool, Clock],
      useFactory: (...parts: ConstructorParameters<typeof Summaries>) => new Summaries(...parts),
    },
  ],
  exports: [Summaries],
})
export class SummariesModule {}
