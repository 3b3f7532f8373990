import { rename, rm } from 'node:fs/promises';
import { describeInBrowser, visit } from './support/browser.ts';
import { GalleryOnScreen } from './support/gallery-page.ts';
import { writeImage } from '../support/images.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

/** WK4 gives a change 10 seconds; the page looks every three. */
const seconds = 20;

describeInBrowser('files come and go', () => {
  let server: TestServer;
  const root = tempFolder('live');

  beforeAll(async () => {
    for (const name of ['a', 'b', 'c', 'd']) await writeImage(`${root}/watched`, `${name}.jpg`, { hue: 10 });
    server = await startServer({ root });
  });

  afterAll(() => server.stop());

  test('WK4 UI4 what is added, changed, renamed and removed shows by itself, and the focus stays', async () => {
    const { page, complaints } = await visit(`${server.url}/?path=/watched`);
    const gallery = new GalleryOnScreen(page);
    const source = (name: string): Promise<string | null> => gallery.tile(name).locator('img').getAttribute('src');
    await gallery.painted();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await waitFor(async () => (await gallery.focused()) === 'c.jpg', 'the focus on c');
    const untouched = await source('d.jpg');

    await writeImage(`${root}/watched`, 'b2.jpg', { width: 120, height: 60 });
    await waitFor(() => gallery.tile('b2.jpg').locator('img').isVisible(), 'the new file', { seconds });
    expect(await gallery.names()).toEqual(['a.jpg', 'b.jpg', 'b2.jpg', 'c.jpg', 'd.jpg']);
    expect(await page.locator('ll-tile.focused').getAttribute('aria-label')).toBe('c.jpg');

    const before = await source('a.jpg');
    await writeImage(`${root}/watched`, 'a.jpg', { hue: 200, width: 200, height: 100 });
    await waitFor(async () => (await source('a.jpg')) !== before, 'another picture of the changed file', { seconds });

    await rename(`${root}/watched/b.jpg`, `${root}/watched/z.jpg`);
    await waitFor(async () => (await gallery.names()).at(-1) === 'z.jpg', 'the renamed file in its new place', {
      seconds,
    });
    expect(await gallery.names()).not.toContain('b.jpg');

    await rm(`${root}/watched/b2.jpg`);
    await waitFor(async () => (await gallery.names()).length === 4, 'the removed file to go', { seconds });
    expect(await page.locator('ll-tile.focused').getAttribute('aria-label')).toBe('c.jpg');
    expect(await source('d.jpg')).toBe(untouched);
    expect(complaints).toEqual([]);
  });

  test('WK4 a new folder comes into the tree, an emptied one goes', async () => {
    const { page } = await visit(`${server.url}/`);
    await page.getByRole('treeitem', { name: /watched/ }).waitFor();
    await writeImage(`${root}/added`, 'new.jpg');
    await page.getByRole('treeitem', { name: /added/ }).waitFor({ timeout: seconds * 1000 });
    await rm(`${root}/added`, { recursive: true });
    await page.getByRole('treeitem', { name: /added/ }).waitFor({ state: 'detached', timeout: seconds * 1000 });
  });

  test('UI6 an image that is removed while it is open says so, and the next one is a key away', async () => {
    await writeImage(`${root}/open`, '1.jpg', { hue: 1 });
    await writeImage(`${root}/open`, '2.jpg', { hue: 100 });
    const { page } = await visit(`${server.url}/?path=/open&image=/open/1.jpg`);
    const gallery = new GalleryOnScreen(page);
    await waitFor(async () => (await gallery.viewerTitle()) === '1.jpg', 'the viewer', { seconds });
    await gallery.shows('1.jpg');
    await rm(`${root}/open/1.jpg`);
    await page.getByRole('heading', { name: 'This image is not here' }).waitFor({ timeout: seconds * 1000 });
    expect(await gallery.viewerTitle()).toBe('1.jpg');
    await page.keyboard.press('ArrowRight');
    await gallery.shows('2.jpg');
  });
});
