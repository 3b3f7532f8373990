import { Buffer } from 'node:buffer';
import { crc32 } from 'node:zlib';
import { isSameState } from '../sources/same-state.ts';
import type { ThumbStamp } from './worker-jobs.ts';

/**
 * A stored thumb is a WebP file with 48 bytes behind its end, which image programs ignore:
 * magic `LLTH`, CRC-32 of the picture, then as 64-bit numbers size, time and inode of the image that it was made
 * from, the inode of the gallery's folder, and the settings it was made with. So a thumb that is stale, damaged or
 * somebody else's file is found out when it is read, without a database that could disagree.
 */
const magic = 0x4c4c5448;
const trailerBytes = 48;

export interface ThumbSettings {
  readonly size: number;
  readonly quality: number;
}

export function withTrailer(picture: Uint8Array, stamp: ThumbStamp, settings: ThumbSettings): Buffer {
  const trailer = Buffer.alloc(trailerBytes);
  trailer.writeUInt32BE(magic, 0);
  trailer.writeUInt32BE(crc32(picture), 4);
  trailer.writeDoubleBE(stamp.size, 8);
  trailer.writeDoubleBE(stamp.mtime, 16);
  trailer.writeDoubleBE(stamp.inode, 24);
  trailer.writeDoubleBE(stamp.rootInode, 32);
  trailer.writeUInt16BE(settings.size, 40);
  trailer.writeUInt16BE(settings.quality, 42);
  return Buffer.concat([picture, trailer]);
}

/** The picture in a stored thumb; undefined unless it is whole and was made from just this state of the image. */
export function pictureOf(file: Buffer, stamp: ThumbStamp, settings: ThumbSettings): Buffer | undefined {
  const end = file.length - trailerBytes;
  if (end <= 0 || file.readUInt32BE(end) !== magic) return undefined;
  const picture = file.subarray(0, end);
  const trailer = file.subarray(end);
  const madeFrom = {
    size: trailer.readDoubleBE(8),
    mtime: trailer.readDoubleBE(16),
    inode: trailer.readDoubleBE(24),
    rootInode: trailer.readDoubleBE(32),
  };
  const isAsSet = trailer.readUInt16BE(40) === settings.size && trailer.readUInt16BE(42) === settings.quality;
  return isSameState(stamp, madeFrom) && isAsSet && trailer.readUInt32BE(4) === crc32(picture) ? picture : undefined;
}
