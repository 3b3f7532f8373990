import { Module } from '@nestjs/common';
import { BrowseModule } from '../browse/browse.module.ts';
import { Browser } from '../browse/browser.ts';
import { CatalogueModule } from '../catalogue/catalogue.module.ts';
import { Catalogue } from '../catalogue/catalogue.ts';
import { HeaderReader } from '../catalogue/header-reader.ts';
import { Indexer } from '../catalogue/indexer.ts';
import { LabelBook } from '../persistence/label-book.ts';
import { BulkController } from './bulk.controller.ts';
import { GesturesController } from './gestures.controller.ts';
import { ItemsController } from './items.controller.ts';
import { Scopes } from './scopes.ts';
import { TouchedItems } from './touched-items.ts';

@Module({
  imports: [CatalogueModule, BrowseModule],
  controllers: [ItemsController, BulkController, GesturesController],
  providers: [
    {
      provide: TouchedItems,
      inject: [Catalogue, Indexer, HeaderReader, LabelBook],
      useFactory: (...parts: ConstructorParameters<typeof TouchedItems>) => new TouchedItems(...parts),
    },
    {
      provide: Scopes,
      inject: [Catalogue, Indexer, Browser],
      useFactory: (...parts: ConstructorParameters<typeof Scopes>) => new Scopes(...parts),
    },
  ],
})
export class ItemsModule {}
