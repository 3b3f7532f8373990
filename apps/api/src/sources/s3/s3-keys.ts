import { Buffer } from 'node:buffer';
import { isUtf8 } from 'node:buffer';
import { keyFromName, nameFromKey } from '../../shared/file-name-key.ts';
import { rootPath, segmentsOf, type GalleryPath } from '../../shared/gallery-path.ts';
import type { S3Location } from '../source-location.ts';

/** The key of an object in its bucket; undefined for a path that no object can have. */
export function objectKey({ prefix }: S3Location, path: GalleryPath): string | undefined {
  const names = segmentsOf(path).map(nameFromKey);
  const texts = names.map((name) => (typeof name === 'string' ? name : textOf(name)));
  return texts.includes(undefined) ? undefined : prefix + texts.join('/');
}

/** What the keys of everything in a folder begin with. */
export function folderPrefix(location: S3Location, path: GalleryPath): string | undefined {
  if (path === rootPath) return location.prefix;
  const key = objectKey(location, path);
  return key === undefined ? undefined : `${key}/`;
}

/**
 * One part of a key as the gallery names it. Undefined for what cannot be a name in it: nothing at all (`a//b`, or the
 * key that stands for a folder), what is hidden (`..` among it), and what no path may hold.
 */
export function nameFromPart(part: string): string | undefined {
  if (part === '' || part.startsWith('.') || part.includes('\0') || !part.isWellFormed()) return undefined;
  return keyFromName(Buffer.from(part));
}

function textOf(name: Buffer): string | undefined {
  return isUtf8(name) ? name.toString('utf8') : undefined;
}

/** As the store orders keys: by their bytes. */
export function compareKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
