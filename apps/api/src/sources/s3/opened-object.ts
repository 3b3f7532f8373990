import { Buffer } from 'node:buffer';
import { Readable } from 'node:stream';
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import type { ImageType } from '#contracts';
import type { Clock } from '../../shared/clock.ts';
import { sourceUnavailable } from '../../shared/source-unavailable.ts';
import { signatureBytes } from '../content-type.ts';
import type { ByteRange, OpenedImage } from '../image-source.ts';
import type { Presigner } from './presigner.ts';
import { s3Failure } from './s3-failure.ts';
import type { S3Object } from './s3-object.ts';
import { bareTag, numberOf, secondOf } from './tag-number.ts';
import { withPatience } from './with-patience.ts';

/** For the browser that is sent there at once; images of a page that stays open are asked for here again. */
const browserSeconds = 300;

/** Its first bytes are fetched, which says everything of its state too: nothing else has to be asked. */
export async function openObject(object: S3Object, presigner: Presigner | undefined): Promise<OpenedImage> {
  try {
    const answer = await object.get({ Range: `bytes=0-${String(signatureBytes - 1)}` });
    const start = await firstBytes(answer, object.clock);
    const size = Number(answer.ContentRange?.split('/')[1] ?? answer.ContentLength ?? 0);
    return new OpenedObject(object, { ...answer, size, start }, presigner);
  } catch (error) {
    if (s3Failure(error) !== 'empty') throw error;
    // Of nothing there is no first byte.
    return new OpenedObject(object, { ...(await object.head()), size: 0, start: Buffer.alloc(0) }, undefined);
  }
}

interface OpenedState extends Pick<GetObjectCommandOutput, 'ETag' | 'LastModified'> {
  readonly size: number;
  readonly start: Buffer;
}

class OpenedObject implements OpenedImage {
  readonly size: number;
  readonly mtime: number;
  readonly inode: number;
  readonly #tag: string;
  readonly #start: Buffer;
  readonly address?: (type: ImageType, disposition: string) => Promise<string>;

  constructor(
    private readonly object: S3Object,
    { size, start, ETag, LastModified }: OpenedState,
    presigner: Presigner | undefined,
  ) {
    this.size = size;
    this.mtime = secondOf(LastModified);
    this.#tag = bareTag(ETag);
    this.inode = numberOf(this.#tag);
    this.#start = start;
    if (presigner) {
      this.address = (type, disposition) => {
        const answer = { 'response-content-type': type, 'response-content-disposition': disposition };
        return presigner.sign(object.key, browserSeconds, answer);
      };
    }
  }

  async head(bytes: number): Promise<Buffer> {
    if (bytes <= this.#start.length || this.size <= this.#start.length) return this.#start.subarray(0, bytes);
    const parts: Buffer[] = [];
    for await (const part of this.pieces({ start: 0, end: Math.min(bytes, this.size) - 1 })) parts.push(part);
    return Buffer.concat(parts);
  }

  part(range: ByteRange): Readable {
    return Readable.from(this.pieces(range), { objectMode: false });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** The store sends one state of an object or none; the last piece comes only when all of it has come. */
  private async *pieces({ start, end }: ByteRange): AsyncGenerator<Buffer> {
    const body = await this.bodyOfPart(start, end);
    let missing = end - start + 1;
    let last: Buffer | undefined;
    try {
      for await (const piece of withPatience(body, this.object.clock)) {
        if (last) yield last;
        last = piece;
        missing -= piece.length;
      }
    } catch {
      // Cut on the way, or silent: who waits is told what that means for them, and in words only if nothing was sent yet.
      throw sourceUnavailable();
    } finally {
      body.destroy();
    }
    if (missing !== 0) throw sourceUnavailable();
    if (last) yield last;
  }

  private async bodyOfPart(start: number, end: number): Promise<Readable> {
    try {
      // Some stores compare the tag with its quotes, and then nothing is equal.
      const answer = await this.object.get({ Range: `bytes=${String(start)}-${String(end)}`, IfMatch: this.#tag });
      const body = bodyOf(answer);
      if (bareTag(answer.ETag) === this.#tag) return body;
      // Not every store knows the condition.
      body.destroy();
    } catch {
      // It was replaced, or went away, since it was opened; or the store did.
    }
    throw sourceUnavailable();
  }
}

async function firstBytes(answer: GetObjectCommandOutput, clock: Clock): Promise<Buffer> {
  const body = bodyOf(answer);
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of withPatience(body, clock)) {
      parts.push(part);
      length += part.length;
      // A store that knows no ranges sends everything.
      if (answer.ContentRange === undefined && length >= signatureBytes) break;
    }
  } finally {
    body.destroy();
  }
  return Buffer.concat(parts).subarray(0, signatureBytes);
}

/** In this runtime the body of an answer is a stream, and there is always one. */
function bodyOf({ Body }: GetObjectCommandOutput): Readable {
  const body = Body as Readable;
  // What fails after one has stopped reading is of no interest to anyone.
  body.on('error', () => undefined);
  return body;
}
