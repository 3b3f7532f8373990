import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/catalogue.module.ts';
import { Catalogue } from '../catalogue/catalogue.ts';
import { RowLabels } from '../catalogue/row-labels.ts';
import { Finder } from './finder.ts';

@Module({
  imports: [CatalogueModule],
  providers: [
    {
      provide: Finder,
      inject: [Catalogue, RowLabels],
      useFactory: (...parts: ConstructorParameters<typeof Finder>) => new Finder(...parts),
    },
  ],
  exports: [Finder],
})
export class FinderModule {}
