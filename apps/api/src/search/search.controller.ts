import { Controller, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { SearchAnswer } from '#contracts';
import { LabelBook } from '../persistence/label-book.ts';
import { goneSignal } from '../shared/gone-signal.ts';
import { Route } from '../shared/route.decorator.ts';
import { SearchQueryDto } from './search.query.ts';
import { Searcher } from './searcher.ts';

@Controller()
export class SearchController {
  constructor(
    private readonly searcher: Searcher,
    private readonly labels: LabelBook,
  ) {}

  @Route('search')
  search(@Query() query: SearchQueryDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<SearchAnswer> {
    void reply.header('x-sync-cursor', this.labels.cursor);
    return this.searcher.search(query, goneSignal(reply));
  }
}
