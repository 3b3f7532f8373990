import { indexed } from '../support/gallery-state.ts';
import { writeImage } from '../support/images.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { troublesOn } from './support/axe.ts';
import { describeInBrowser, visit } from './support/browser.ts';
import { GalleryOnScreen } from './support/gallery-page.ts';

/** Answers that are errors are told on the console by the browser itself. */
function unexpected(complaints: readonly string[]): string[] {
  return complaints.filter((text) => !text.startsWith('Failed to load resource'));
}

describeInBrowser('an address that is no good', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    for (const name of ['a.jpg', 'b.jpg']) await writeImage(`${root}/upper/lower`, name);
    await writeImage(`${root}/100%`, 'c.jpg');
    await writeImage(`${root}/mixed`, 'd.jpg');
    await writeImage(`${root}/mixed/lower`, 'e.jpg');
    server = await startServer({ root });
    await indexed(server, 5);
  });

  afterAll(() => server.stop());

  test.each([
    ['path=/100%&sort=name:asc', '1', 'The address holds a % that stands for nothing: it was taken as it is.'],
    ['path=/%ff%fe', '5', 'The address could not be read: this is the whole gallery.'],
    ['path=/&sub=1&sort=beauty:asc', '5', 'Not understood in the address, and left out: the order “beauty:asc”.'],
    [
      `path=/&sub=yes&view=piles&filters=${encodeURIComponent('[{"stars":{"in":[9]}}]')}`,
      null,
      'Not understood in the address, and left out: the layout “piles”, sub “yes”, a condition.',
    ],
  ])('UI20: %s opens the gallery, and says so in one line', async (query, total, sentence) => {
    const { page, complaints } = await visit(`${server.url}/?${query}`);
    await page.locator('ll-toast').getByText(sentence, { exact: true }).waitFor();
    const gallery = new GalleryOnScreen(page);
    if (total !== null) await gallery.showsTotal(total);
    expect(unexpected(complaints)).toEqual([]);
    await page.context().close();
  });

  test('UI20: an address that is good says nothing', async () => {
    const filters = encodeURIComponent('[{"stars":{"in":[null]}},{"off":{"tags":{"any":["x"]}}}]');
    const { page } = await visit(`${server.url}/?path=/&sub=1&sort=random:7:desc&view=rows&filters=${filters}`);
    await new GalleryOnScreen(page).showsTotal('5');
    expect(await page.locator('ll-toast .toast').count()).toBe(0);
    await page.context().close();
  });

  test.each(['no/such/page', '%ff'])('ER1: /%s is a page that can be read, and leads to the gallery', async (path) => {
    for (const width of [1280, 360]) {
      const { page, complaints } = await visit(`${server.url}/${path}`, { width });
      expect(await troublesOn(page)).toEqual([]);
      const frame = await page.locator('main').boundingBox();
      expect(frame?.width).toBeLessThanOrEqual(Math.min(480, width - 32));
      expect(await page.locator('body').evaluate((body) => body.scrollWidth <= innerWidth)).toBe(true);
      await page.getByRole('link', { name: 'To the gallery' }).click();
      await new GalleryOnScreen(page).showsTotal('5');
      expect(unexpected(complaints)).toEqual([]);
      await page.context().close();
    }
  });

  test('UI20: a folder whose images lie below says so, and shows them when asked', async () => {
    const { page } = await visit(`${server.url}/?path=/upper`);
    const gallery = new GalleryOnScreen(page);
    await page.getByText('No images in this folder').waitFor();
    await page.getByText('2 images in the folders below.').waitFor();
    await page.getByRole('button', { name: 'Include subfolders' }).click();
    await gallery.showsTotal('2');
    await waitFor(() => gallery.place().get('sub') === '1', 'the address to follow');
    await page.goto(`${server.url}/?path=/mixed`);
    await gallery.showsTotal('1');
    await page.getByRole('button', { name: '1 more below' }).click();
    await gallery.showsTotal('2');
    expect(await page.getByRole('button', { name: /below/ }).count()).toBe(0);
    await page.context().close();
  });
});
