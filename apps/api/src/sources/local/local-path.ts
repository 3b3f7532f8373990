import { Buffer } from 'node:buffer';
import { nameFromKey } from '../../shared/file-name-key.ts';
import { rootPath, segmentsOf, type GalleryPath } from '../../shared/gallery-path.ts';
import type { LocalLocation } from '../source-location.ts';

/** The path that the file system is asked for; bytes where the name is not text. */
export function fileSystemPath(location: LocalLocation, path: GalleryPath): string | Buffer {
  if (path === rootPath) return location.root;
  const segments = segmentsOf(path).map(nameFromKey);
  if (segments.every((segment) => typeof segment === 'string')) return `${rootPrefix(location)}${segments.join('/')}`;
  const bytes = segments.map((segment) => Buffer.concat([Buffer.from('/'), Buffer.from(segment)]));
  return Buffer.concat([Buffer.from(location.root === '/' ? '' : location.root), ...bytes]);
}

/** May a file at this real path be served? Compared by whole segments: `/data-secret` is not within `/data`. */
export function isServable(location: LocalLocation, realPath: Buffer): boolean {
  return [location.root, ...location.followInto].some((folder) => isInside(realPath, Buffer.from(folder)));
}

function isInside(path: Buffer, folder: Buffer): boolean {
  if (folder.equals(Buffer.from('/'))) return true;
  const slash = 0x2f;
  return (
    path.subarray(0, folder.length).equals(folder) && (path.length === folder.length || path[folder.length] === slash)
  );
}

function rootPrefix(location: LocalLocation): string {
  return location.root === '/' ? '/' : `${location.root}/`;
}
