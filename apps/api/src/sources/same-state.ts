import { numberOf } from './s3/tag-number.ts';
import type { ImageState } from './source-location.ts';

/** A state of an image, and in which folder of a gallery it was seen (`rootInodeOf`). */
export interface StateInRoot extends ImageState {
  readonly rootInode: number;
}

/** In a bucket, where there are no inodes. */
const noRoot = 0;
const noTag = numberOf('');

/**
 * Whether an image that was seen before is as it was then. In a gallery that was copied every inode is another one, and
 * says nothing; in a bucket a copy has another time, and the tag, which is one of the content, says everything, as does the
 * address of an image that another server has (`remoteState`).
 */
export function isSameState(now: StateInRoot, before: StateInRoot): boolean {
  if (now.size !== before.size) return false;
  const isInBucket = now.rootInode === noRoot && before.rootInode === noRoot && now.inode !== noTag;
  if (isInBucket || isOfAddress(now)) return now.inode === before.inode;
  return now.mtime === before.mtime && (now.rootInode !== before.rootInode || now.inode === before.inode);
}

/** It has neither size nor time. No file that holds an image is like that. */
function isOfAddress({ size, mtime }: ImageState): boolean {
  return size === 0 && mtime === 0;
}
