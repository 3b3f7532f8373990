import { linkSync, mkdirSync } from 'node:fs';
import { describeInBrowser, visit } from './support/browser.ts';
import { GalleryOnScreen } from './support/gallery-page.ts';
import { writeImage, writeMany } from '../support/images.ts';
import { startServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

describeInBrowser('anywhere', () => {
  test('below a path of its own: grid, viewer, folders, reload', async () => {
    const root = tempFolder('base');
    await writeImage(`${root}/in`, 'one.jpg');
    await writeImage(`${root}/in`, 'two.jpg');
    const server = await startServer({ root, args: ['--base-path', '/team/pictures'] });
    const { page, complaints } = await visit(`${server.url}/`);
    const gallery = new GalleryOnScreen(page);
    await gallery.painted();
    await page.getByRole('treeitem', { name: /in/ }).last().click();
    await gallery.showsTotal('2');
    await page.keyboard.press('Enter');
    await waitFor(async () => (await gallery.focused()) === 'one.jpg', 'the grid to have the keyboard');
    await page.keyboard.press('Enter');
    await gallery.shows('one.jpg');
    expect(new URL(page.url()).pathname).toBe('/team/pictures/');
    await page.reload();
    await gallery.shows('one.jpg');
    expect(complaints).toEqual([]);
    await server.stop();
  });

  test('on a phone: folders in a drawer, a tap opens, a swipe turns, the inspector is a sheet', async () => {
    const root = tempFolder('phone');
    await writeMany(`${root}/in`, 30, { width: 300, height: 200 });
    const server = await startServer({ root });
    const { page, complaints } = await visit(`${server.url}/`, { isPhone: true });
    const gallery = new GalleryOnScreen(page);
    await gallery.painted();
    expect(await page.getByRole('tree').count()).toBe(0);
    await page.getByRole('button', { name: 'Folders', exact: true }).tap();
    await page.getByRole('treeitem', { name: /in/ }).last().tap();
    await waitFor(() => gallery.place().get('path') === '/in', 'the folder');
    await waitFor(async () => (await page.getByRole('tree').count()) === 0, 'the drawer to close');
    await gallery.painted();
    await gallery.tile('image-0003.jpg').tap();
    await gallery.shows('image-0003.jpg');
    await swipe(page, -160);
    await gallery.shows('image-0004.jpg');
    // Not a tap: the browser takes one that follows a swipe so soon for the end of the swipe.
    await gallery.viewer.getByRole('button', { name: 'Inspector' }).click();
    await page.getByRole('complementary', { name: 'Inspector' }).getByText('300 × 200').waitFor();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBe(390);
    expect(complaints).toEqual([]);
    await server.stop();
  });

  test('an empty gallery says what to do, and fills by itself', async () => {
    const root = tempFolder('empty');
    const server = await startServer({ root });
    const { page, complaints } = await visit(`${server.url}/`);
    await page.getByText('No images here yet').waitFor();
    await writeImage(root, 'first.jpg');
    await new GalleryOnScreen(page).showsTotal('1');
    expect(complaints).toEqual([]);
    await server.stop();
  });

  test('UI1 a hundred thousand images: every place can be reached, never more than 400 tiles', async () => {
    const root = tempFolder('large');
    await writeMany(`${root}/seeds`, 12, { width: 96, height: 64 });
    for (let folder = 0; folder < 100; folder++) {
      const path = `${root}/set-${String(folder).padStart(3, '0')}`;
      mkdirSync(path);
      for (let i = 0; i < 1000; i++) {
        const number = String(folder * 1000 + i).padStart(6, '0');
        linkSync(`${root}/seeds/image-00${String((i % 12) + 1).padStart(2, '0')}.jpg`, `${path}/n${number}.jpg`);
      }
    }
    const server = await startServer({ root });
    const { page } = await visit(`${server.url}/?path=/&sub=1&sort=name:desc&view=squares`, {
      preferences: { density: 72 },
    });
    const gallery = new GalleryOnScreen(page);
    await waitFor(async () => (await gallery.total()) === '100,012 images', 'the whole gallery', { seconds: 60 });
    await page.keyboard.press('End');
    await waitFor(async () => (await gallery.focused()) === 'image-0001.jpg', 'the last image');
    await page.keyboard.press('Home');
    await waitFor(async () => (await gallery.focused()) === 'n099999.jpg', 'the first image');
    for (const share of [0.5, 0.9, 0.1, 0.73, 0.31]) {
      await page.getByRole('grid').evaluate((grid, to) => {
        grid.scrollTop = to * (grid.scrollHeight - grid.clientHeight);
      }, share);
      await gallery.painted();
      const names = await gallery.names();
      expect(names.length).toBeLessThanOrEqual(400);
      expect(names.filter((name) => name.startsWith('n'))).toEqual(
        [...names]
          .filter((name) => name.startsWith('n'))
          .sort()
          .reverse(),
      );
      const place = 1 - Number(names[0]?.slice(1, 7)) / 100_000;
      expect(Math.abs(place - share)).toBeLessThan(0.05);
    }
    await server.stop();
  });
});

async function swipe(page: GalleryOnScreen['page'], by: number): Promise<void> {
  const touch = await page.context().newCDPSession(page);
  const point = (x: number): object => ({ touchPoints: [{ x, y: 420 }] });
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', ...point(195) } as never);
  for (let step = 1; step <= 8; step++) {
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', ...point(195 + (by * step) / 8) } as never);
  }
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] } as never);
}
