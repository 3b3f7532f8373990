import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { BrowseModule } from '../browse/browse.module.ts';
import { CatalogueModule } from '../catalogue/catalogue.module.ts';
import { WorkersModule } from '../workers/workers.module.ts';
import { PruneAndFlush } from './prune-and-flush.ts';

@Module({
  imports: [ScheduleModule.forRoot(), CatalogueModule, WorkersModule, BrowseModule],
  providers: [PruneAndFlush],
})
export class UpkeepModule {}
