import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/catalogue.module.ts';
import { Catalogue } from '../catalogue/catalogue.ts';
import { RowLabels } from '../catalogue/row-labels.ts';
import { LabelTable } from '../persistence/label-table.ts';
import { Finder } from './finder.ts';

@Module({
  imports: [CatalogueModule],
  providers: [
    // Not of the catalogue: who only lists a gallery has no labels.
    {
      provide: RowLabels,
      inject: [Catalogue, LabelTable],
      useFactory: (...parts: ConstructorParameters<typeof RowLabels>) => new RowLabels(...parts),
    },
    {
      provide: Finder,
      inject: [Catalogue, RowLabels],
      useFactory: (...parts: ConstructorParameters<typeof Finder>) => new Finder(...parts),
    },
  ],
  exports: [Finder, RowLabels],
})
export class FinderModule {}
