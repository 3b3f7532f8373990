import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { Random } from './random.ts';

/** Enough that neither a cache nor a link count (65,000 on ext4) is what is measured. */
export const distinctCount = 300;

type Format = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif';

interface Kind {
  readonly format: Format;
  readonly ending: string;
  readonly width: number;
  readonly height: number;
}

/** About what people's folders hold: mostly photographs, mostly of a few megapixels. */
export function kindOf(number: number): Kind {
  const random = new Random(number + 1);
  const shares: readonly [share: number, format: Format, ending: string][] = [
    [0.66, 'jpeg', 'jpg'],
    [0.8, 'png', 'png'],
    [0.93, 'webp', 'webp'],
    [0.97, 'gif', 'gif'],
    [1, 'avif', 'avif'],
  ];
  const place = random.next();
  const [, format, ending] = shares.find(([share]) => place < share) ?? [1, 'jpeg', 'jpg'];
  const size = random.next();
  const isPhoto = format === 'jpeg';
  const long = format === 'gif' ? 640 : size < 0.2 ? 1024 : size < 0.75 ? 1920 : size < 0.95 || !isPhoto ? 3000 : 5472;
  const short = Math.round(long / random.pick([1, 1.333, 1.5, 1.778]));
  return random.next() < 0.7
    ? { format, ending, width: long, height: short }
    : { format, ending, width: short, height: long };
}

/** So many JPEGs of one size in a folder, each another picture; those that are there stay. */
export async function makeJpegs(
  folder: string,
  count: number,
  { width, height }: { readonly width: number; readonly height: number },
  report: (done: number) => void,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (let number = 0; number < count; number += 1) {
    const path = join(folder, `photo-${String(number).padStart(5, '0')}.jpg`);
    const kind = { format: 'jpeg', ending: 'jpg', width, height } as const;
    if (!existsSync(path)) {
      // Not an image by its name until it is whole.
      writeFileSync(`${path}.part`, await draw(number, kind));
      renameSync(`${path}.part`, path);
    }
    report(number + 1);
  }
}

/** Makes those that are not there yet, and gives all their paths. */
export async function makeDistinctImages(folder: string, report: (done: number) => void): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const paths: string[] = [];
  for (let number = 0; number < distinctCount; number += 1) {
    const kind = kindOf(number);
    const path = join(folder, `original-${String(number).padStart(3, '0')}.${kind.ending}`);
    if (!existsSync(path)) {
      writeFileSync(`${path}.part`, await draw(number, kind));
      renameSync(`${path}.part`, path);
    }
    paths.push(path);
    report(number + 1);
  }
  return paths;
}

/** Clouds of colour under fine grain: it compresses about as photographs do. */
async function draw(number: number, { format, width, height }: Kind): Promise<Buffer> {
  const random = new Random(number + 1000);
  const cells = 24;
  const clouds = Buffer.from(Array.from({ length: cells * cells * 3 }, () => Math.floor(random.next() * 256)));
  const grainSide = 256;
  const grain = Buffer.from(
    Array.from({ length: grainSide * grainSide * 4 }, (_, place) =>
      place % 4 === 3 ? 40 : Math.floor(random.next() * 256),
    ),
  );
  const image = sharp(clouds, { raw: { width: cells, height: cells, channels: 3 } })
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .composite([{ input: grain, raw: { width: grainSide, height: grainSide, channels: 4 }, tile: true, blend: 'over' }])
    .removeAlpha();
  switch (format) {
    case 'jpeg':
      return image
        .withExif({ IFD0: { Make: 'Lenslet', Model: 'Bench' }, IFD2: { DateTimeOriginal: '2024:05:01 10:00:00' } })
        .jpeg({ quality: 85, progressive: number % 7 === 0 })
        .toBuffer();
    case 'png':
      return image.png({ compressionLevel: 4 }).toBuffer();
    case 'webp':
      return image.webp({ quality: 82, effort: 1 }).toBuffer();
    case 'gif':
      return image.gif({ effort: 1, dither: 0 }).toBuffer();
    case 'avif':
      return image.avif({ quality: 55, effort: 0 }).toBuffer();
  }
}
