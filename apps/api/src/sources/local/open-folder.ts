import type { Buffer } from 'node:buffer';
import { constants } from 'node:fs';
import { open, readlink, realpath } from 'node:fs/promises';
import type { GalleryPath } from '../../shared/gallery-path.ts';
import type { LocalLocation } from '../source-location.ts';
import { fileSystemPath, isServable } from './local-path.ts';

/** A path to a folder that was opened, and that stays the same folder whatever happens to its name. */
export type OpenedFolder = string | Buffer;

/**
 * Works in a folder of the gallery, proven to lie inside of it. As with images the check comes after the open: on Linux
 * what is then read and written goes through the opened folder, so that a link put in its place leads nowhere.
 */
export async function inFolder<Result>(
  location: LocalLocation,
  path: GalleryPath,
  work: (folder: OpenedFolder) => Promise<Result>,
): Promise<Result> {
  const wanted = fileSystemPath(location, path);
  const handle = await open(wanted, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    const opened = `/proc/self/fd/${String(handle.fd)}`;
    // Not Linux, or a container without /proc: then the real path has to do, which somebody very fast could exchange.
    const place = await readlink(opened, { encoding: 'buffer' }).catch(() => undefined);
    const real = place ?? (await realpath(wanted, { encoding: 'buffer' }));
    if (!isServable(location, real)) throw new Error('This folder does not lie inside of the gallery.');
    return await work(place ? opened : real);
  } finally {
    await handle.close();
  }
}
