import { Buffer } from 'node:buffer';
import { limits } from '#contracts';
import { isKey } from './file-name-key.ts';
import { Problem } from './problem.ts';

/** A canonical path inside the gallery: `/`, `/a`, `/a/b.jpg`. Only `cleanPath` and the functions here make one. */
export type GalleryPath = string;

export const rootPath: GalleryPath = '/';

/**
 * The one door for paths from outside: slashes are made canonical, and what could leave the gallery or
 * mean two things is refused. Everything behind this door trusts the form.
 */
export function cleanPath(raw: string, field = 'path'): GalleryPath {
  if (Buffer.byteLength(raw) > limits.pathBytes) {
    throw new Problem('invalid_path', `The path is longer than ${String(limits.pathBytes)} bytes.`, { field });
  }
  if (raw.includes('\0')) throw new Problem('invalid_path', 'The path holds a NUL character.', { field });
  if (!raw.isWellFormed()) throw new Problem('invalid_path', 'The path is not valid Unicode.', { field });
  const segments = raw.split(/[/\\]+/).filter((segment) => segment !== '');
  if (segments.includes('..') || segments.includes('.')) {
    throw new Problem('invalid_path', 'The path may not hold "." or ".." as a segment.', { field });
  }
  if (!segments.every(isKey)) throw new Problem('invalid_path', 'No file can have this name.', { field });
  return '/' + segments.join('/');
}

/** A path of which any part starts with a dot is not served, whatever lies there. */
export function isHidden(path: GalleryPath): boolean {
  return path.includes('/.');
}

export function parentOf(path: GalleryPath): GalleryPath {
  const cut = path.lastIndexOf('/');
  return cut <= 0 ? rootPath : path.slice(0, cut);
}

export function nameOf(path: GalleryPath): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function childOf(folder: GalleryPath, name: string): GalleryPath {
  return folder === rootPath ? `/${name}` : `${folder}/${name}`;
}

/** Is it this folder, or anywhere below it? */
export function isWithin(path: GalleryPath, folder: GalleryPath): boolean {
  return folder === rootPath || path === folder || path.startsWith(folder + '/');
}

export function segmentsOf(path: GalleryPath): string[] {
  return path === rootPath ? [] : path.slice(1).split('/');
}
