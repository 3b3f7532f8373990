import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeDemoGallery, pictures } from '../../apps/api/src/cli/demo-gallery.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** All of it takes ten seconds: only in full runs. */
describe('the demo gallery in full', () => {
  it('appears whole, after what an ended process left was taken away', async () => {
    const folder = join(tempFolder('demo'), 'gallery');
    const abandoned = `${folder}.making-999999999`;
    mkdirSync(abandoned);
    const told: number[] = [];
    await makeDemoGallery(folder, (done, total) => {
      expect(total).toBe(pictures.length);
      expect(existsSync(folder)).toBe(false);
      told.push(done);
    });
    expect(told).toEqual(Array.from({ length: pictures.length + 1 }, (_, done) => done));
    expect(existsSync(abandoned)).toBe(false);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name));
    expect(files.sort()).toEqual(pictures.map(({ path }) => path).sort());
  });
});
