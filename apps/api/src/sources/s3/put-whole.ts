import { Buffer } from 'node:buffer';
import type { PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import { s3Status } from './s3-failure.ts';

/** What is longer is sent in parts of so many bytes: nothing larger is held in memory. No store takes parts below 5 MiB. */
const partBytes = 8 * 1024 * 1024;

export interface PutWish {
  readonly type: string;
  /** Only over this state of it, by its tag; over nothing for null. Whatever is there when left out. */
  readonly over?: string | null;
}

interface ObjectName {
  readonly Bucket: string;
  readonly Key: string;
}

/** Puts an object as a whole: nobody ever sees a part, however it is sent. */
export async function putWhole(
  client: S3Client,
  name: ObjectName,
  content: string | Uint8Array | AsyncIterable<string | Uint8Array>,
  { type, over }: PutWish,
): Promise<void> {
  const { PutObjectCommand } = await import('./sdk.ts');
  const parts = partsOf(content);
  const { value: first = Buffer.alloc(0) } = await parts.next();
  const second = await parts.next();
  if (second.done !== true) {
    await putInParts(client, { ...name, ContentType: type }, [first, second.value], parts);
    return;
  }
  const wish = { ...name, Body: first, ContentLength: first.length, ContentType: type };
  const conditions = conditionsOf(over);
  for (const [at, condition] of conditions.entries()) {
    try {
      await client.send(new PutObjectCommand({ ...wish, ...condition }));
      return;
    } catch (error) {
      const isMeant = at + 1 === conditions.length || !unequal.includes(s3Status(error));
      if (isMeant) throw error;
    }
  }
}

/** A store that has compared, and one that does not take a tag in this form. */
const unequal = [412, 400];

/** Some stores compare a tag with quotes to their own without them, others the other way round; then nothing is ever equal. */
function conditionsOf(over: string | null | undefined): Pick<PutObjectCommandInput, 'IfMatch' | 'IfNoneMatch'>[] {
  if (over === undefined) return [{}];
  return over === null ? [{ IfNoneMatch: '*' }] : [{ IfMatch: over }, { IfMatch: `"${over}"` }];
}

async function putInParts(
  client: S3Client,
  { ContentType, ...name }: ObjectName & { readonly ContentType: string },
  begun: readonly Buffer[],
  rest: AsyncGenerator<Buffer, undefined>,
): Promise<void> {
  const sdk = await import('./sdk.ts');
  const { UploadId } = await client.send(new sdk.CreateMultipartUploadCommand({ ...name, ContentType }));
  const sent: { ETag: string | undefined; PartNumber: number }[] = [];
  const send = async (Body: Buffer): Promise<void> => {
    const PartNumber = sent.length + 1;
    const part = { ...name, UploadId, PartNumber, Body, ContentLength: Body.length };
    sent.push({ ETag: (await client.send(new sdk.UploadPartCommand(part))).ETag, PartNumber });
  };
  try {
    for (const part of begun) await send(part);
    for await (const part of rest) await send(part);
    await client.send(new sdk.CompleteMultipartUploadCommand({ ...name, UploadId, MultipartUpload: { Parts: sent } }));
  } catch (error) {
    // Parts that belong to nothing are paid for; where even this fails, only a rule of the bucket takes them away.
    await client.send(new sdk.AbortMultipartUploadCommand({ ...name, UploadId })).catch(() => undefined);
    throw error;
  }
}

async function* partsOf(
  content: string | Uint8Array | AsyncIterable<string | Uint8Array>,
): AsyncGenerator<Buffer, undefined> {
  if (typeof content === 'string' || content instanceof Uint8Array) {
    yield Buffer.from(content);
    return;
  }
  let gathered: Buffer[] = [];
  let length = 0;
  for await (const piece of content) {
    const bytes = Buffer.from(piece);
    gathered.push(bytes);
    length += bytes.length;
    if (length < partBytes) continue;
    yield Buffer.concat(gathered);
    [gathered, length] = [[], 0];
  }
  if (length > 0) yield Buffer.concat(gathered);
}
