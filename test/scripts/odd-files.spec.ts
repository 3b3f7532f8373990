import { readdirSync } from 'node:fs';
import { imageSize } from 'image-size';
import sharp from 'sharp';
import {
  bitFlipped,
  jpegClaimingEverything,
  pngClaiming,
  pngWithText,
  truncatedJpeg,
  webpBomb,
} from '../support/hostile-images.ts';
import { animatedGif, cmykJpeg, imageBytes, sixteenBitPng, sixtyMegapixels } from '../support/images.ts';
import {
  strangeNames,
  writeOddFiles,
  oddFiles,
  writeStrangeNames,
  writeUndecodableNames,
} from '../support/odd-folder.ts';
import { SeededRandom } from '../support/seeded-random.ts';
import { tempFolder } from '../support/temp-folder.ts';

const unlimited = { limitInputPixels: false } as const;

/** A hostile image that is not hostile makes a test that cannot fail. */
describe('the test images', () => {
  it('claim what they should claim', async () => {
    const bomb = await webpBomb();
    expect(bomb).toHaveLength(38);
    expect(await sharp(bomb).metadata()).toMatchObject({ format: 'webp', width: 16_383, height: 16_383 });
    expect(await sharp(pngClaiming(50_000, 50_000), unlimited).metadata()).toMatchObject({
      width: 50_000,
      height: 50_000,
    });
    // libjpeg itself refuses this header, so another reader has to tell.
    expect(imageSize(await jpegClaimingEverything())).toMatchObject({
      width: 65_535,
      height: 65_535,
    });
    expect(await sharp(await sixtyMegapixels()).metadata()).toMatchObject({ width: 9504, height: 6336 });
    expect(await sharp(await animatedGif()).metadata()).toMatchObject({ pages: 5, width: 32, height: 24 });
    expect(await sharp(await cmykJpeg()).metadata()).toMatchObject({ space: 'cmyk', channels: 4 });
    expect(await sharp(await sixteenBitPng()).metadata()).toMatchObject({ depth: 'ushort' });
    expect(await sharp(await imageBytes({ orientation: 6 })).metadata()).toMatchObject({ orientation: 6, width: 64 });
  });

  it('has a bomb that really is an image', async () => {
    // A strip of it: all of it would take a gigabyte.
    const bomb = Buffer.from(await webpBomb());
    bomb.writeUInt32LE((bomb.readUInt32LE(21) & 0xf0003fff) >>> 0, 21);
    expect(await sharp(bomb).stats()).toMatchObject({ isOpaque: true });
  });

  it('has a truncated JPEG that shows its upper half', async () => {
    const bytes = await truncatedJpeg();
    await expect(sharp(bytes, { failOn: 'truncated' }).toBuffer()).rejects.toThrow();
    await expect(sharp(bytes, { failOn: 'none' }).png().toBuffer()).resolves.toBeDefined();
  });

  it('writes text into a PNG that readers find', async () => {
    const { comments } = await sharp(await pngWithText({ parameters: 'a cat, Steps: 20' })).metadata();
    expect(comments).toEqual([expect.objectContaining({ keyword: 'parameters', text: 'a cat, Steps: 20' })]);
  });

  it('flips as many bits as asked, by the seed', async () => {
    const whole = await imageBytes();
    const once = bitFlipped(whole, 3, new SeededRandom(5));
    expect(once.equals(whole)).toBe(false);
    expect(bitFlipped(whole, 3, new SeededRandom(5)).equals(once)).toBe(true);
  });

  it('stand in folders under their names', async () => {
    const folder = tempFolder('odd');
    await writeOddFiles(folder);
    expect(readdirSync(folder).sort()).toEqual(oddFiles.map(({ name }) => name).sort());
    const strange = tempFolder('strange');
    await writeStrangeNames(strange);
    expect(readdirSync(strange).sort()).toEqual([...strangeNames].sort());
    const undecodable = tempFolder('undecodable');
    const canHold = await writeUndecodableNames(undecodable);
    expect(readdirSync(undecodable, { encoding: 'buffer' })).toHaveLength(canHold ? 2 : 0);
  });
});
