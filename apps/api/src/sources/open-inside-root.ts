import { constants } from 'node:fs';
import { open, realpath, stat, type FileHandle } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { isHidden, type GalleryPath } from '../shared/gallery-path.ts';
import { Problem } from '../shared/problem.ts';
import { fileSystemPath, isServable, type SourceLocation } from './source-location.ts';

export interface OpenedFile {
  readonly handle: FileHandle;
  readonly stats: Stats;
}

/**
 * Opens a file of the gallery and proves that the opened file lies inside it. The check comes after the open,
 * on the very file that was opened: its real path must be servable and still lead to the same device and inode,
 * so a link that is swapped in between changes nothing. Non-blocking, because opening a FIFO waits for a writer.
 */
export async function openInsideRoot(location: SourceLocation, path: GalleryPath): Promise<OpenedFile> {
  if (isHidden(path)) throw notFound(path);
  const wanted = fileSystemPath(location, path);
  let handle: FileHandle | undefined;
  try {
    handle = await open(wanted, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    const stats = await handle.stat();
    const real = await realpath(wanted, { encoding: 'buffer' });
    const atRealPath = await stat(real);
    const isSame = atRealPath.ino === stats.ino && atRealPath.dev === stats.dev;
    if (!stats.isFile() || !isSame || !isServable(location, real)) throw notFound(path);
    const opened = { handle, stats };
    handle = undefined;
    return opened;
  } catch (error) {
    throw fileProblem(error, path);
  } finally {
    await handle?.close();
  }
}

/** What a failed file system call means to the person who asked. */
export function fileProblem(error: unknown, path: GalleryPath): unknown {
  if (error instanceof Problem) return error;
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ELOOP':
    case 'ENAMETOOLONG':
    case 'ENXIO':
    case 'EISDIR':
      return notFound(path);
    case 'EACCES':
    case 'EPERM':
      return new Problem('source_denied', 'The server may not read this file: ask the operator for read permission.');
    case 'EMFILE':
    case 'ENFILE':
      return new Problem('overloaded', 'The server has too many files open. Try again in a moment.', { retryAfter: 1 });
    case 'EIO':
    case 'ESTALE':
    case 'ENODEV':
    case 'EHOSTDOWN':
    case 'ETIMEDOUT':
      return new Problem('source_unavailable', 'The storage of this gallery does not answer.', { retryAfter: 5 });
    default:
      return error;
  }
}

function notFound(path: GalleryPath): Problem {
  return new Problem('item_not_found', `There is no image ${JSON.stringify(path)} in this gallery.`);
}
