import { Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ViewsDocument } from '#contracts';
import { Announcer } from '../events/announcer.ts';
import { LabelStore } from '../persistence/label-store.ts';
import { Conflict, LabelWriter } from '../persistence/label-writer.ts';
import { readAskedWrite } from '../shared/asked-write.ts';
import { etagOf } from '../shared/etag.ts';
import { baseOf } from '../shared/if-match.ts';
import { Problem } from '../shared/problem.ts';
import { Route } from '../shared/route.decorator.ts';
import { parseViewsReplacement } from './parse-views.ts';

@Controller()
export class ViewsController {
  constructor(
    private readonly store: LabelStore,
    private readonly writer: LabelWriter,
    private readonly announcer: Announcer,
  ) {}

  @Route('views')
  async read(@Res({ passthrough: true }) reply: FastifyReply): Promise<ViewsDocument> {
    return tagged(await this.store.views(), reply);
  }

  @Route('replaceViews')
  async replace(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ViewsDocument> {
    const { base_version, views } = parseViewsReplacement(request.body);
    const asked = readAskedWrite(request);
    const base = baseOf(asked.ifMatch, base_version);
    // Who made a view the store knows; of a new one it is whoever sends it.
    const wanted = views.map(({ shared, ...view }) => ({ ...view, created_by: asked.actor, shared: shared ?? false }));
    try {
      const { answer, isReplay } = await this.writer.write(asked, { kind: 'views', base, views: wanted });
      if (isReplay) void reply.header('idempotency-replayed', 'true');
      else this.announcer.announce('views-updated', { version: answer.document.version });
      return tagged({ ...answer.document, durability: this.writer.durability }, reply);
    } catch (error) {
      throw error instanceof Conflict ? inWords(error) : error;
    }
  }
}

function tagged(document: ViewsDocument, reply: FastifyReply): ViewsDocument {
  void reply.headers({ etag: etagOf(document.version), 'cache-control': 'no-store' });
  return document;
}

function inWords({ outcome }: Conflict): Problem {
  if (outcome.kind !== 'views-conflict') throw new Error('The views were answered as if they were an item.');
  const message = `Somebody changed the views: they are at version ${String(outcome.current.version)} now.`;
  return new Problem('version_conflict', message, { current: outcome.current, changedFields: ['views'] });
}
