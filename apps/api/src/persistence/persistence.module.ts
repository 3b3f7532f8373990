import { Global, Module } from '@nestjs/common';
import { Announcer } from '../events/announcer.ts';
import { ENTRIES, LOG, SETTINGS, type EntryFiles } from '../settings/settings.module.ts';
import type { Settings } from '../settings/settings.ts';
import { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import { LabelBook } from './label-book.ts';
import { LabelStore } from './label-store.ts';
import { LabelTable } from './label-table.ts';
import { LabelWriter } from './label-writer.ts';
import { LabelsFlusher } from './labels-flusher.ts';
import { labelsFileIn } from './workspace-files.ts';
import { StoreThread } from './store-thread.ts';

@Global()
@Module({
  providers: [
    { provide: LabelTable, useFactory: () => new LabelTable() },
    {
      provide: LabelStore,
      inject: [SETTINGS, ENTRIES, Clock],
      useFactory: ({ gallery }: Settings, { store }: EntryFiles, clock: Clock): Promise<LabelStore> => {
        const { workspace, workspaceWanted } = gallery;
        const labelsFrom = labelsFileIn(workspaceWanted);
        return StoreThread.open(store, { workspace, labelsFrom, now: clock.wall() }, clock);
      },
    },
    {
      provide: LabelBook,
      inject: [LabelStore, LabelTable, Announcer, Clock],
      useFactory: (...parts: ConstructorParameters<typeof LabelBook>) => new LabelBook(...parts),
    },
    {
      provide: LabelWriter,
      inject: [LabelBook, LabelStore, Clock],
      useFactory: (...parts: ConstructorParameters<typeof LabelWriter>) => new LabelWriter(...parts),
    },
    {
      provide: LabelsFlusher,
      inject: [LabelBook, LabelStore, Clock, SETTINGS, LOG],
      useFactory: (book: LabelBook, store: LabelStore, clock: Clock, { flush }: Settings, log: Log) =>
        new LabelsFlusher(book, store, clock, flush, log),
    },
  ],
  exports: [LabelTable, LabelStore, LabelBook, LabelWriter, LabelsFlusher],
})
export class PersistenceModule {}
