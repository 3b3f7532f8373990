import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/catalogue.module.ts';
import { ItemsController } from './items.controller.ts';

@Module({ imports: [CatalogueModule], controllers: [ItemsController] })
export class ItemsModule {}
