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
      useFactory: ({ workers }: Settings, entries: EntryFiles, clock: Clock) =>
        new WorkerPool(entries.imageWorker, workers.count, clock),
    },
  ],
  exports: [WorkerPool],
})
export class WorkersModule {}
