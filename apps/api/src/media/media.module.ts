import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/catalogue.module.ts';
import { Places } from '../catalogue/places.ts';
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
      inject: [Places],
      useFactory: (places: Places) => new FileSender(places),
    },
    {
      provide: MetadataReader,
      inject: [Places, WorkerPool],
      useFactory: (...parts: ConstructorParameters<typeof MetadataReader>) => new MetadataReader(...parts),
    },
  ],
})
export class MediaModule {}
