import { Module } from '@nestjs/common';
import { BrowseModule } from '../browse/browse.module.ts';
import { CatalogueModule } from '../catalogue/catalogue.module.ts';
import { ThumbsModule } from '../thumbs/thumbs.module.ts';
import { PresenceBoard } from '../presence/presence-board.ts';
import { PresenceModule } from '../presence/presence.module.ts';
import { SETTINGS } from '../settings/settings.module.ts';
import { SidecarsModule } from '../sidecars/sidecars.module.ts';
import { StreamHub } from '../stream/stream-hub.ts';
import { StreamModule } from '../stream/stream.module.ts';
import { WorkersModule } from '../workers/workers.module.ts';
import { HealthController } from './health.controller.ts';
import { Lifecycle } from './lifecycle.ts';
import { PresenceStatus } from './presence-status.ts';

@Module({
  imports: [CatalogueModule, SidecarsModule, WorkersModule, ThumbsModule, BrowseModule, PresenceModule, StreamModule],
  controllers: [HealthController],
  providers: [
    Lifecycle,
    {
      provide: PresenceStatus,
      inject: [SETTINGS, PresenceBoard, StreamHub],
      useFactory: (...parts: ConstructorParameters<typeof PresenceStatus>) => new PresenceStatus(...parts),
    },
  ],
})
export class HealthModule {}
