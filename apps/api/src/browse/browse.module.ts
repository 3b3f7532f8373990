import { Module } from '@nestjs/common';
import { ActivityModule } from '../activity/activity.module.ts';
import { WorkedSets } from '../activity/worked-sets.ts';
import { CatalogueModule } from '../catalogue/catalogue.module.ts';
import { Catalogue } from '../catalogue/catalogue.ts';
import { HeaderReader } from '../catalogue/header-reader.ts';
import { RowLabels } from '../catalogue/row-labels.ts';
import { LabelBook } from '../persistence/label-book.ts';
import { Indexer } from '../catalogue/indexer.ts';
import { Announcer } from '../events/announcer.ts';
import { FinderModule } from '../finder/finder.module.ts';
import { Finder } from '../finder/finder.ts';
import { Clock } from '../shared/clock.ts';
import { BrowseController } from './browse.controller.ts';
import { Browser } from './browser.ts';
import { FacetBook } from './facets/facet-book.ts';
import { DriftCounter } from './drift.ts';
import { FrozenResults } from './frozen-results.ts';
import { ResultMaker } from './result-maker.ts';
import { NameOrder } from './name-order.ts';
import { RowFinder } from './row-finder.ts';
import { WindowReader } from './window-reader.ts';

@Module({
  imports: [ActivityModule, CatalogueModule, FinderModule],
  controllers: [BrowseController],
  providers: [
    { provide: FrozenResults, inject: [Clock], useFactory: (clock: Clock) => new FrozenResults(clock) },
    {
      provide: ResultMaker,
      inject: [RowLabels, LabelBook, FrozenResults, Clock, RowFinder],
      useFactory: (...parts: ConstructorParameters<typeof ResultMaker>) => new ResultMaker(...parts),
    },
    {
      provide: RowFinder,
      inject: [RowLabels, Finder, Catalogue, WorkedSets],
      useFactory: (labels: RowLabels, finder: Finder, catalogue: Catalogue, worked: WorkedSets) =>
        new RowFinder(labels, finder, new NameOrder(catalogue), worked),
    },
    {
      provide: WindowReader,
      inject: [Catalogue, HeaderReader, LabelBook, Announcer],
      useFactory: (...parts: ConstructorParameters<typeof WindowReader>) => new WindowReader(...parts),
    },
    {
      provide: DriftCounter,
      inject: [RowLabels, LabelBook, WorkedSets],
      useFactory: (...parts: ConstructorParameters<typeof DriftCounter>) => new DriftCounter(...parts),
    },
    {
      provide: FacetBook,
      inject: [Indexer, RowLabels, LabelBook, Finder, WorkedSets],
      useFactory: (...parts: ConstructorParameters<typeof FacetBook>) => new FacetBook(...parts),
    },
    {
      provide: Browser,
      inject: [Indexer, ResultMaker, FrozenResults, WindowReader, Clock],
      useFactory: (...parts: ConstructorParameters<typeof Browser>) => new Browser(...parts),
    },
  ],
  exports: [Browser, FacetBook, FrozenResults],
})
export class BrowseModule {}
