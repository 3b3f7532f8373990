import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { imageBytes } from './images.ts';

/** One tag of a TIFF directory: its number, its type (2 text, 5 rational, 7 bytes) and its value as bytes. */
export interface ExifTag {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  readonly value: Buffer;
}

export function rational(tag: number, ...pairs: readonly (readonly [number, number])[]): ExifTag {
  const value = Buffer.alloc(pairs.length * 8);
  pairs.forEach(([above, below], at) => {
    value.writeUInt32BE(above, at * 8);
    value.writeUInt32BE(below, at * 8 + 4);
  });
  return { tag, type: 5, count: pairs.length, value };
}

export function bytesTag(tag: number, value: Buffer): ExifTag {
  return { tag, type: 7, count: value.length, value };
}

/** A TIFF block with these tags in the group that cameras write to, as no well-behaved library would. */
export function exifBlock(tags: readonly ExifTag[]): Buffer {
  const photoAt = 26;
  const dataAt = photoAt + 2 + tags.length * 12 + 4;
  const data: Buffer[] = [];
  const directory = Buffer.alloc(dataAt - photoAt);
  directory.writeUInt16BE(tags.length, 0);
  let next = dataAt;
  tags.forEach(({ tag, type, count, value }, at) => {
    const entry = 2 + at * 12;
    directory.writeUInt16BE(tag, entry);
    directory.writeUInt16BE(type, entry + 2);
    directory.writeUInt32BE(count, entry + 4);
    directory.writeUInt32BE(next, entry + 8);
    data.push(value);
    next += value.length;
  });
  // Byte order, then one directory whose only entry leads to the group.
  const start = Buffer.from('4d4d002a00000008000187690004000000010000001a00000000', 'hex');
  return Buffer.concat([start, directory, ...data]);
}

/** A good JPEG with this block, or any other, in front. */
export async function jpegWithSegment(marker: number, content: Buffer): Promise<Buffer> {
  const jpeg = await imageBytes();
  const segment = Buffer.alloc(4);
  segment.writeUInt16BE(0xff00 | marker, 0);
  segment.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), segment, content, jpeg.subarray(2)]);
}

export function jpegWithExif(tags: readonly ExifTag[]): Promise<Buffer> {
  return jpegWithSegment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exifBlock(tags)]));
}

/** A good PNG with chunks as they are given. */
export async function pngWithChunks(chunks: readonly (readonly [string, Buffer])[]): Promise<Buffer> {
  const png = await imageBytes({ format: 'png' });
  return Buffer.concat([
    png.subarray(0, 33),
    ...chunks.map(([type, content]) => chunk(type, content)),
    png.subarray(33),
  ]);
}

export function compressedText(key: string, value: string): readonly [string, Buffer] {
  return ['zTXt', Buffer.concat([Buffer.from(`${key}\0\0`), deflateSync(value)])];
}

export function internationalText(key: string, value: string): readonly [string, Buffer] {
  return ['iTXt', Buffer.from(`${key}\0\0\0\0\0${value}`)];
}

export async function imageWithGps(format: 'jpeg' | 'webp' | 'png'): Promise<Buffer> {
  const gps = {
    GPSLatitudeRef: 'N',
    GPSLatitude: '52/1 31/1 0/1',
    GPSLongitudeRef: 'E',
    GPSLongitude: '13/1 24/1 0/1',
  };
  return sharp(await imageBytes({ width: 300, height: 200 }))
    .withExif({ IFD0: { Make: 'Maker', Copyright: 'Somebody' }, IFD3: gps })
    .toFormat(format)
    .toBuffer();
}

function chunk(type: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
