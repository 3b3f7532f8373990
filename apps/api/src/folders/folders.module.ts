import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/catalogue.module.ts';
import { FoldersController } from './folders.controller.ts';

@Module({ imports: [CatalogueModule], controllers: [FoldersController] })
export class FoldersModule {}
