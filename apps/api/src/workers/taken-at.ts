import type { Exif } from 'exif-reader';

/**
 * When the picture was taken, as milliseconds. Cameras write their own local time without a zone; it is kept as
 * that, and shown as that, wherever the server or the reader is.
 */
export function takenAt(exif: Exif): number {
  const taken: unknown = exif.Photo?.DateTimeOriginal ?? exif.Photo?.DateTimeDigitized ?? exif.Image?.DateTime;
  const time = taken instanceof Date ? taken.getTime() : NaN;
  return Math.abs(time) < 8.64e15 ? time : NaN;
}
