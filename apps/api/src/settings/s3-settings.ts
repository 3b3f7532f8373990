import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isBucketName, wholePrefix } from '../sources/s3/bucket-address.ts';
import type { S3Location } from '../sources/source-location.ts';
import type { OptionValues } from './read-options.ts';

const scheme = 's3://';

export function isS3Address(source: string): boolean {
  return source.startsWith(scheme);
}

/** The bucket that an address such as `s3://bucket/prefix` names; undefined with a complaint for one that names none. */
export function s3Location(address: string, values: OptionValues, complaints: string[]): S3Location | undefined {
  const [bucket = '', ...rest] = address.slice(scheme.length).split('/');
  const prefix = wholePrefix(rest.join('/'));
  if (!isBucketName(bucket)) {
    complaints.push(`${address} names no bucket: say s3://bucket or s3://bucket/prefix.`);
  } else if (prefix === undefined) {
    complaints.push(`${address}: no part of a prefix may be empty, "." or "..".`);
  } else {
    complaints.push(...contradictions(values));
    return { kind: 's3', bucket, prefix, ...s3Access(values), isRedirecting: values['s3-presign'] };
  }
  return undefined;
}

/** How buckets are reached, whichever. */
export function s3Access(values: OptionValues): Pick<S3Location, 'region' | 'endpoint' | 'isPathStyle' | 'sweepMs'> {
  return {
    region: regionOf(values),
    endpoint: values['s3-endpoint'] || null,
    isPathStyle: values['s3-path-style'],
    sweepMs: values['s3-sweep'] * 1000,
  };
}

/** Other stores than Amazon's mostly take any. */
function regionOf(values: OptionValues): string | null {
  const known = values['s3-region'] || environment('AWS_REGION') || environment('AWS_DEFAULT_REGION');
  if (known) return known;
  return values['s3-endpoint'] === '' ? null : 'us-east-1';
}

/** Of the person, or of their tools for S3; ours are options. */
function environment(name: string): string | undefined {
  // eslint-disable-next-line no-restricted-properties -- this is where settings are read
  return process.env[name] || undefined;
}

function contradictions(values: OptionValues): string[] {
  const complaints: string[] = [];
  if (values['s3-presign'] && regionOf(values) === null)
    complaints.push('--s3-presign sends browsers to the store: say in which region it is, with --s3-region.');
  if (values['follow-symlinks'].length > 0)
    complaints.push('--follow-symlinks is for folders; there are no links in a bucket.');
  return complaints;
}

/** Nothing is written into the bucket: what Lenslet keeps lies in this person's folder for such things, one for each bucket and prefix. */
export function s3Workspace({ endpoint, bucket, prefix }: S3Location): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([endpoint, bucket, prefix]))
    .digest('hex')
    .slice(0, 10);
  const data = environment('XDG_DATA_HOME') ?? join(homedir(), '.local', 'share');
  return join(data, 'lenslet', `${bucket}-${hash}`);
}

/** Where browsers are sent to for originals, so that the page may show them; with the bucket in the name of the host, or not. */
export function originsOf({ endpoint, bucket, region, isRedirecting }: S3Location): readonly string[] {
  if (!isRedirecting) return [];
  const { protocol, host } = new URL(endpoint ?? `https://s3.${region ?? 'us-east-1'}.amazonaws.com`);
  return [`${protocol}//${host}`, `${protocol}//${bucket}.${host}`];
}
