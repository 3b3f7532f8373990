import { Module } from '@nestjs/common';
import { ENTRIES, SETTINGS, type EntryFiles } from '../settings/settings.module.ts';
import type { Settings } from '../settings/settings.ts';
import { PageController } from './page.controller.ts';
import { WebFiles } from './web-files.ts';

@Module({
  controllers: [PageController],
  providers: [
    {
      provide: WebFiles,
      inject: [ENTRIES, SETTINGS],
      useFactory: ({ web }: EntryFiles, { listen }: Settings) => new WebFiles(web, listen.basePath),
    },
  ],
})
export class PageModule {}
