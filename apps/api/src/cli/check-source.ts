import { layoutWithout } from '../settings/layout.ts';
import type { Settings } from '../settings/settings.ts';
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

/** The same settings, but for what shall lie in a bucket that takes nothing: that goes to the workspace. */
export async function withBucketThatWrites(settings: Settings): Promise<Settings> {
  const { gallery } = settings;
  if (gallery.location.kind !== 's3' || gallery.sidecars !== 'kept' || gallery.workspace === null) return settings;
  const { whyBucketTakesNothing } = await import('../sources/s3/check-writable.ts');
  const refusal = await whyBucketTakesNothing(gallery.location);
  if (refusal === undefined) return settings;
  return Object.freeze({ ...settings, gallery: { ...gallery, ...layoutWithout(gallery, gallery.workspace, refusal) } });
}
