import { Module } from '@nestjs/common';
import { BrowseModule } from '../browse/browse.module.ts';
import { CatalogueModule } from '../catalogue/catalogue.module.ts';
import { ThumbsModule } from '../thumbs/thumbs.module.ts';
import { WorkersModule } from '../workers/workers.module.ts';
import { HealthController } from './health.controller.ts';
import { Lifecycle } from './lifecycle.ts';

@Module({
  imports: [CatalogueModule, WorkersModule, ThumbsModule, BrowseModule],
  controllers: [HealthController],
  providers: [Lifecycle],
})
export class HealthModule {}
