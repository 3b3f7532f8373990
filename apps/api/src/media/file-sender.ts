import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import type { ImageType } from '#contracts';
import type { Places } from '../catalogue/places.ts';
import { mediaPolicy } from '../shared/media-policy.ts';
import { nameOf, type GalleryPath } from '../shared/gallery-path.ts';
import { immutable, isUnchanged, revalidate } from '../shared/http-cache.ts';
import { Problem } from '../shared/problem.ts';
import { signatureBytes, typeOfContent } from '../sources/content-type.ts';
import type { ByteRange, OpenedImage } from '../sources/image-source.ts';
import { fingerprintOf } from '../shared/fingerprint.ts';
import { attachmentName } from '../shared/attachment-name.ts';
import { parseRange } from './byte-range.ts';

/** Sends originals: opened once, checked after opening, with the type that their bytes have. */
export class FileSender {
  constructor(private readonly places: Pick<Places, 'open'>) {}

  async send(
    path: GalleryPath,
    version: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const opened = await this.places.open(path);
    let isHandedOver = false;
    try {
      const type = await this.typeOf(opened);
      const { size, mtime, inode } = opened;
      const changed = new Date(mtime);
      const fingerprint = fingerprintOf(size, mtime, inode);
      const etag = `"${fingerprint}"`;
      void reply.headers({
        etag,
        'last-modified': changed.toUTCString(),
        'cache-control': version === fingerprint ? immutable : revalidate,
        'content-security-policy': mediaPolicy,
        'content-disposition': `inline; ${attachmentName(nameOf(path))}`,
        'accept-ranges': 'bytes',
        'content-type': type,
      });
      if (isUnchanged(request.headers, etag, changed)) {
        void reply.status(304).send();
        return;
      }
      if (request.method === 'HEAD') {
        // Ranges are for GET alone. An empty stream, because with nothing at all the length would be said to be 0.
        void reply.header('content-length', String(size)).send(Readable.from([]));
        return;
      }
      if (opened.address) {
        this.redirect(reply, await opened.address(type, `inline; ${attachmentName(nameOf(path))}`));
        return;
      }
      const range = this.rangeOf(request, reply, etag, size);
      const { start, end } = range ?? { start: 0, end: size - 1 };
      void reply.header('content-length', String(end - start + 1));
      isHandedOver = true;
      void reply.send(opened.part({ start, end }));
    } finally {
      if (!isHandedOver) await opened.close();
    }
  }

  /** The address is good for a short while, so the answer that holds it must not be kept; it stands in no log. */
  private redirect(reply: FastifyReply, address: string): void {
    void reply
      .status(302)
      .headers({ location: address, 'cache-control': 'no-store' })
      .removeHeader('content-type')
      .removeHeader('content-disposition')
      .send();
  }

  private async typeOf(opened: OpenedImage): Promise<ImageType> {
    const type = typeOfContent(await opened.head(signatureBytes));
    if (type === undefined) throw new Problem('not_an_image', 'What is in this file is no image that is served here.');
    return type;
  }

  private rangeOf(request: FastifyRequest, reply: FastifyReply, etag: string, size: number): ByteRange | undefined {
    const condition = request.headers['if-range'];
    if (condition !== undefined && condition !== etag) return undefined;
    const range = parseRange(request.headers.range, size);
    if (range === undefined) return undefined;
    if (range === 'unsatisfiable') {
      void reply.header('content-range', `bytes */${String(size)}`);
      throw new Problem('range_not_satisfiable', `The file has ${String(size)} bytes.`);
    }
    void reply.status(206).header('content-range', `bytes ${String(range.start)}-${String(range.end)}/${String(size)}`);
    return range;
  }
}
