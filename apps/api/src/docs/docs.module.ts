import { Module } from '@nestjs/common';
import { ENTRIES, type EntryFiles } from '../settings/settings.module.ts';
import { ApiDocument } from './api-document.ts';
import { DocsController } from './docs.controller.ts';

@Module({
  controllers: [DocsController],
  providers: [
    { provide: ApiDocument, inject: [ENTRIES], useFactory: ({ openApi }: EntryFiles) => new ApiDocument(openApi) },
  ],
})
export class DocsModule {}
