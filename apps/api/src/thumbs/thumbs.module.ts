import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/catalogue.module.ts';
import { Catalogue } from '../catalogue/catalogue.ts';
import { Places } from '../catalogue/places.ts';
import { FlatHomes } from '../flat-files/flat-homes.ts';
import { SETTINGS } from '../settings/settings.module.ts';
import type { Settings } from '../settings/settings.ts';
import { WorkerPool } from '../workers/worker-pool.ts';
import { WorkersModule } from '../workers/workers.module.ts';
import { ThumbForerunner } from './thumb-forerunner.ts';
import { ThumbMaker } from './thumb-maker.ts';
import { ThumbStore } from './thumb-store.ts';
import { ThumbsController } from './thumbs.controller.ts';

@Module({
  imports: [CatalogueModule, WorkersModule],
  controllers: [ThumbsController],
  providers: [
    ThumbForerunner,
    {
      provide: ThumbMaker,
      inject: [Catalogue, WorkerPool, Places, FlatHomes, SETTINGS],
      useFactory: (catalogue: Catalogue, pool: WorkerPool, places: Places, homes: FlatHomes, { thumbs }: Settings) =>
        new ThumbMaker(catalogue, new ThumbStore(homes, thumbs), pool, thumbs, places),
    },
  ],
  exports: [ThumbMaker, ThumbForerunner],
})
export class ThumbsModule {}
