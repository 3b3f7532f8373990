import { accessSync, constants, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Permissions alone do not tell (read-only mounts, full disks): a file is written and removed. */
export function whyNotWritable(workspace: string): string | null {
  const probe = join(workspace, `.probe-${String(process.pid)}`);
  try {
    mkdirSync(workspace, { recursive: true });
    writeFileSync(probe, '');
    rmSync(probe);
    return null;
  } catch (error) {
    const code = codeOf(error) === 'ENOENT' ? codeOfParent(workspace) : codeOf(error);
    const words: Readonly<Record<string, string>> = {
      EACCES: 'no permission',
      EPERM: 'no permission',
      EROFS: 'the file system is read-only',
      ENOSPC: 'the disk is full',
      ENOTDIR: 'a file is in the way',
      EEXIST: 'a file is in the way',
    };
    return words[code] ?? code;
  }
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code);
}

/** Making a folder with those above it says `not there` of a disk that is read-only: the nearest one that is there tells. */
function codeOfParent(folder: string): string {
  try {
    accessSync(dirname(folder), constants.W_OK | constants.X_OK);
    return 'ENOENT';
  } catch (error) {
    const isAbsent = codeOf(error) === 'ENOENT' && dirname(folder) !== folder;
    return isAbsent ? codeOfParent(dirname(folder)) : codeOf(error);
  }
}
