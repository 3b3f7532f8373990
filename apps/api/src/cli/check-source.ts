import type { SourceLocation } from '../sources/source-location.ts';

/**
 * A bucket is asked for its first key before anything starts, since what is wrong then (its name, the credentials, the
 * region) is wrong until somebody does something. A store that is silent may be back in a moment: that is a warning.
 */
export async function checkSource(location: SourceLocation): Promise<string | undefined> {
  if (location.kind === 'local') return undefined;
  const { checkBucket } = await import('../sources/s3/check-bucket.ts');
  return checkBucket(location);
}
