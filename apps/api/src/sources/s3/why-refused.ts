import { nameOfLocation, type S3Location } from '../source-location.ts';
import { s3Code, s3Status } from './s3-failure.ts';

/**
 * What the store, or the library on the way to it, refused for good, in a sentence about what somebody has to do; undefined
 * for silence and trouble of its own, which may mend themselves.
 */
export function whyRefused(error: unknown, location: S3Location): string | undefined {
  const [code, status] = [s3Code(error), s3Status(error)];
  const { bucket, region, endpoint } = location;
  const message = error instanceof Error ? error.message : '';
  if (code === 'CredentialsProviderError')
    return 'No credentials for S3 were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name a profile in AWS_PROFILE, or run where a role gives them.';
  if (/region is missing/i.test(message))
    return 'The region of the bucket is not known: say --s3-region, or set AWS_REGION.';
  const elsewhere = regionIn(error);
  if (elsewhere !== undefined && elsewhere !== region && endpoint === null)
    return `The bucket ${bucket} lies in ${elsewhere}: say --s3-region ${elsewhere}.`;
  switch (code) {
    case 'NoSuchBucket':
      return `There is no bucket ${bucket}: check its name${endpoint === null ? '' : ', and --s3-endpoint'}.`;
    case 'InvalidAccessKeyId':
    case 'SignatureDoesNotMatch':
    case 'ExpiredToken':
    case 'InvalidToken':
      return `The store does not accept the credentials (${code}): check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or the profile.`;
    case 'RequestTimeTooSkewed':
      return 'The clock of this machine is wrong: the store accepts no request from it.';
  }
  if (status === 403)
    return `${nameOfLocation(location)} may not be listed with these credentials: they need s3:ListBucket on the bucket and s3:GetObject on what is in it.`;
  if (status === 301 || status === 307 || status === 400 || status === 404)
    return `The store does not understand what it is asked for (${code}): check --s3-endpoint and --s3-region, and try --s3-path-style.`;
  return undefined;
}

/** Amazon says where the bucket is, in a header or in the answer. */
function regionIn(error: unknown): string | undefined {
  const { Region, $response } = error as { Region?: string; $response?: { headers?: Record<string, string> } };
  return Region ?? $response?.headers?.['x-amz-bucket-region'];
}
