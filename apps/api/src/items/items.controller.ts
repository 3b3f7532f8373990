import { Controller, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HistoryAnswer, LabelPatch, Sidecar, TagsAnswer } from '#contracts';
import { Catalogue, type Row } from '../catalogue/catalogue.ts';
import { HeaderReader } from '../catalogue/header-reader.ts';
import { Indexer } from '../catalogue/indexer.ts';
import { KnownHashes } from '../catalogue/known-hashes.ts';
import { LabelBook } from '../persistence/label-book.ts';
import { LabelStore } from '../persistence/label-store.ts';
import { Conflict, LabelWriter } from '../persistence/label-writer.ts';
import type { Label } from '../persistence/label.ts';
import { readAskedWrite } from '../shared/asked-write.ts';
import { etagOf } from '../shared/etag.ts';
import { baseOf } from '../shared/if-match.ts';
import { parseItemPatch, parseItemReplacement } from '../shared/label-fields.ts';
import { parsePathQuery } from '../shared/path-query.ts';
import { Problem } from '../shared/problem.ts';
import { Route } from '../shared/route.decorator.ts';
import { HistoryQueryDto } from './history.query.ts';
import { sidecarOf } from './sidecar.ts';

const headerPatienceMs = 2000;

@Controller()
export class ItemsController {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly indexer: Indexer,
    private readonly headers: HeaderReader,
    private readonly labels: LabelBook,
    private readonly writer: LabelWriter,
    private readonly store: LabelStore,
    private readonly hashes: KnownHashes,
  ) {}

  @Route('item')
  async read(@Req() { query }: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Sidecar> {
    void reply.header('x-sync-cursor', this.labels.cursor);
    const path = parsePathQuery(query);
    const row = await this.rowOf(path);
    const labels = await this.labels.labelsOf(() => [path]);
    const sidecar = await this.show(row, labels.read(path), reply);
    const hash = (await this.hashes.of([row])).get(row);
    return hash === undefined ? sidecar : { ...sidecar, hash };
  }

  @Route('replaceItem')
  replace(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Sidecar> {
    const { base_version, tags, notes, star } = parseItemReplacement(request.body);
    return this.write(request, reply, base_version, { set_tags: tags, set_notes: notes, set_star: star });
  }

  @Route('patchItem')
  patch(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Sidecar> {
    const { base_version, ...patch } = parseItemPatch(request.body);
    return this.write(request, reply, base_version, patch);
  }

  @Route('itemHistory')
  async history(@Query() { path, before }: HistoryQueryDto): Promise<HistoryAnswer> {
    await this.labels.loaded();
    // What was written on a file that is gone is still to be seen; a path that nobody knows is a mistake.
    if (this.labels.table.find(path) === 0) await this.indexer.item(path);
    // Nothing later than what everyone can see: the store may be a moment ahead.
    const end = Math.min(before ?? Infinity, this.labels.ackedSeq + 1);
    const { operations, next } = await this.store.history(path, end);
    return { operations: [...operations], ...(next === null ? {} : { next }) };
  }

  @Route('tags')
  async tags(): Promise<TagsAnswer> {
    await this.labels.loaded();
    return { tags: this.labels.table.tagCounts() };
  }

  private async write(
    request: FastifyRequest,
    reply: FastifyReply,
    baseVersion: number | undefined,
    patch: LabelPatch,
  ): Promise<Sidecar> {
    const path = parsePathQuery(request.query);
    const asked = readAskedWrite(request);
    const base = baseOf(asked.ifMatch, baseVersion);
    try {
      const { answer, isReplay } = await this.writer.writeFound(asked, async () => {
        await this.rowOf(path);
        return { kind: 'edit', path, base, patch };
      });
      if (isReplay) void reply.header('idempotency-replayed', 'true');
      const sidecar = await this.show(this.catalogue.findEver(path), answer.label, reply);
      const { gestureId } = answer;
      return {
        ...sidecar,
        durability: this.writer.durability,
        ...(gestureId === null ? {} : { gesture_id: gestureId }),
      };
    } catch (error) {
      throw error instanceof Conflict ? this.inWords(error) : error;
    }
  }

  private inWords({ outcome }: Conflict): Problem {
    if (outcome.kind === 'views-conflict') throw new Error('An item was answered as if it were the views.');
    const { path } = outcome.current;
    const current = sidecarOf(this.catalogue, this.catalogue.findEver(path), outcome.current);
    const message = `Somebody changed this item: it is at version ${String(current.version)} now.`;
    return new Problem('version_conflict', message, { current, changedFields: [...outcome.changedFields] });
  }

  /** What a person wrote stays under its path when the file goes; it is there again when the file is. */
  private async rowOf(path: string): Promise<Row> {
    try {
      return await this.indexer.item(path);
    } catch (error) {
      const wasThere =
        error instanceof Problem && error.code === 'item_not_found' && this.labels.table.find(path) !== 0;
      if (!wasThere) throw error;
      throw new Problem('item_gone', 'The file of this item is not there any more. Its label is kept.');
    }
  }

  private async show(row: Row | undefined, label: Label, reply: FastifyReply): Promise<Sidecar> {
    if (row !== undefined) await this.headers.describe([row], headerPatienceMs);
    // The tag is for If-Match. It says nothing of the file, so an answer may not be kept by it.
    void reply.headers({ etag: etagOf(label.version), 'cache-control': 'no-store' });
    return sidecarOf(this.catalogue, row, label);
  }
}
