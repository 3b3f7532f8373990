import type { GalleryPath } from '../shared/gallery-path.ts';

/** What was in a file when it was read as a whole, and which state of the file that was. */
export interface Content {
  readonly path: GalleryPath;
  /** BLAKE3, as 64 hexadecimal digits. */
  readonly hash: string;
  readonly size: number;
  readonly mtime: number;
  readonly inode: number;
}

/** Many contents on their way to another thread: three objects instead of ten thousand. */
export interface PackedContents {
  /** Joined by NUL, which no path holds. */
  readonly paths: string;
  /** One after the other: all are of one length. */
  readonly hashes: string;
  /** Of each its size, time and inode. */
  readonly states: Float64Array;
}

const hashLength = 64;

/** As other programs write it, and manifests and items show it. */
export function toldHash(hash: string): string {
  return `blake3:${hash}`;
}

export function packContents(contents: readonly Content[]): PackedContents {
  const states = new Float64Array(contents.length * 3);
  for (const [at, { size, mtime, inode }] of contents.entries()) states.set([size, mtime, inode], at * 3);
  return {
    paths: contents.map(({ path }) => path).join('\0'),
    hashes: contents.map(({ hash }) => hash).join(''),
    states,
  };
}

export function unpackContents({ paths, hashes, states }: PackedContents): Content[] {
  if (states.length === 0) return [];
  return paths.split('\0').map((path, at) => {
    const [size = 0, mtime = 0, inode = 0] = states.subarray(at * 3, at * 3 + 3);
    return { path, hash: hashes.slice(at * hashLength, (at + 1) * hashLength), size, mtime, inode };
  });
}
