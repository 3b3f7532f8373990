import { Buffer } from 'node:buffer';
import { Body, Controller, Header, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { BrowseAnswer } from '#contracts';
import { Catalogue } from '../catalogue/catalogue.ts';
import { LabelBook } from '../persistence/label-book.ts';
import { Route } from '../shared/route.decorator.ts';
import { BrowseWindowQueryDto } from './browse.query.ts';
import { Browser } from './browser.ts';
import { parseBrowseRequest } from './parse-query.ts';
import { layoutOf } from './result-layout.ts';

@Controller()
export class BrowseController {
  constructor(
    private readonly browser: Browser,
    private readonly catalogue: Catalogue,
    private readonly labels: LabelBook,
  ) {}

  @Route('browse')
  ask(@Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<BrowseAnswer> {
    void reply.header('x-sync-cursor', this.labels.cursor);
    return this.browser.ask(parseBrowseRequest(body));
  }

  @Route('browseWindow')
  window(
    @Param('result') id: string,
    @Query() { offset, limit }: BrowseWindowQueryDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BrowseAnswer> {
    void reply.header('x-sync-cursor', this.labels.cursor);
    return this.browser.window(id, offset, limit);
  }

  @Route('browseLayout')
  @Header('content-type', 'application/octet-stream')
  layout(@Param('result') id: string): Buffer {
    return layoutOf(this.catalogue, this.browser.result(id).rows);
  }
}
