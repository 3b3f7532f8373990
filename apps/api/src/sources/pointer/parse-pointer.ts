import { Buffer } from 'node:buffer';
import { isBucketName, wholePrefix } from '../s3/bucket-address.ts';

/** The file that makes a folder stand for another one. */
export const pointerFileName = '.lenslet.folder.json';
/** A larger one is no pointer that anybody wrote. */
export const pointerBytesMax = 64 * 1024;

const labelCharactersMax = 200;
const pathBytesMax = 4096;

export type PointerTarget =
  | { readonly type: 'local'; readonly path: string }
  | { readonly type: 's3'; readonly bucket: string; readonly prefix: string; readonly region: string | null };

export interface Pointer {
  readonly target: PointerTarget;
  readonly label: string | null;
}

/** Why it leads nowhere, as the end of a sentence about it. */
export interface Unusable {
  readonly why: string;
}

/** What a pointer file says. Fields that are not known here are left to those who know them. */
export function parsePointer(text: string): Pointer | Unusable {
  if (Buffer.byteLength(text) > pointerBytesMax) return { why: 'it is far too large' };
  const fields = objectIn(text);
  if (!fields) return { why: 'it is not a JSON object' };
  const { version, kind, target, label = null, readonly: isReadOnly = false } = fields;
  if (version !== 1) return { why: 'its version is not 1' };
  if (kind !== 'pointer') return { why: 'its kind is not "pointer"' };
  if (typeof isReadOnly !== 'boolean') return { why: 'its readonly is neither true nor false' };
  if (label !== null && !isLabel(label))
    return { why: `its label is no text of at most ${String(labelCharactersMax)} characters` };
  if (!isObject(target)) return { why: 'it has no target' };
  const read = targetOf(target);
  return 'why' in read ? read : { target: read, label: label?.trim() || null };
}

function targetOf(target: Fields): PointerTarget | Unusable {
  switch (target['type']) {
    case 'local':
      return localTarget(target);
    case 's3':
      return bucketTarget(target);
    default:
      return { why: 'the type of its target is neither "local" nor "s3"' };
  }
}

function localTarget({ path }: Fields): PointerTarget | Unusable {
  if (typeof path !== 'string' || path === '' || path.includes('\0') || !path.isWellFormed())
    return { why: 'its target has no path' };
  return Buffer.byteLength(path) > pathBytesMax
    ? { why: 'the path of its target is too long' }
    : { type: 'local', path };
}

function bucketTarget({ bucket, prefix: asked = '', region = null }: Fields): PointerTarget | Unusable {
  if (typeof bucket !== 'string' || !isBucketName(bucket)) return { why: 'its target names no bucket' };
  const isText = typeof asked === 'string' && asked.isWellFormed() && Buffer.byteLength(asked) <= pathBytesMax;
  const prefix = isText && !asked.includes('\0') ? wholePrefix(asked) : undefined;
  if (prefix === undefined) return { why: 'no part of the prefix of its target may be empty, "." or ".."' };
  if (region !== null && (typeof region !== 'string' || !/^[\w-]{1,64}$/.test(region)))
    return { why: 'the region of its target is none' };
  return { type: 's3', bucket, prefix, region };
}

type Fields = Readonly<Record<string, unknown>>;

function objectIn(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isLabel(label: unknown): label is string {
  return typeof label === 'string' && label.length <= labelCharactersMax && label.isWellFormed();
}
