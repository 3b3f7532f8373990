import { Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Buffer } from 'node:buffer';
import type { ThumbQueued } from '#contracts';
import { Catalogue, type Row } from '../catalogue/catalogue.ts';
import { Indexer } from '../catalogue/indexer.ts';
import { immutable, isUnchanged, revalidate } from '../shared/http-cache.ts';
import { mediaPolicy } from '../shared/media-policy.ts';
import { parseMediaQuery } from '../shared/media-query.ts';
import { Route } from '../shared/route.decorator.ts';
import { ThumbMaker } from './thumb-maker.ts';

const retryAfterMs = 1000;

@Controller()
export class ThumbsController {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly indexer: Indexer,
    private readonly thumbs: ThumbMaker,
  ) {}

  @Route('thumb')
  async read(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const query = parseMediaQuery(request.query);
    const row = this.catalogue.find(query.path) ?? (await this.indexer.item(query.path));
    const fingerprint = this.catalogue.fingerprintOf(row);
    const etag = `"t-${fingerprint}"`;
    const modified = new Date(this.catalogue.columns.mtime[row] ?? 0);
    void reply.headers({
      etag,
      'cache-control': query.v === fingerprint ? immutable : revalidate,
      'content-security-policy': mediaPolicy,
    });
    if (isUnchanged(request.headers, etag, modified)) {
      void reply.status(304).send();
      return;
    }
    const picture = this.thumbs.hot(row);
    if (picture) sendPicture(reply, picture);
    else await this.wait(row, request, reply);
  }

  private async wait(row: Row, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const gone = new AbortController();
    reply.raw.once('close', () => {
      gone.abort();
    });
    // Whoever left while the item was looked up has closed already, and does so only once.
    if (reply.raw.destroyed) gone.abort();
    const answer = await this.thumbs.get(row, gone.signal).catch((error: unknown) => {
      this.indexer.assertThere(this.catalogue.pathOf(row));
      throw error;
    });
    if (answer.status === 'ready') sendPicture(reply, answer.picture);
    else sendQueued(reply, request.originalUrl);
  }
}

function sendPicture(reply: FastifyReply, picture: Buffer): void {
  void reply.header('content-type', 'image/webp').send(picture);
}

function sendQueued(reply: FastifyReply, location: string): void {
  const body: ThumbQueued = { status: 'queued', retry_after_ms: retryAfterMs };
  void reply
    .status(202)
    .headers({ 'retry-after': String(retryAfterMs / 1000), location, 'cache-control': 'no-store' })
    .removeHeader('etag')
    .send(body);
}
