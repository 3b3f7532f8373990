import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import {
  corruptJpeg,
  htmlPage,
  jpegClaimingEverything,
  pngClaiming,
  svgPicture,
  truncatedJpeg,
  webpBomb,
} from './hostile-images.ts';
import {
  animatedGif,
  cmykJpeg,
  greyAlphaPng,
  imageBytes,
  onePixelWide,
  sixteenBitPng,
  sixtyMegapixels,
  writeBytes,
} from './images.ts';

/** What should come of a file: shown, or refused as this. */
export type Fate = 'shown' | 'undecodable' | 'too_large';

interface OddFile {
  readonly name: string;
  readonly fate: Fate;
  readonly make: () => Buffer | string | Promise<Buffer>;
}

/** Everything that has made a gallery stumble, and what should come of it. */
export const oddFiles: readonly OddFile[] = [
  { name: 'sixty-megapixels.jpg', fate: 'shown', make: sixtyMegapixels },
  { name: 'truncated.jpg', fate: 'shown', make: truncatedJpeg },
  { name: 'animated.gif', fate: 'shown', make: animatedGif },
  { name: 'cmyk.jpg', fate: 'shown', make: cmykJpeg },
  { name: 'sixteen-bit.png', fate: 'shown', make: sixteenBitPng },
  { name: 'grey-alpha.png', fate: 'shown', make: greyAlphaPng },
  { name: 'one-pixel.png', fate: 'shown', make: () => onePixelWide(1) },
  { name: 'a-line.png', fate: 'shown', make: () => onePixelWide(20_000) },
  { name: 'really-a-png.jpg', fate: 'shown', make: () => imageBytes({ format: 'png' }) },
  { name: 'SHOUTING.JPG', fate: 'shown', make: imageBytes },
  { name: 'corrupt.jpg', fate: 'undecodable', make: corruptJpeg },
  { name: 'empty.jpg', fate: 'undecodable', make: () => '' },
  { name: 'page.jpg', fate: 'undecodable', make: () => htmlPage },
  { name: 'picture.png', fate: 'undecodable', make: () => svgPicture },
  { name: 'bomb.webp', fate: 'too_large', make: webpBomb },
  { name: 'huge.png', fate: 'too_large', make: () => pngClaiming(50_000, 50_000) },
  { name: 'huge.jpg', fate: 'too_large', make: jpegClaimingEverything },
];

export async function writeOddFiles(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { name, make } of oddFiles) await writeBytes(folder, name, await make());
}

/** Names that files may have, and that programs trip over. All are valid UTF-8. */
export const strangeNames: readonly string[] = [
  'a "quote" and an apostrophe\'s.jpg',
  'hash #1.jpg',
  '100% %41.jpg',
  'new\nline.jpg',
  'emoji 🦩 flamingo.jpg',
  '<img src=x onerror=alert(1)>.jpg',
  'question?mark&amp=1.jpg',
  'back\\slash.jpg',
  '  two leading blanks.jpg',
  '-dash.jpg',
  'right-to-left \u202egnp.jpg',
  'e\u0301 decomposed.jpg',
  '\u00e9 composed.jpg',
  'Case.jpg',
  'case.jpg',
  '__proto__.jpg',
  'constructor.jpg',
  '_DSC1234.jpg',
  'plus+sign;semicolon.jpg',
  `${'n'.repeat(251)}.jpg`,
  // 255 bytes in 4-byte characters and an ending.
  `${'🦩'.repeat(62)}abc.jpg`,
];

export async function writeStrangeNames(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [turn, name] of strangeNames.entries()) {
    await writeBytes(folder, name, await imageBytes({ hue: (turn * 17) % 360 }));
  }
}

/** Two names that are not UTF-8 and look the same when decoded as if they were. */
export const undecodableNames: readonly Buffer[] = [
  Buffer.from('6c61f16f2e6a7067', 'hex'),
  Buffer.from('6c61fe6f2e6a7067', 'hex'),
];

/** False where the file system refuses such names, as those of macOS do. */
export async function writeUndecodableNames(folder: string): Promise<boolean> {
  mkdirSync(folder, { recursive: true });
  const bytes = await Promise.all(undecodableNames.map((_, turn) => imageBytes({ hue: turn * 90 })));
  try {
    undecodableNames.forEach((name, turn) => {
      writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), name]), bytes[turn] ?? '');
    });
    return true;
  } catch {
    // EILSEQ: the test has nothing to look at here.
    return false;
  }
}
