import type { FolderKind } from '#contracts';
import type { FolderNode } from './folder-node.ts';

/** A folder that holds nothing but folders is a branch; an empty one, or one with images, is a leaf. */
export function kindOf(folder: FolderNode): FolderKind {
  return folder.rows.length === 0 && (folder.dirs.length > 0 || folder.state === 'unlisted') ? 'branch' : 'leaf-real';
}
