import { describeInBrowser, visit } from './support/browser.ts';
import { GalleryOnScreen } from './support/gallery-page.ts';
import { writeImage, writeMany } from '../support/images.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

describeInBrowser('browsing', () => {
  let server: TestServer;
  const root = tempFolder('browsing');

  beforeAll(async () => {
    await writeMany(`${root}/many`, 300, { width: 90, height: 60 });
    for (const name of ['one', 'two', 'three'])
      await writeImage(`${root}/trips/2024`, `${name}.jpg`, { width: 900, height: 600 });
    await writeImage(`${root}/trips`, 'camera.jpg', { exif: { Make: 'Lenslet', Model: 'One', Artist: 'nobody' } });
    server = await startServer({ root });
  });

  afterAll(() => server.stop());

  test('UI1 UI25 everything is there at the first visit, with no complaint of the browser', async () => {
    const { page, complaints } = await visit(`${server.url}/`);
    const gallery = new GalleryOnScreen(page);
    await gallery.showsTotal('304');
    await gallery.painted();
    expect(await page.getByRole('treeitem').allInnerTexts()).toHaveLength(3);
    expect(await page.title()).toContain('Lenslet');
    expect(complaints).toEqual([]);
  });

  test('UI1 arrows, Home and End walk the grid, and the tile has the keyboard', async () => {
    const { page } = await visit(`${server.url}/?path=/many&sort=name:asc`);
    const gallery = new GalleryOnScreen(page);
    await gallery.painted();
    await page.keyboard.press('ArrowRight');
    await waitFor(async () => (await gallery.focused()) === 'image-0002.jpg', 'the second tile to be focused');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await waitFor(async () => (await gallery.focused()) === 'image-0002.jpg', 'down and up to come back');
    await page.keyboard.press('End');
    await waitFor(async () => (await gallery.focused()) === 'image-0300.jpg', 'the last tile to be focused');
    await gallery.painted();
    await page.keyboard.press('Home');
    await waitFor(async () => (await gallery.focused()) === 'image-0001.jpg', 'the first tile to be focused');
  });

  test('UI6 Enter opens, arrows go on, Z zooms, Escape closes and gives the keyboard back to the tile', async () => {
    const { page, complaints } = await visit(`${server.url}/?path=/trips/2024`);
    const gallery = new GalleryOnScreen(page);
    await gallery.painted();
    await page.keyboard.press('Enter');
    await gallery.shows('one.jpg');
    expect(gallery.place().get('image')).toBe('/trips/2024/one.jpg');
    await page.keyboard.press('ArrowRight');
    await gallery.shows('three.jpg');
    await waitFor(() => gallery.place().get('image') === '/trips/2024/three.jpg', 'the address to follow');
    await page.keyboard.press('End');
    await gallery.shows('two.jpg');
    await page.keyboard.press('z');
    await waitFor(
      () =>
        page
          .locator('ll-stage.can-pan')
          .count()
          .then((count) => count === 1),
      'the picture to be zoomed',
    );
    await page.keyboard.press('z');
    await page.keyboard.press('Escape');
    await waitFor(async () => (await gallery.focused()) === 'two.jpg', 'the keyboard to be on the tile');
    expect(await gallery.viewer.count()).toBe(0);
    expect(gallery.place().get('image')).toBeNull();
    expect(complaints).toEqual([]);
  });

  test('UI6 running through images, picture and name never disagree', async () => {
    const { page, complaints } = await visit(`${server.url}/?path=/many&image=/many/image-0001.jpg`);
    const gallery = new GalleryOnScreen(page);
    await gallery.shows('image-0001.jpg');
    const watching = page.evaluate(watchPictureAndName, 45);
    for (let i = 0; i < 45; i++) await page.keyboard.press('ArrowRight');
    expect(await watching).toEqual([]);
    await gallery.shows('image-0046.jpg');
    await waitFor(() => gallery.place().get('image') === '/many/image-0046.jpg', 'the address to follow');
    expect(complaints).toEqual([]);
  });

  test('UI6 a wheel zooms at the pointer', async () => {
    const { page } = await visit(`${server.url}/?path=/trips/2024&image=/trips/2024/one.jpg`);
    const gallery = new GalleryOnScreen(page);
    await gallery.shows('one.jpg');
    const frame = page.locator('ll-stage .frame');
    const before = await frame.boundingBox();
    if (before === null) throw new Error('The picture has no place.');
    const at = { x: before.x + before.width * 0.25, y: before.y + before.height * 0.25 };
    await page.mouse.move(at.x, at.y);
    for (let i = 0; i < 6; i++) await page.mouse.wheel(0, -240);
    await waitFor(async () => ((await frame.boundingBox())?.width ?? 0) > before.width * 1.8, 'the picture to grow');
    const after = await frame.boundingBox();
    expect(((at.x - (after?.x ?? 0)) / (after?.width ?? 1)).toFixed(1)).toBe('0.3');
  });

  test('a pasted address shows the same; back and forward go where one was', async () => {
    const { page } = await visit(`${server.url}/?path=/many&sort=name:desc&view=squares&image=/many/image-0123.jpg`);
    const gallery = new GalleryOnScreen(page);
    await gallery.shows('image-0123.jpg');
    await page.keyboard.press('Escape');
    await waitFor(async () => (await gallery.focused()) === 'image-0123.jpg', 'the tile to be in sight and focused');
    await page.getByRole('treeitem', { name: /trips/ }).click();
    await gallery.showsTotal('1');
    await page.goBack();
    await gallery.showsTotal('300');
    await waitFor(() => gallery.tile('image-0123.jpg').isVisible(), 'the same place in the folder');
    await page.goBack();
    await gallery.shows('image-0123.jpg');
    await page.goForward();
    await page.goForward();
    await gallery.showsTotal('1');
  });

  test.each([false, true])(
    'UI6 an image that was closed is not opened by going back, on a phone: %s',
    async (isPhone) => {
      const { page } = await visit(`${server.url}/?path=/trips&sort=name:asc`, { isPhone });
      const gallery = new GalleryOnScreen(page);
      await gallery.painted();
      // A step within the gallery, so that going back stays in it.
      await page.getByRole('button', { name: 'Filters' }).click();
      await page.getByRole('button', { name: /^Not yet/ }).click();
      await waitFor(() => gallery.place().has('filters'), 'a step');
      await page.getByRole('button', { name: 'Close', exact: true }).click();
      const tile = gallery.tile('camera.jpg');
      for (const close of ['button', 'key', 'back'] as const) {
        if (isPhone) await tile.tap();
        else await tile.dblclick();
        await gallery.shows('camera.jpg');
        await waitFor(() => gallery.place().has('image'), 'the address of the image');
        if (close === 'button') await gallery.viewer.getByRole('button', { name: 'Back to the grid' }).click();
        else if (close === 'key') await page.keyboard.press('Escape');
        else await page.goBack();
        await gallery.viewer.waitFor({ state: 'detached' });
        await waitFor(() => !gallery.place().has('image') && gallery.place().has('filters'), 'the address of the grid');
      }
      await page.goForward();
      await gallery.shows('camera.jpg');
      // Closed and opened faster than the browser goes back: it never goes further back than that.
      for (let turn = 0; turn < 4; turn++) for (const key of ['Escape', 'Enter']) await page.keyboard.press(key);
      await page.keyboard.press('Escape');
      await gallery.viewer.waitFor({ state: 'detached' });
      await waitFor(() => !gallery.place().has('image') && gallery.place().has('filters'), 'the address of the grid');
      await page.goBack();
      await waitFor(() => !gallery.place().has('filters'), 'the step before');
      expect(await gallery.viewer.count()).toBe(0);
    },
  );

  test('UI6 keys that come faster than the page is drawn are done in turn', async () => {
    const { page } = await visit(`${server.url}/?path=/many&sort=name:asc`);
    const gallery = new GalleryOnScreen(page);
    await gallery.painted();
    for (const keys of [
      ['Enter', 'Escape', 'Enter', 'Escape', 'Enter'],
      ['Escape', 'Enter', 'ArrowRight', 'Escape'],
    ]) {
      await page.evaluate((all) => {
        // In one turn of the page: nothing is drawn in between.
        for (const key of all) document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
      }, keys);
      if (keys.at(-1) === 'Enter') await gallery.shows('image-0001.jpg');
    }
    await gallery.viewer.waitFor({ state: 'detached' });
    await waitFor(() => gallery.place().get('at') === '/many/image-0002.jpg', 'the address of the grid to follow');
    expect(await gallery.viewer.count()).toBe(0);
  });

  test('UI6 UI20 after going through images one is at the last of them, in the address as well', async () => {
    const { page } = await visit(`${server.url}/?path=/many&sort=name:asc`);
    const gallery = new GalleryOnScreen(page);
    await gallery.painted();
    await page.keyboard.press('Enter');
    await gallery.shows('image-0001.jpg');
    await waitFor(() => gallery.place().has('image'), 'the address of the image');
    for (const key of ['ArrowRight', 'ArrowRight', 'Escape']) await page.keyboard.press(key);
    await waitFor(() => gallery.place().get('at') === '/many/image-0003.jpg', 'the address of the grid to follow');
    await page.reload();
    await gallery.painted();
    await page.keyboard.press('ArrowRight');
    await waitFor(async () => (await gallery.focused()) === 'image-0004.jpg', 'the one after it to be focused');
  });

  test('UI4 another order keeps the focused image in sight', async () => {
    const { page } = await visit(`${server.url}/?path=/many&sort=name:asc&image=/many/image-0050.jpg`);
    const gallery = new GalleryOnScreen(page);
    await gallery.shows('image-0050.jpg');
    await page.keyboard.press('Escape');
    const before = await gallery.tile('image-0050.jpg').boundingBox();
    await page.getByRole('button', { name: /^Sort/ }).click();
    await page.getByRole('menuitemradio', { name: 'Descending' }).click();
    await waitFor(() => gallery.place().get('sort') === 'name:desc', 'the order to change');
    await waitFor(
      async () => (await gallery.names()).indexOf('image-0051.jpg') < (await gallery.names()).indexOf('image-0050.jpg'),
      'the grid to change',
    );
    const after = await gallery.tile('image-0050.jpg').boundingBox();
    expect(Math.abs((after?.y ?? 0) - (before?.y ?? 1e9))).toBeLessThan(2);
  });

  test('UI25 the folders are a tree one can walk by keys', async () => {
    const { page } = await visit(`${server.url}/`);
    const gallery = new GalleryOnScreen(page);
    await gallery.painted();
    await page.getByRole('tree').focus();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowRight');
    await page.getByRole('treeitem', { name: /2024/ }).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await waitFor(() => gallery.place().get('path') === '/trips/2024', 'the folder to be opened');
    await gallery.showsTotal('3');
    expect(await page.getByRole('treeitem', { selected: true }).innerText()).toContain('2024');
    await page.keyboard.press('Enter');
    await waitFor(
      async () => (await gallery.focused()) === 'one.jpg',
      'Enter on the open folder to go over to the grid',
    );
  });

  test('the inspector tells of the focused image what is embedded in it', async () => {
    const { page } = await visit(`${server.url}/?path=/trips`);
    const inspector = page.getByRole('complementary', { name: 'Inspector' });
    await waitFor(async () => (await inspector.innerText()).includes('Lenslet One'), 'the camera');
    expect(await inspector.innerText()).toContain('64 × 48');
    await page.keyboard.press('i');
    await waitFor(async () => (await inspector.count()) === 0, 'the inspector to close');
    await page.reload();
    await new GalleryOnScreen(page).painted();
    expect(await inspector.count()).toBe(0);
  });

  test('UI26 empty, absent and broken-off look different, and say what to do', async () => {
    const { page } = await visit(`${server.url}/?path=/no%20such%20folder`);
    await page.getByText('There is no folder “no such folder”').waitFor();
    await page.getByRole('button', { name: 'Show the whole gallery' }).click();
    const gallery = new GalleryOnScreen(page);
    await gallery.showsTotal('304');
    await gallery.painted();
    await page.context().setOffline(true);
    await page.locator('ll-status-bar ll-sync-badge .word', { hasText: 'Offline' }).waitFor();
    expect((await gallery.names()).length).toBeGreaterThan(5);
    await page.context().setOffline(false);
    await page
      .locator('ll-status-bar ll-sync-badge .word', { hasText: 'Offline' })
      .waitFor({ state: 'detached', timeout: 40_000 });
  });
});

/** Looks at every frame until the last of so many images is shown, and tells where the two disagreed. */
async function watchPictureAndName(steps: number): Promise<string[]> {
  const wrong: string[] = [];
  const last = `image-00${String(steps + 1).padStart(2, '0')}.jpg`;
  for (let frame = 0; frame < 1200; frame++) {
    const name = document.querySelector('ll-viewer h1')?.textContent.trim() ?? '';
    const source = document.querySelector<HTMLImageElement>('ll-stage .slot img')?.src;
    const path = source === undefined ? null : new URL(source).searchParams.get('path');
    if (path !== null && path !== `/many/${name}`) wrong.push(`${name} over ${path}`);
    if (name === last && path !== null) return wrong;
    await new Promise(requestAnimationFrame);
  }
  return [...wrong, `${last} was never shown`];
}
