import { Buffer } from 'node:buffer';
import { Body, Controller, Header, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { BrowseReply, Drift, FacetsAnswer } from '#contracts';
import { Catalogue } from '../catalogue/catalogue.ts';
import { LabelBook } from '../persistence/label-book.ts';
import { goneSignal } from '../shared/gone-signal.ts';
import { Route } from '../shared/route.decorator.ts';
import { BrowseWindowQueryDto } from './browse.query.ts';
import { Browser } from './browser.ts';
import { FacetBook } from './facets/facet-book.ts';
import { DriftCounter } from './drift.ts';
import { parseBrowseRequest, parseFieldList, parseQueryBody } from './parse-query.ts';
import { layoutOf } from './result-layout.ts';

@Controller()
export class BrowseController {
  constructor(
    private readonly browser: Browser,
    private readonly catalogue: Catalogue,
    private readonly counter: DriftCounter,
    private readonly facets: FacetBook,
    private readonly labels: LabelBook,
  ) {}

  @Route('browse')
  async ask(@Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<BrowseReply> {
    const answer = await this.browser.ask(parseBrowseRequest(body), goneSignal(reply));
    void reply.header('x-sync-cursor', answer.head);
    return answer;
  }

  @Route('browseWindow')
  async window(
    @Param('result') id: string,
    @Query() { offset, limit, fields, locate }: BrowseWindowQueryDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BrowseReply> {
    const wanted = fields === undefined ? {} : { fields: parseFieldList(fields) };
    const answer = await this.browser.window(id, { offset, limit, ...wanted }, locate);
    void reply.header('x-sync-cursor', answer.head);
    return answer;
  }

  @Route('browseLayout')
  @Header('content-type', 'application/octet-stream')
  layout(@Param('result') id: string): Buffer {
    return layoutOf(this.catalogue, this.browser.result(id).rows);
  }

  @Route('browseDrift')
  drift(@Param('result') id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<Drift> {
    void reply.header('x-sync-cursor', this.labels.cursor);
    return this.counter.of(this.browser.result(id));
  }

  @Route('facets')
  async countFacets(@Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<FacetsAnswer> {
    const answer = await this.facets.of(parseQueryBody(body), goneSignal(reply));
    void reply.header('x-sync-cursor', answer.head);
    return answer;
  }
}
