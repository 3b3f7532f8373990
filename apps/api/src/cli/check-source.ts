import { layoutWithout } from '../settings/layout.ts';
import type { Settings } from '../settings/settings.ts';
import { CannotStart } from '../shared/cannot-start.ts';
import type { SourceLocation, TableLocation } from '../sources/source-location.ts';

/**
 * A bucket is asked for its first key before anything starts, since what is wrong then (its name, the credentials, the
 * region) is wrong until somebody does something. A store that is silent may be back in a moment: that is a warning.
 * A table is opened, and has to say in its first rows where images are.
 */
export async function checkSource(location: SourceLocation): Promise<string | undefined> {
  if (location.kind === 'local') return undefined;
  if (location.kind === 'table') return checkTableFile(location);
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

async function checkTableFile(location: TableLocation): Promise<undefined> {
  const [{ checkTable }, { TableError }] = await Promise.all([
    import('../sources/table/read-table.ts'),
    import('../sources/table/table-error.ts'),
  ]);
  try {
    await checkTable(location);
  } catch (error) {
    const reason = error instanceof TableError ? error.message : `It cannot be read: ${String(error)}`;
    throw new CannotStart(`${location.file}: ${reason}`);
  }
}
