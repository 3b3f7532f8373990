import sharp, { type Sharp } from 'sharp';
import { exifOf, type Shot } from './camera.ts';
import { Dice } from './dice.ts';
import { withPrompt, type Prompt } from './prompt.ts';

export type Drawn = string | Sharp | Buffer;

/** One file of the demo gallery: where it goes, what is on it, and how it is written. */
export interface Picture {
  /** With folders; the ending decides the format. */
  readonly path: string;
  /** An SVG, pixels, or a file that is already whole. */
  readonly draw: () => Drawn | Promise<Drawn>;
  readonly shot?: Shot;
  /** Held on its side by the camera: stored turned, and shown upright by its orientation. */
  readonly isTurned?: boolean;
  readonly prompt?: Prompt;
  /** Few flat colours: written with a palette, and without grain. */
  readonly isFlat?: boolean;
}

export async function render(picture: Picture): Promise<Buffer> {
  const drawn = await picture.draw();
  if (Buffer.isBuffer(drawn)) return drawn;
  const image = typeof drawn === 'string' ? sharp(Buffer.from(drawn)) : drawn;
  // Through plain pixels: an image can be composed only once, and some already are.
  const { data, info } = await image.removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  if (picture.isFlat !== true) addGrain(new Uint8ClampedArray(data.buffer, data.byteOffset, data.length));
  let whole = sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } });
  if (picture.isTurned === true) whole = whole.rotate(270);
  const bytes = await encode(whole, picture);
  return picture.prompt ? withPrompt(bytes, picture.prompt) : bytes;
}

async function encode(image: Sharp, { path, shot, isTurned, isFlat }: Picture): Promise<Buffer> {
  let described = image.removeAlpha();
  if (shot) described = described.withExif(exifOf(shot));
  if (isTurned === true) described = described.withMetadata({ orientation: 6 });
  switch (path.split('.').at(-1)) {
    case 'png':
      return described
        .png(isFlat === true ? { palette: true, colours: 128, effort: 4 } : { compressionLevel: 6 })
        .toBuffer();
    case 'webp':
      return described.webp({ quality: 84, effort: 2 }).toBuffer();
    case 'avif':
      return described.avif({ quality: 62, effort: 2 }).toBuffer();
    case 'gif':
      return described.gif({ colours: 64, dither: 0 }).toBuffer();
    default:
      return described.jpeg({ quality: 86, chromaSubsampling: '4:4:4' }).toBuffer();
  }
}

const grainLength = 65_521;

let grain: Int8Array | undefined;

/** Film grain, in place. It also hides the steps that soft gradients have in 8 bits. */
function addGrain(pixels: Uint8ClampedArray): void {
  grain ??= grainValues();
  // The length is a prime: the pattern comes back in no column and no row.
  for (let place = 0, at = 0; place < pixels.length; place += 3, at = at + 1 === grainLength ? 0 : at + 1) {
    const value = grain[at] ?? 0;
    pixels[place] = (pixels[place] ?? 0) + value;
    pixels[place + 1] = (pixels[place + 1] ?? 0) + value;
    pixels[place + 2] = (pixels[place + 2] ?? 0) + value;
  }
}

function grainValues(): Int8Array {
  const dice = new Dice(2026);
  return Int8Array.from({ length: grainLength }, () => Math.round(dice.around(0, 7)));
}
