import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { imageBytes } from './images.ts';
import { SeededRandom } from './seeded-random.ts';

/** Starts as a JPEG does, and then is none. */
export function corruptJpeg(): Buffer {
  const start = Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex');
  return Buffer.concat([start, new SeededRandom(7).bytes(2000)]);
}

/** The first part of a good JPEG: its header is whole, its lower half is missing. */
export async function truncatedJpeg(width = 320, height = 240): Promise<Buffer> {
  const noise = new SeededRandom(11).bytes(width * height * 3);
  const whole = await sharp(noise, { raw: { width, height, channels: 3 } })
    .jpeg()
    .toBuffer();
  return whole.subarray(0, Math.floor(whole.length / 2));
}

export const htmlPage = '<!doctype html><title>no image</title><script>document.title = "it ran"</script>';

export const svgPicture =
  '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><script>alert(1)</script><rect width="40" height="40"/></svg>';

/** 38 bytes that claim 16,383 × 16,383 pixels: lossless WebP of one colour needs no bits for a pixel. */
export async function webpBomb(): Promise<Buffer> {
  const one = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#336699' } })
    .webp({ lossless: true })
    .toBuffer();
  const at = one.indexOf('VP8L') + 9;
  // 14 bits each for width and height less one, lowest first, after the signature byte.
  const bomb = Buffer.alloc(38);
  one.copy(bomb);
  bomb.writeUInt32LE(((one.readUInt32LE(at) & 0xf0000000) | 0x3ffe | (0x3ffe << 14)) >>> 0, at);
  bomb.writeUInt32LE(bomb.length - 8, 4);
  bomb.writeUInt32LE(bomb.length - 20, at - 5);
  return bomb;
}

/** A PNG whose header says so many pixels; there is no picture behind it. */
export function pngClaiming(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', Buffer.from('789c0300000000010001', 'hex')),
    chunk('IEND'),
  ]);
}

/** A JPEG whose frame header says 65,535 × 65,535. */
export async function jpegClaimingEverything(): Promise<Buffer> {
  const bytes = Buffer.from(await imageBytes());
  const frame = bytes.findIndex((byte, place) => byte === 0xff && [0xc0, 0xc2].includes(bytes[place + 1] ?? 0));
  bytes.writeUInt16BE(65_535, frame + 5);
  bytes.writeUInt16BE(65_535, frame + 7);
  return bytes;
}

/** A good PNG with text chunks, as programs that make pictures write them. */
export async function pngWithText(texts: Readonly<Record<string, string>>): Promise<Buffer> {
  const png = await imageBytes({ format: 'png' });
  const chunks = Object.entries(texts).map(([key, value]) => chunk('tEXt', Buffer.from(`${key}\0${value}`, 'latin1')));
  // Behind the header chunk: 8 bytes of signature, 25 of IHDR.
  return Buffer.concat([png.subarray(0, 33), ...chunks, png.subarray(33)]);
}

/** The bytes with `flips` of their bits turned over, the first 12 left alone so that the format is still seen. */
export function bitFlipped(bytes: Buffer, flips: number, random: SeededRandom): Buffer {
  const changed = Buffer.from(bytes);
  for (let flip = 0; flip < flips; flip += 1) {
    const place = random.between(Math.min(12, changed.length - 1), changed.length - 1);
    changed.writeUInt8(changed.readUInt8(place) ^ (1 << random.below(8)), place);
  }
  return changed;
}

function chunk(type: string, content: Buffer = Buffer.alloc(0)): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
