import { Module } from '@nestjs/common';
import { ActivityBook } from '../activity/activity-book.ts';
import { ActivityModule } from '../activity/activity.module.ts';
import { BrowseModule } from '../browse/browse.module.ts';
import { Browser } from '../browse/browser.ts';
import { FacetBook } from '../browse/facets/facet-book.ts';
import { CatalogueModule } from '../catalogue/catalogue.module.ts';
import { Indexer } from '../catalogue/indexer.ts';
import { RowLabels } from '../catalogue/row-labels.ts';
import { FinderModule } from '../finder/finder.module.ts';
import { LabelStore } from '../persistence/label-store.ts';
import { Clock } from '../shared/clock.ts';
import { PartCounter } from './part-counter.ts';
import { StatsController } from './stats.controller.ts';
import { StatsMaker } from './stats-maker.ts';

@Module({
  imports: [ActivityModule, BrowseModule, CatalogueModule, FinderModule],
  controllers: [StatsController],
  providers: [
    {
      provide: PartCounter,
      inject: [Browser, RowLabels, LabelStore],
      useFactory: (...parts: ConstructorParameters<typeof PartCounter>) => new PartCounter(...parts),
    },
    {
      provide: StatsMaker,
      inject: [Browser, FacetBook, Indexer, RowLabels, ActivityBook, PartCounter, LabelStore, Clock],
      useFactory: (...parts: ConstructorParameters<typeof StatsMaker>) => new StatsMaker(...parts),
    },
  ],
})
export class StatsModule {}
