import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { segmentsOf, type GalleryPath } from './gallery-path.ts';

/** The longest name that every file system takes, less room for our endings. */
const nameBytesMax = 255 - '.thumbnail'.length;
const nameBytesKept = 180;

/** Our own files about a folder lie under the same names in the workspace; a name too long is cut and told apart by a hash. */
export function workspacePath(base: string, path: GalleryPath): string {
  return [base, ...segmentsOf(path).map(storableName)].join('/');
}

export function storableName(name: string): string {
  const bytes = Buffer.from(name);
  if (bytes.length <= nameBytesMax) return name;
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
  const kept = new TextDecoder().decode(bytes.subarray(0, nameBytesKept)).replace(/\ufffd+$/, '');
  return `${kept}~${hash}`;
}
