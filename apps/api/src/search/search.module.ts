import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/catalogue.module.ts';
import { Catalogue } from '../catalogue/catalogue.ts';
import { HeaderReader } from '../catalogue/header-reader.ts';
import { Indexer } from '../catalogue/indexer.ts';
import { LabelBook } from '../persistence/label-book.ts';
import { Clock } from '../shared/clock.ts';
import { FinderModule } from '../finder/finder.module.ts';
import { Finder } from '../finder/finder.ts';
import { SearchController } from './search.controller.ts';
import { Searcher } from './searcher.ts';

@Module({
  imports: [CatalogueModule, FinderModule],
  controllers: [SearchController],
  providers: [
    {
      provide: Searcher,
      inject: [Catalogue, Indexer, HeaderReader, Finder, LabelBook, Clock],
      useFactory: (...parts: ConstructorParameters<typeof Searcher>) => new Searcher(...parts),
    },
  ],
})
export class SearchModule {}
