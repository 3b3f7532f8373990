import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import readExif from 'exif-reader';
import sharp from 'sharp';
import { makeDemoGallery, pictures } from '../../apps/api/src/cli/demo-gallery.ts';
import { render, type Picture } from '../../apps/api/src/cli/demo/picture.ts';
import { tempFolder } from '../support/temp-folder.ts';

const such = (test: (picture: Picture) => boolean): Picture => {
  const found = pictures.find(test);
  if (!found) throw new Error('The demo gallery has no such picture.');
  return found;
};

describe('the demo gallery', () => {
  it('has every format, in folders of folders, under names that differ', () => {
    const endings = new Set(pictures.map(({ path }) => path.split('.').at(-1)));
    expect([...endings].sort()).toEqual(['avif', 'gif', 'jpg', 'png', 'webp']);
    expect(new Set(pictures.map(({ path }) => path)).size).toBe(pictures.length);
    expect(new Set(pictures.map(({ path }) => path.split('/').length))).toEqual(new Set([1, 3]));
  });

  it('is the same for everybody', async () => {
    const picture = such(({ path }) => path.endsWith('Nursery.png'));
    expect((await render(picture)).equals(await render(picture))).toBe(true);
  });

  it('has pictures of a camera that was held on its side', async () => {
    const bytes = await render(such(({ isTurned, path }) => isTurned === true && path.includes('Dunes')));
    const { width, height, orientation, exif } = await sharp(bytes).metadata();
    expect({ orientation, isWide: width > height }).toEqual({ orientation: 6, isWide: true });
    const { Image, Photo } = readExif(exif ?? Buffer.alloc(0));
    expect(Image).toMatchObject({ Make: 'Lenslet', Orientation: 6 });
    expect(Photo).toMatchObject({ FNumber: 8, FocalLength: 35 });
  });

  it.each(['automatic1111', 'comfyui'] as const)('has a picture with a prompt as %s writes it', async (program) => {
    const picture = such(({ prompt }) => prompt?.program === program);
    const { comments = [] } = await sharp(await render(picture)).metadata();
    const [text] = comments;
    expect(text?.keyword).toBe(program === 'automatic1111' ? 'parameters' : 'prompt');
    expect(text?.text).toContain(picture.prompt?.prompt);
    expect(text?.text).toContain(String(picture.prompt?.seed));
  });

  it('leaves a folder with something in it as it is', async () => {
    const folder = tempFolder('demo');
    writeFileSync(join(folder, 'mine.jpg'), '');
    await makeDemoGallery(folder, () => undefined);
    expect(readdirSync(folder)).toEqual(['mine.jpg']);
  });
});
