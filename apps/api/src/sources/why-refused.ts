import { CannotStart } from '../shared/cannot-start.ts';
import { checkBucket } from './s3/check-bucket.ts';
import type { SourceLocation } from './source-location.ts';

/** A sentence about what somebody has to do something about; undefined where it may mend itself. */
export async function whyRefused(location: SourceLocation): Promise<string | undefined> {
  if (location.kind !== 's3') return undefined;
  try {
    await checkBucket(location);
    return undefined;
  } catch (error) {
    if (error instanceof CannotStart) return error.message;
    throw error;
  }
}
