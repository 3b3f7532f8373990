import { Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { BulkAnswer, MetricsOfItem } from '#contracts';
import { Announcer } from '../events/announcer.ts';
import { LabelWriter, type Written } from '../persistence/label-writer.ts';
import { readAskedWrite } from '../shared/asked-write.ts';
import { rootPath } from '../shared/gallery-path.ts';
import { Route } from '../shared/route.decorator.ts';
import { parseBulkRequest, parseMetricsRequest } from './parse-bulk.ts';
import { Scopes } from './scopes.ts';

@Controller()
export class BulkController {
  constructor(
    private readonly scopes: Scopes,
    private readonly writer: LabelWriter,
    private readonly announcer: Announcer,
  ) {}

  @Route('bulk')
  async bulk(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<BulkAnswer> {
    const { scope, patch } = parseBulkRequest(request.body);
    const asked = readAskedWrite(request);
    const written = await this.writer.writeFound(asked, async () => {
      const { paths, missing } = await this.scopes.itemsIn(scope);
      return { kind: 'bulk', paths: paths.join('\0'), missing, patch };
    });
    return this.inWords(written, reply);
  }

  @Route('pushMetrics')
  async metrics(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<BulkAnswer> {
    const { items, gallery_id, progress } = parseMetricsRequest(request.body);
    const asked = readAskedWrite(request);
    const merged = oncePerPath(items);
    const written = await this.writer.writeFound(asked, async () => {
      const { paths, missing } = await this.scopes.existing([...merged.keys()]);
      return { kind: 'metrics', items: paths.map((path) => ({ path, metrics: merged.get(path) ?? {} })), missing };
    });
    if (progress && !written.isReplay)
      this.announcer.announce('metrics-progress', { gallery_id: gallery_id ?? rootPath, ...progress });
    return this.inWords(written, reply);
  }

  private inWords({ answer, isReplay }: Written<'bulk'>, reply: FastifyReply): BulkAnswer {
    if (isReplay) void reply.header('idempotency-replayed', 'true');
    const { gestureId, matched, changed, unchanged, missing } = answer;
    return { gesture_id: gestureId, matched, changed, unchanged, missing, durability: this.writer.durability };
  }
}

/** Named twice, an item gets the numbers of both, the later ones where they meet. */
function oncePerPath(items: readonly MetricsOfItem[]): Map<string, MetricsOfItem['metrics']> {
  const merged = new Map<string, MetricsOfItem['metrics']>();
  for (const { path, metrics } of items) merged.set(path, { ...merged.get(path), ...metrics });
  return merged;
}
