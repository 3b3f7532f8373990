import { Module } from '@nestjs/common';
import { Catalogue } from '../catalogue/catalogue.ts';
import { CatalogueModule } from '../catalogue/catalogue.module.ts';
import { GalleryRoot } from '../catalogue/gallery-root.ts';
import { flatFilesFor } from '../flat-files/flat-files-for.ts';
import { LabelBook } from '../persistence/label-book.ts';
import { LabelFollower } from '../renames/label-follower.ts';
import { RenamesModule } from '../renames/renames.module.ts';
import { SETTINGS } from '../settings/settings.module.ts';
import type { Settings } from '../settings/settings.ts';
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
      inject: [SETTINGS, Catalogue, GalleryRoot, LabelBook, Sidecars, LabelFollower, WorkerPool, Clock],
      useFactory: (
        { gallery }: Settings,
        ...rest: [Catalogue, GalleryRoot, LabelBook, Sidecars, LabelFollower, WorkerPool, Clock]
      ) => new Summaries(gallery.flatFiles && flatFilesFor(gallery.flatFiles, { isAlone: false }), ...rest),
    },
  ],
  exports: [Summaries],
})
export class SummariesModule {}
