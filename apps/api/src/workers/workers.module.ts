import { Module } from '@nestjs/common';
import { ENTRIES, SETTINGS, type EntryFiles } from '../settings/settings.module.ts';
import type { Settings } from '../settings/settings.ts';
import { Clock } from '../shared/clock.ts';
import { WorkerPool } from './worker-pool.ts';

@Module({
  providers: [
    {
      provide: WorkerPool,
      inject: [SETTINGS, ENTRIES, Clock],
      useFactory: ({ gallery, workers }: Settings, entries: EntryFiles, clock: Clock) =>
        new WorkerPool({ file: entries.imageWorker, setup: { location: gallery.location } }, workers.count, clock),
    },
  ],
  exports: [WorkerPool],
})
export class WorkersModule {}
