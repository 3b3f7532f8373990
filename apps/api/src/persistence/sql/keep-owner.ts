import { chownSync, statSync } from 'node:fs';

/**
 * What root makes in the workspace of a server that is somebody else belongs to that one: it could not write there any
 * more. Whoever is not root has no choice.
 */
export function keepOwner(path: string, like: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(like);
  const own = statSync(path);
  if (own.uid !== uid || own.gid !== gid) chownSync(path, uid, gid);
}
