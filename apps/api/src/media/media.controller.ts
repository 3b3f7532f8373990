import { Controller, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Metadata } from '#contracts';
import { Indexer } from '../catalogue/indexer.ts';
import { Route } from '../shared/route.decorator.ts';
import { ItemQueryDto } from '../shared/item.query.ts';
import { parseMediaQuery } from '../shared/media-query.ts';
import { FileSender } from './file-sender.ts';
import { MetadataReader } from './metadata-reader.ts';

@Controller()
export class MediaController {
  constructor(
    private readonly indexer: Indexer,
    private readonly files: FileSender,
    private readonly metadata: MetadataReader,
  ) {}

  @Route('file')
  async file(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const query = parseMediaQuery(request.query);
    await this.indexer.item(query.path);
    await this.files.send(query.path, query.v, request, reply);
  }

  @Route('metadata')
  async describe(@Query() { path }: ItemQueryDto): Promise<Metadata> {
    await this.indexer.item(path);
    return this.metadata.read(path);
  }
}
