import { Buffer } from 'node:buffer';
import type { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import type { S3Location } from '../source-location.ts';
import { listKeys } from './list-keys.ts';
import { putWhole, type PutWish } from './put-whole.ts';
import { s3Door, type S3Door } from './s3-client.ts';
import { s3Failure } from './s3-failure.ts';
import { bareTag } from './tag-number.ts';

/** Of a slow line a part of a large file takes a while. */
const patience = { silenceMs: 10_000, answerMs: 60_000 };
/** No object of ours comes near to it. */
const bytesMax = 256 * 1024 * 1024;

export interface OwnObject {
  readonly bytes: Buffer;
  readonly tag: string;
}

export class TooLarge extends Error {
  constructor() {
    super('It is far too large.');
  }
}

/** Objects of a bucket that we put there, by their keys: whole ones, of a size that fits into memory. */
export class OwnObjects {
  constructor(private readonly location: S3Location) {}

  /** Undefined when it is not there. */
  async read(key: string, waitMs: number): Promise<OwnObject | undefined> {
    const [{ client }, { GetObjectCommand }] = await Promise.all([this.door(), import('./sdk.ts')]);
    try {
      const abortSignal = AbortSignal.timeout(waitMs);
      const {
        Body,
        ContentLength = 0,
        ETag,
      } = await client.send(new GetObjectCommand(this.name(key)), { abortSignal });
      if (ContentLength > bytesMax) {
        // In this runtime the body of an answer is a stream.
        (Body as Readable).destroy();
        throw new TooLarge();
      }
      const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
      return { bytes, tag: bareTag(ETag) };
    } catch (error) {
      if (s3Failure(error) === 'absent') return undefined;
      throw error;
    }
  }

  async put(
    key: string,
    content: string | Uint8Array | AsyncIterable<string | Uint8Array>,
    wish: PutWish,
  ): Promise<void> {
    await putWhole(await this.client(), this.name(key), content, wish);
  }

  /** Whether it was there, which the store does not say when it removes. */
  async remove(key: string): Promise<boolean> {
    const [client, { DeleteObjectCommand, HeadObjectCommand }] = await Promise.all([this.client(), import('./sdk.ts')]);
    try {
      await client.send(new HeadObjectCommand(this.name(key)));
    } catch (error) {
      if (s3Failure(error) === 'absent') return false;
      throw error;
    }
    await client.send(new DeleteObjectCommand(this.name(key)));
    return true;
  }

  /** The last parts of all keys directly under this prefix. */
  async *partsUnder(prefix: string): AsyncGenerator<string> {
    const wish = { Prefix: prefix, Delimiter: '/' };
    for await (const { objects } of listKeys(await this.client(), this.location, wish))
      for (const { key } of objects) yield key.slice(prefix.length);
  }

  /** Where whoever has this address may put the object, so often as they like, for so long. */
  async addressToPut(key: string, seconds: number): Promise<string> {
    return (await this.door()).presigner.sign(key, seconds, {}, 'PUT');
  }

  private async client(): Promise<S3Client> {
    return (await this.door()).client;
  }

  private door(): Promise<S3Door> {
    return s3Door(this.location, patience);
  }

  private name(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.location.bucket, Key: key };
  }
}
