import { Buffer } from 'node:buffer';
import sharp from 'sharp';
import { pixelsMax } from './image-limits.ts';

// One picture at a time in one thread: several children share the cores, and a cache would only hold memory.
sharp.concurrency(1);
sharp.cache(false);
// Loaders by name: a vector format or a document that hides behind an image's name is never parsed.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((name) => `VipsForeignLoad${name}`),
});

export interface DecodedHeader {
  readonly width: number;
  readonly height: number;
  readonly orientation: number;
  readonly hasMeta: boolean;
  readonly exif: Buffer | undefined;
}

/** For what the fast reading of heads does not know. Undefined when it is no picture for us. */
export async function headerByDecoder(bytes: Buffer): Promise<DecodedHeader | undefined> {
  try {
    const { width, height, orientation = 1, exif, xmp } = await sharp(bytes, { limitInputPixels: false }).metadata();
    const hasMeta = exif !== undefined || xmp !== undefined;
    return { width, height, orientation, hasMeta, exif: exif && withoutMark(exif) };
  } catch {
    // libvips has looked at it and does not know it: that is the answer.
    return undefined;
  }
}

/** A small WebP: turned upright, in sRGB, without anything embedded. A picture cut short shows what there is. */
export function shrink(bytes: Buffer, size: number, quality: number): Promise<Buffer> {
  return sharp(bytes, { failOn: 'none', limitInputPixels: pixelsMax, sequentialRead: true })
    .autoOrient()
    .resize({ width: size, height: size, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .webp({ quality, effort: 2 })
    .toBuffer();
}

/** The EXIF and XMP blocks as the decoder hands them out. */
export async function decodeEmbedded(bytes: Buffer): Promise<{ exif?: Buffer; xmp?: Buffer } | undefined> {
  try {
    const { exif, xmp } = await sharp(bytes, { limitInputPixels: false }).metadata();
    return { ...(exif ? { exif: withoutMark(exif) } : {}), ...(xmp ? { xmp } : {}) };
  } catch {
    // Not even a header could be decoded: nothing is embedded that could be read.
    return undefined;
  }
}

function withoutMark(exif: Buffer): Buffer {
  return exif.subarray(0, 6).toString('latin1') === 'Exif\0\0' ? exif.subarray(6) : exif;
}
