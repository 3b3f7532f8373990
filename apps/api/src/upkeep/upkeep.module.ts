import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { BrowseModule } from '../browse/browse.module.ts';
import { IndexNews } from '../catalogue/index-news.ts';
import { CatalogueModule } from '../catalogue/catalogue.module.ts';
import { LabelBook } from '../persistence/label-book.ts';
import { LabelStore } from '../persistence/label-store.ts';
import { LabelsFlusher } from '../persistence/labels-flusher.ts';
import { PresenceDesk } from '../presence/presence-desk.ts';
import { PresenceModule } from '../presence/presence.module.ts';
import { RenamesModule } from '../renames/renames.module.ts';
import { StreamHub } from '../stream/stream-hub.ts';
import { StreamModule } from '../stream/stream.module.ts';
import { LOG } from '../settings/settings.module.ts';
import { Clock } from '../shared/clock.ts';
import { WorkersModule } from '../workers/workers.module.ts';
import { Sidecars } from '../sidecars/sidecars.ts';
import { SidecarsModule } from '../sidecars/sidecars.module.ts';
import { SummariesModule } from '../summaries/summaries.module.ts';
import { LiveKeeping } from './live-keeping.ts';
import { LabelKeeping } from './label-keeping.ts';
import { PruneAndFlush } from './prune-and-flush.ts';

@Module({
  imports: [
    ScheduleModule.forRoot(),
    CatalogueModule,
    WorkersModule,
    SidecarsModule,
    SummariesModule,
    BrowseModule,
    RenamesModule,
    PresenceModule,
    StreamModule,
  ],
  providers: [
    PruneAndFlush,
    {
      provide: LabelKeeping,
      inject: [LabelBook, LabelStore, LabelsFlusher, Sidecars, Clock, LOG],
      useFactory: (...parts: ConstructorParameters<typeof LabelKeeping>) => new LabelKeeping(...parts),
    },
    {
      provide: LiveKeeping,
      inject: [PresenceDesk, StreamHub, IndexNews],
      useFactory: (...parts: ConstructorParameters<typeof LiveKeeping>) => new LiveKeeping(...parts),
    },
  ],
})
export class UpkeepModule {}
