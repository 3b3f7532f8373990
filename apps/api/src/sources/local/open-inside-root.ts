import type { Buffer } from 'node:buffer';
import { closeSync, constants, fstatSync, lstatSync, openSync, readlinkSync, realpathSync } from 'node:fs';
import { open, readlink, type FileHandle } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { isHidden, type GalleryPath } from '../../shared/gallery-path.ts';
import { Problem } from '../../shared/problem.ts';
import { sourceUnavailable } from '../../shared/source-unavailable.ts';
import type { LocalLocation } from '../source-location.ts';
import { fileSystemPath, isServable } from './local-path.ts';

export interface OpenedFile {
  readonly handle: FileHandle;
  readonly stats: Stats;
}

const openFlags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/**
 * Opens a file of the gallery and proves that the opened file lies inside it. The check comes after the open, and
 * asks where the very file that was opened lies, so a link that is swapped in before or after changes nothing.
 * Non-blocking, because opening a FIFO waits for a writer.
 */
export async function openInsideRoot(location: LocalLocation, path: GalleryPath): Promise<OpenedFile> {
  if (isHidden(path)) throw notFound(path);
  const wanted = fileSystemPath(location, path);
  let handle: FileHandle | undefined;
  try {
    handle = await open(wanted, openFlags);
    const stats = await handle.stat();
    const place = await readlink(placeOf(handle.fd), { encoding: 'buffer' }).catch(nobodyTells);
    const isInside = place ? isServable(location, place) : isProven(location, wanted, stats);
    if (!stats.isFile() || !isInside) throw notFound(path);
    const opened = { handle, stats };
    handle = undefined;
    return opened;
  } catch (error) {
    throw fileProblem(error, path);
  } finally {
    await handle?.close();
  }
}

/**
 * The same for a child process that does nothing else meanwhile: plain calls take a tenth of the time there, and
 * reading the heads of a million files is nothing but such calls.
 */
export function openInsideRootNow(location: LocalLocation, path: GalleryPath): { fd: number; stats: Stats } {
  if (isHidden(path)) throw notFound(path);
  const wanted = fileSystemPath(location, path);
  let fd: number | undefined;
  try {
    fd = openSync(wanted, openFlags);
    const stats = fstatSync(fd);
    const place = placeNow(fd);
    const isInside = place ? isServable(location, place) : isProven(location, wanted, stats);
    if (!stats.isFile() || !isInside) throw notFound(path);
    const opened = { fd, stats };
    fd = undefined;
    return opened;
  } catch (error) {
    throw fileProblem(error, path);
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** Linux tells of every open file where it lies, from its own books: no name is looked up that could be moved meanwhile. */
function placeOf(fd: number): string {
  return `/proc/self/fd/${String(fd)}`;
}

function placeNow(fd: number): Buffer | undefined {
  try {
    return readlinkSync(placeOf(fd), { encoding: 'buffer' });
  } catch {
    return nobodyTells();
  }
}

/** Not Linux, or a container without /proc. */
function nobodyTells(): undefined {
  return undefined;
}

/**
 * What is left then: the name's real path has to be servable and lead to the same file. Someone who exchanges links
 * faster than these two calls could still deceive it.
 */
function isProven(location: LocalLocation, wanted: string | Buffer, opened: Stats): boolean {
  const real = realpathSync.native(wanted, { encoding: 'buffer' });
  const found = lstatSync(real);
  return found.ino === opened.ino && found.dev === opened.dev && isServable(location, real);
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
      return sourceUnavailable();
    default:
      return error;
  }
}

function notFound(path: GalleryPath): Problem {
  return new Problem('item_not_found', `There is no image ${JSON.stringify(path)} in this gallery.`);
}
