import { Readable } from 'node:stream';
import { Controller, Inject, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ExportFormat } from '#contracts';
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
    const rows = await this.exporter.rowsOf(wish);
    void reply.headers({
      'content-type': types[format],
      'content-disposition': `attachment; ${attachmentName(this.nameOf(query.path, format))}`,
      'cache-control': 'no-store',
      'x-sync-cursor': this.book.cursor,
    });
    // Packed, a file that was cut off would look whole to some programs.
    delete request.headers['accept-encoding'];
    if (request.method === 'HEAD') {
      void reply.send(Readable.from([]));
      return;
    }
    const { cursor, pieces } = await this.exporter.begin(wish, rows);
    void reply.header('x-sync-cursor', cursor);
    await this.send(pieces, request, reply);
  }

  /** What fails before the first bytes is answered as a problem; after them, cutting the connection is all there is to say. */
  private async send(
    pieces: AsyncGenerator<Uint8Array, void>,
    { id }: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const log = this.log;
    const first = await pieces.next();
    async function* all(): AsyncGenerator<Uint8Array, void> {
      try {
        if (first.done !== true) yield first.value;
        yield* pieces;
      } catch (error) {
        log.warn({ request: id, err: error }, 'an export was cut off');
        throw error;
      } finally {
        // Also where it was left before it came to the rest.
        await pieces.return();
      }
    }
    // Ends the connection when nothing has moved on it.
    reply.raw.setTimeout(stalledMs);
    void reply.send(Readable.from(all(), { objectMode: false }));
  }

  private nameOf(folder: GalleryPath, format: ExportFormat): string {
    const name = folder === rootPath ? this.settings.gallery.label : nameOf(folder);
    return `${name}-${this.clock.isoNow().slice(0, 10)}.${format}`;
  }
}
