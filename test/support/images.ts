import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp, { type Sharp } from 'sharp';

export type Format = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif';

export interface ImageWish {
  readonly width?: number;
  readonly height?: number;
  readonly format?: Format;
  /** As EXIF has it, 1 to 8: from 5 on, width and height change places when it is shown. */
  readonly orientation?: number;
  /** EXIF text fields of the first directory: Make, Model, DateTime … */
  readonly exif?: Readonly<Record<string, string>>;
  /** Hue from 0 to 359: images of different hues have different bytes. */
  readonly hue?: number;
}

/** A picture whose four corners differ, so that a test can see which way up it is: red, green, blue, white. */
export async function imageBytes(wish: ImageWish = {}): Promise<Buffer> {
  const { width = 64, height = 48, format = 'jpeg', orientation, exif, hue } = wish;
  let image = corners(width, height);
  if (hue !== undefined) image = image.modulate({ hue });
  if (exif) image = image.withExif({ IFD0: { ...exif } });
  if (orientation !== undefined) image = image.withMetadata({ orientation });
  return encode(image, format);
}

/** Writes it, with the folders it stands in, and gives its full path back. The ending of the name chooses the format. */
export async function writeImage(folder: string, name: string, wish: ImageWish = {}): Promise<string> {
  const format = wish.format ?? formatOf(name);
  return writeBytes(folder, name, await imageBytes({ ...wish, format }));
}

export async function writeBytes(folder: string, name: string, bytes: Buffer | string): Promise<string> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
  return path;
}

/** The eight ways to hold a camera: `orientation-1.jpg` to `orientation-8.jpg`, all shown as 64 × 48 or 48 × 64. */
export async function writeOrientations(folder: string): Promise<void> {
  for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
    await writeImage(folder, `orientation-${String(orientation)}.jpg`, { orientation });
  }
}

/** One of each format that is served. */
export async function writeEveryFormat(folder: string): Promise<void> {
  for (const name of ['one.jpg', 'two.png', 'three.webp', 'four.gif', 'five.avif']) await writeImage(folder, name);
}

/** `count` small images that differ, made once and written many times: `image-0001.jpg` and so on. */
export async function writeMany(folder: string, count: number, wish: ImageWish = {}): Promise<void> {
  const kinds = await Promise.all(
    Array.from({ length: Math.min(count, 12) }, (_, turn) => imageBytes({ hue: turn * 30, ...wish })),
  );
  await mkdir(folder, { recursive: true });
  for (let first = 0; first < count; first += 64) {
    const group = Array.from({ length: Math.min(64, count - first) }, (_, place) => first + place);
    await Promise.all(
      group.map((number) => {
        const bytes = kinds[number % kinds.length];
        return writeFile(join(folder, `image-${String(number + 1).padStart(4, '0')}.jpg`), bytes ?? '');
      }),
    );
  }
}

/** A million pixels sixty times: what a good camera gives. Stretched from a few pixels, so it takes half a second. */
export async function sixtyMegapixels(): Promise<Buffer> {
  return corners(9504, 6336).jpeg({ quality: 40 }).toBuffer();
}

export async function animatedGif(frames = 5, width = 32, height = 24): Promise<Buffer> {
  const colours = Array.from({ length: frames }, (_, frame) => Math.round((255 * frame) / Math.max(1, frames - 1)));
  const pixels = Buffer.concat(
    colours.map((red) => Buffer.concat(Array.from({ length: width * height }, () => Buffer.from([red, 80, 160])))),
  );
  return sharp(pixels, { raw: { width, height: height * frames, channels: 3, pageHeight: height } })
    .gif({ delay: Array.from({ length: frames }, () => 50), loop: 0 })
    .toBuffer();
}

export async function cmykJpeg(): Promise<Buffer> {
  return corners(64, 48).toColourspace('cmyk').jpeg().toBuffer();
}

export async function sixteenBitPng(): Promise<Buffer> {
  return corners(64, 48).toColourspace('rgb16').png().toBuffer();
}

export async function greyAlphaPng(): Promise<Buffer> {
  return corners(64, 48).toColourspace('b-w').ensureAlpha(0.5).png().toBuffer();
}

export async function onePixelWide(height: number, format: Format = 'png'): Promise<Buffer> {
  return encode(corners(1, height), format);
}

function corners(width: number, height: number): Sharp {
  const pixels = Buffer.from([255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255]);
  return sharp(pixels, { raw: { width: 2, height: 2, channels: 3 } }).resize(width, height, {
    fit: 'fill',
    kernel: 'linear',
  });
}

async function encode(image: Sharp, format: Format): Promise<Buffer> {
  // Least effort: tests want an image of this format, not a small one.
  const options = format === 'webp' || format === 'avif' ? { effort: 0 } : {};
  return image.toFormat(format, options).toBuffer();
}

function formatOf(name: string): Format {
  const ending = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase();
  if (ending === 'png' || ending === 'webp' || ending === 'gif' || ending === 'avif') return ending;
  return 'jpeg';
}
