import type { S3Location } from '../source-location.ts';
import { s3Door } from './s3-client.ts';
import { isRefusal, s3Code, s3Failure, s3Status } from './s3-failure.ts';

/** Hidden, and never there. */
const probeName = '.lenslet-probe';
/** No object has it. In the form of the standard: that it is understood counts, not what it is compared with. */
const probeTag = '"00000000000000000000000000000000"';

/**
 * Why nothing can be written in this bucket, in words; undefined where it can, or where the store does not say. Asked by a
 * write on a condition that never holds: whoever may write is told of the condition, and nothing is written.
 */
export async function whyBucketTakesNothing(location: S3Location): Promise<string | undefined> {
  const name = { Bucket: location.bucket, Key: location.prefix + probeName };
  const [{ client }, sdk] = await Promise.all([s3Door(location, { silenceMs: 5000 }), import('./sdk.ts')]);
  try {
    await client.send(new sdk.PutObjectCommand({ ...name, Body: '', ContentLength: 0, IfMatch: probeTag }));
  } catch (error) {
    const failure = s3Failure(error);
    if (failure === 'denied') return 'the credentials may not write into the bucket';
    if (failure === 'changed' || failure === 'absent') return undefined;
    // A store that has never heard of the condition may say so, too.
    const knowsNone = isRefusal(error) || s3Status(error) === 501;
    return knowsNone ? `the store refuses conditional writes: ${s3Code(error)}` : undefined;
  }
  // It has been written, so the condition counts for nothing, and of two who write one label one would be lost.
  await client.send(new sdk.DeleteObjectCommand(name)).catch(() => undefined);
  return 'the store knows no conditional writes';
}
