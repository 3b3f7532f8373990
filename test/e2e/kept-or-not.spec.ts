import { describeInBrowser, visit } from './support/browser.ts';
import { GalleryOnScreen } from './support/gallery-page.ts';
import { writeImage } from '../support/images.ts';
import { startServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';

describeInBrowser('whether labels are kept', () => {
  test('LB10: with --no-write a banner says that nothing is kept, and stays', async () => {
    const root = tempFolder('unkept');
    await writeImage(root, 'one.jpg');
    const server = await startServer({ root, workspace: null, args: ['--no-write'] });
    const { page, complaints } = await visit(`${server.url}/`);
    await new GalleryOnScreen(page).painted();
    const banner = page.getByRole('alert');
    await banner.waitFor();
    expect(await banner.textContent()).toContain('Nothing is kept.');
    expect(await banner.getByRole('button').count()).toBe(0);
    expect(complaints).toEqual([]);
    await server.stop();
  });

  test('and otherwise there is none', async () => {
    const root = tempFolder('kept');
    await writeImage(root, 'one.jpg');
    const server = await startServer({ root });
    const { page } = await visit(`${server.url}/`);
    await new GalleryOnScreen(page).painted();
    // It would stand there by now: the name of the gallery comes with the same answer.
    await page.getByRole('treeitem').first().waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await server.stop();
  });
});
