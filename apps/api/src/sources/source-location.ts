import { Buffer } from 'node:buffer';
import { nameFromKey } from '../shared/file-name-key.ts';
import { rootPath, segmentsOf, type GalleryPath } from '../shared/gallery-path.ts';

/** Where a gallery of local files lies. Plain data: it travels to worker threads and child processes. */
export interface SourceLocation {
  /** Real path of the gallery's folder. */
  readonly root: string;
  /** Inode of that folder: another one in its place is a disk that went away, not an empty gallery. */
  readonly rootInode: number;
  /** Real paths outside of the root that symbolic links may lead into. */
  readonly followInto: readonly string[];
}

/** The path that the file system is asked for; bytes where the name is not text. */
export function fileSystemPath(location: SourceLocation, path: GalleryPath): string | Buffer {
  if (path === rootPath) return location.root;
  const segments = segmentsOf(path).map(nameFromKey);
  if (segments.every((segment) => typeof segment === 'string')) return `${rootPrefix(location)}${segments.join('/')}`;
  const bytes = segments.map((segment) => Buffer.concat([Buffer.from('/'), Buffer.from(segment)]));
  return Buffer.concat([Buffer.from(location.root === '/' ? '' : location.root), ...bytes]);
}

/** May a file at this real path be served? Compared by whole segments: `/data-secret` is not within `/data`. */
export function isServable(location: SourceLocation, realPath: Buffer): boolean {
  return [location.root, ...location.followInto].some((folder) => isInside(realPath, Buffer.from(folder)));
}

function isInside(path: Buffer, folder: Buffer): boolean {
  if (folder.equals(Buffer.from('/'))) return true;
  const slash = 0x2f;
  return (
    path.subarray(0, folder.length).equals(folder) && (path.length === folder.length || path[folder.length] === slash)
  );
}

function rootPrefix(location: SourceLocation): string {
  return location.root === '/' ? '/' : `${location.root}/`;
}
