import { Buffer } from 'node:buffer';
import { Body, Controller, Header, Param, Query } from '@nestjs/common';
import type { BrowseAnswer } from '#contracts';
import { Catalogue } from '../catalogue/catalogue.ts';
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
  ) {}

  @Route('browse')
  ask(@Body() body: unknown): Promise<BrowseAnswer> {
    return this.browser.ask(parseBrowseRequest(body));
  }

  @Route('browseWindow')
  window(@Param('result') id: string, @Query() { offset, limit }: BrowseWindowQueryDto): Promise<BrowseAnswer> {
    return this.browser.window(id, offset, limit);
  }

  @Route('browseLayout')
  @Header('content-type', 'application/octet-stream')
  layout(@Param('result') id: string): Buffer {
    return layoutOf(this.catalogue, this.browser.result(id).rows);
  }
}
