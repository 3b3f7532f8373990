import type { FolderKind } from '#contracts';
import type { FolderNode } from './folder-node.ts';

/** What stands for another folder is a pointer, whatever is in that. A folder that holds nothing but folders is a branch; an empty one, or one with images, is a leaf. */
export function kindOf(folder: FolderNode): FolderKind {
  if (folder.pointer) return 'leaf-pointer';
  return folder.rows.length === 0 && (folder.dirs.length > 0 || folder.state === 'unlisted') ? 'branch' : 'leaf-real';
}
