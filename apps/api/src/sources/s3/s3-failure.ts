import type { GalleryPath } from '../../shared/gallery-path.ts';
import { Problem } from '../../shared/problem.ts';
import { sourceUnavailable } from '../../shared/source-unavailable.ts';

export type S3Failure = 'absent' | 'denied' | 'changed' | 'empty' | 'unavailable';

/** Refusals that say something of our credentials, our clock or our request, and nothing of the object. */
const ownTrouble = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidAccessKeyId',
  'InvalidToken',
  'RequestExpired',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
  'TokenRefreshRequired',
]);

/** What a store's refusal, or its silence, means. */
export function s3Failure(error: unknown): S3Failure {
  return failureOf(s3Status(error), s3Code(error));
}

/** The same from the status and the code of an answer. */
export function failureOf(status: number, code: string): S3Failure {
  // Without its bucket, nothing is known of any object in it.
  if (code === 'NoSuchBucket' || ownTrouble.has(code)) return 'unavailable';
  if (status === 404) return 'absent';
  if (status === 403) return 'denied';
  if (status === 412) return 'changed';
  return status === 416 ? 'empty' : 'unavailable';
}

/** Whether the store has understood what it was asked, and will not do it another time either. */
export function isRefusal(error: unknown): boolean {
  const [status, code] = [s3Status(error), s3Code(error)];
  const isAboutUs = code === 'NoSuchBucket' || ownTrouble.has(code) || status === 408 || status === 429;
  return status >= 400 && status < 500 && !isAboutUs;
}

export function s3Status(error: unknown): number {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0;
}

export function s3Code(error: unknown): string {
  const { name, Code } = error as { name?: string; Code?: string };
  return Code ?? name ?? '';
}

/** The refusal of whoever asked for the image. */
export function s3Problem(failure: S3Failure, path: GalleryPath): Problem {
  switch (failure) {
    case 'absent':
      return new Problem('item_not_found', `There is no image ${JSON.stringify(path)} in this gallery.`);
    case 'denied':
      return new Problem(
        'source_denied',
        'The server may not read this object: ask the operator for the right to do so.',
      );
    case 'changed':
    case 'empty':
    case 'unavailable':
      return sourceUnavailable();
  }
}
