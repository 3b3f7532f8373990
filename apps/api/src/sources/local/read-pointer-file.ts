import { Buffer } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { childOf, type GalleryPath } from '../../shared/gallery-path.ts';
import type { PointerText } from '../image-source.ts';
import { pointerBytesMax, pointerFileName } from '../pointer/parse-pointer.ts';
import type { LocalLocation } from '../source-location.ts';
import { fileSystemPath } from './local-path.ts';

const nameBytes = Buffer.from(pointerFileName);
/** A link may lead anywhere, and a pipe of that name would hold us. */
const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

export function isPointerName(name: Buffer): boolean {
  return name.length === nameBytes.length && name.equals(nameBytes);
}

export function readPointerFile(location: LocalLocation, folder: GalleryPath): PointerText {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(fileSystemPath(location, childOf(folder, pointerFileName)), flags);
    const stats = fstatSync(descriptor);
    const bytes = Buffer.alloc(Math.min(stats.size, pointerBytesMax) + 1);
    const text = stats.isFile() ? bytes.toString('utf8', 0, readSync(descriptor, bytes)) : null;
    return { text, mark: stats.mtimeMs };
  } catch {
    // Whatever keeps it from being read: it is there, and leads nowhere.
    return { text: null, mark: NaN };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
