import { Buffer } from 'node:buffer';
import type { ImageType } from '#contracts';

const exifMark = Buffer.from('Exif\0\0', 'latin1');

/** The EXIF block (a TIFF structure) within the first bytes of a file, where the format keeps it there. */
export function exifSlice(type: ImageType, head: Buffer): Buffer | undefined {
  if (type === 'image/jpeg') return exifOfJpeg(head);
  if (type === 'image/png') return exifOfPng(head);
  return undefined;
}

function exifOfJpeg(head: Buffer): Buffer | undefined {
  const app1 = 0xe1;
  const startOfScan = 0xda;
  for (let at = 2; at + 10 <= head.length && head[at] === 0xff;) {
    const marker = head[at + 1];
    const length = head.readUInt16BE(at + 2);
    if (marker === startOfScan || length < 2) return undefined;
    if (marker === app1 && head.subarray(at + 4, at + 10).equals(exifMark)) {
      return head.subarray(at + 10, at + 2 + length);
    }
    at += 2 + length;
  }
  return undefined;
}

function exifOfPng(head: Buffer): Buffer | undefined {
  for (let at = 8; at + 8 <= head.length;) {
    const length = head.readUInt32BE(at);
    const name = head.toString('latin1', at + 4, at + 8);
    if (name === 'eXIf') return head.subarray(at + 8, at + 8 + length);
    if (name === 'IDAT') return undefined;
    at += 12 + length;
  }
  return undefined;
}
