import { Module, type OnModuleDestroy } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/catalogue.module.ts';
import { Catalogue } from '../catalogue/catalogue.ts';
import { Indexer } from '../catalogue/indexer.ts';
import { LabelStore } from '../persistence/label-store.ts';
import { LabelWriter } from '../persistence/label-writer.ts';
import { SETTINGS } from '../settings/settings.module.ts';
import type { Settings } from '../settings/settings.ts';
import { Clock } from '../shared/clock.ts';
import { ImportController } from './import.controller.ts';
import { Imports } from './imports.ts';

@Module({
  imports: [CatalogueModule],
  controllers: [ImportController],
  providers: [
    {
      provide: Imports,
      inject: [SETTINGS, LabelStore, LabelWriter, Catalogue, Indexer, Clock],
      useFactory: (
        { gallery }: Settings,
        store: LabelStore,
        writer: LabelWriter,
        catalogue: Catalogue,
        indexer: Indexer,
        clock: Clock,
      ) => new Imports(gallery.workspace, store, writer, { catalogue, indexer }, clock),
    },
  ],
})
export class ImportModule implements OnModuleDestroy {
  constructor(private readonly imports: Imports) {}

  onModuleDestroy(): void {
    this.imports.close();
  }
}
