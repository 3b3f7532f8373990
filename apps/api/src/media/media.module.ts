import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/catalogue.module.ts';
import { SETTINGS } from '../settings/settings.module.ts';
import type { Settings } from '../settings/settings.ts';
import { WorkerPool } from '../workers/worker-pool.ts';
import { WorkersModule } from '../workers/workers.module.ts';
import { FileSender } from './file-sender.ts';
import { MediaController } from './media.controller.ts';
import { MetadataReader } from './metadata-reader.ts';

@Module({
  imports: [CatalogueModule, WorkersModule],
  controllers: [MediaController],
  providers: [
    {
      provide: FileSender,
      inject: [SETTINGS],
      useFactory: ({ gallery }: Settings) => new FileSender(gallery.location),
    },
    { provide: MetadataReader, inject: [WorkerPool], useFactory: (pool: WorkerPool) => new MetadataReader(pool) },
  ],
})
export class MediaModule {}
