import { Buffer } from 'node:buffer';
import type { ImageType } from '#contracts';

/** Bytes from the start of a file that are enough to tell its format. */
export const signatureBytes = 32;

/** The format by content. Names promise, bytes decide: a page called `.jpg` is not an image. */
export function typeOfContent(head: Buffer): ImageType | undefined {
  if (head.length >= 3 && head.readUIntBE(0, 3) === 0xffd8ff) return 'image/jpeg';
  if (head.subarray(0, 8).equals(pngSignature)) return 'image/png';
  const tag = head.toString('latin1', 0, 4);
  if (tag === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP') return 'image/webp';
  if (tag === 'GIF8') return 'image/gif';
  if (head.toString('latin1', 4, 8) === 'ftyp' && isAvif(head)) return 'image/avif';
  return undefined;
}

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** The brand, or one of the compatible brands in the first box. */
function isAvif(head: Buffer): boolean {
  for (let at = 8; at + 4 <= head.length; at += at === 8 ? 8 : 4) {
    const brand = head.toString('latin1', at, at + 4);
    if (brand === 'avif' || brand === 'avis') return true;
  }
  return false;
}
