import { Module } from '@nestjs/common';
import { LabelBook } from '../persistence/label-book.ts';
import { LabelStore } from '../persistence/label-store.ts';
import { Clock } from '../shared/clock.ts';
import { ActivityBook } from './activity-book.ts';
import { WorkedSets } from './worked-sets.ts';

@Module({
  providers: [
    {
      provide: ActivityBook,
      inject: [LabelStore, LabelBook, Clock],
      useFactory: (...parts: ConstructorParameters<typeof ActivityBook>) => new ActivityBook(...parts),
    },
    { provide: WorkedSets, inject: [ActivityBook], useFactory: (book: ActivityBook) => new WorkedSets(book) },
  ],
  exports: [ActivityBook, WorkedSets],
})
export class ActivityModule {}
