import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { BrowseModule } from '../browse/browse.module.ts';
import { CatalogueModule } from '../catalogue/catalogue.module.ts';
import { LabelBook } from '../persistence/label-book.ts';
import { LabelStore } from '../persistence/label-store.ts';
import { LabelsFlusher } from '../persistence/labels-flusher.ts';
import { Clock } from '../shared/clock.ts';
import { WorkersModule } from '../workers/workers.module.ts';
import { LabelKeeping } from './label-keeping.ts';
import { PruneAndFlush } from './prune-and-flush.ts';

@Module({
  imports: [ScheduleModule.forRoot(), CatalogueModule, WorkersModule, BrowseModule],
  providers: [
    PruneAndFlush,
    {
      provide: LabelKeeping,
      inject: [LabelBook, LabelStore, LabelsFlusher, Clock],
      useFactory: (...parts: ConstructorParameters<typeof LabelKeeping>) => new LabelKeeping(...parts),
    },
  ],
})
export class UpkeepModule {}
