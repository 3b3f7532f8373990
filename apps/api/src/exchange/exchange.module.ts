import { Module } from '@nestjs/common';
import { BrowseModule } from '../browse/browse.module.ts';
import { Browser } from '../browse/browser.ts';
import { CatalogueModule } from '../catalogue/catalogue.module.ts';
import { RowLabels } from '../catalogue/row-labels.ts';
import { FinderModule } from '../finder/finder.module.ts';
import { LabelBook } from '../persistence/label-book.ts';
import { LabelStore } from '../persistence/label-store.ts';
import { ENTRIES, type EntryFiles } from '../settings/settings.module.ts';
import { Clock } from '../shared/clock.ts';
import { ExportController } from './export.controller.ts';
import { ExportThread } from './export-thread.ts';
import { Exporter } from './exporter.ts';

@Module({
  imports: [BrowseModule, CatalogueModule, FinderModule],
  controllers: [ExportController],
  providers: [
    {
      provide: Exporter,
      inject: [Browser, RowLabels, LabelBook, LabelStore, ENTRIES, Clock],
      useFactory: (
        browser: Browser,
        labels: RowLabels,
        book: LabelBook,
        store: LabelStore,
        { exports }: EntryFiles,
        clock: Clock,
      ) => new Exporter(browser, labels, book, store, (plan) => new ExportThread(exports, plan, clock), clock),
    },
  ],
})
export class ExchangeModule {}
