import { Readable } from 'node:stream';
import { Controller, Inject, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ExportFormat } from '#contracts';
import { Doorman } from '../auth/doorman.ts';
import { queryInAddress } from '../browse/query-in-address.ts';
import { LabelBook } from '../persistence/label-book.ts';
import { LOG, SETTINGS } from '../settings/settings.module.ts';
import type { Settings } from '../settings/settings.ts';
import { attachmentName } from '../shared/attachment-name.ts';
import { Clock } from '../shared/clock.ts';
import { nameOf, rootPath, type GalleryPath } from '../shared/gallery-path.ts';
import type { Log } from '../shared/log.ts';
import { Route } from '../shared/route.decorator.ts';
import { ExportQueryDto } from './export.query.ts';
import { ExportReader } from './export-reader.ts';
import { Exporter } from './exporter.ts';

const types: Readonly<Record<ExportFormat, string>> = {
  json: 'application/json; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
};

/** A reader that has taken nothing for so long has left, without saying so: it would keep its place for ever. */
const stalledMs = 5 * 60_000;

@Controller()
export class ExportController {
  constructor(
    private readonly exporter: Exporter,
    private readonly book: LabelBook,
    private readonly doorman: Doorman,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(LOG) private readonly log: Log,
  ) {}

  @Route('export')
  async export(
    @Query() { format = 'json', path, query: asked, labelled }: ExportQueryDto,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const query = queryInAddress(path, asked);
    const wish = { query, format, onlyLabelled: labelled === 'only' };
    const name = this.nameOf(query.path, format);
    if (request.method === 'HEAD') {
      await this.exporter.check(wish);
      void this.head(reply, format, name, this.book.cursor).send(Readable.from([]));
      return;
    }
    const { principal } = request;
    const reader = new ExportReader(
      principal.isAuthenticated ? principal.name : null,
      () => this.doorman.isStillGood(principal),
      request.raw.socket,
      this.clock,
    );
    try {
      const { cursor, pieces } = await this.exporter.begin(wish, reader);
      const taken = reader.taking(pieces);
      // What fails before the first bytes is answered as a problem.
      const first = await taken.next();
      // Ends the connection when nothing has moved on it.
      reply.raw.setTimeout(stalledMs);
      const all = this.all(first, taken, reader, request.id);
      void this.head(reply, format, name, cursor).send(Readable.from(all, { objectMode: false }));
    } catch (error) {
      reader.leave();
      throw error;
    }
  }

  private head(reply: FastifyReply, format: ExportFormat, name: string, cursor: string): FastifyReply {
    // Packed, a file that was cut off would look whole to some programs.
    delete reply.request.headers['accept-encoding'];
    return reply.headers({
      'content-type': types[format],
      'content-disposition': `attachment; ${attachmentName(name)}`,
      'cache-control': 'no-store',
      'x-sync-cursor': cursor,
    });
  }

  /** After the first bytes, cutting the connection is all there is to say. */
  private async *all(
    first: IteratorResult<Uint8Array, void>,
    rest: AsyncGenerator<Uint8Array, void>,
    { left }: ExportReader,
    request: string,
  ): AsyncGenerator<Uint8Array, void> {
    try {
      if (first.done !== true) yield first.value;
      yield* rest;
    } catch (error) {
      if (!left.aborted) this.log.warn({ request, err: error }, 'an export was cut off');
      throw error;
    } finally {
      // Also where it was left before it came to the rest.
      await rest.return();
    }
  }

  private nameOf(folder: GalleryPath, format: ExportFormat): string {
    const name = folder === rootPath ? this.settings.gallery.label : nameOf(folder);
    return `${name}-${this.clock.isoNow().slice(0, 10)}.${format}`;
  }
}
