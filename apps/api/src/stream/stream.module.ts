import { Module } from '@nestjs/common';
import { Announcer } from '../events/announcer.ts';
import { LabelStore } from '../persistence/label-store.ts';
import { LOG, SETTINGS } from '../settings/settings.module.ts';
import type { Settings } from '../settings/settings.ts';
import { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import { EventsController } from './events.controller.ts';
import { StreamFeed } from './stream-feed.ts';
import { StreamHub } from './stream-hub.ts';

@Module({
  controllers: [EventsController],
  providers: [
    StreamFeed,
    {
      provide: StreamHub,
      inject: [LabelStore, Announcer, Clock, SETTINGS, LOG],
      useFactory: (store: LabelStore, announcer: Announcer, clock: Clock, { stream }: Settings, log: Log) =>
        new StreamHub(store, announcer, clock, stream, log),
    },
  ],
  exports: [StreamHub],
})
export class StreamModule {}
