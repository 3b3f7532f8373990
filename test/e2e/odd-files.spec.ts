import { visibleText } from '../../apps/web/src/app/ui/visible-text.ts';
import { describeInBrowser, visit } from './support/browser.ts';
import { GalleryOnScreen } from './support/gallery-page.ts';
import {
  oddFiles,
  strangeNames,
  writeOddFiles,
  writeStrangeNames,
  writeUndecodableNames,
} from '../support/odd-folder.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const words = { shown: null, undecodable: 'Not readable', too_large: 'Too large' } as const;

/** Answers that are errors are told on the console by the browser itself; those are what is tested here. */
function unexpected(complaints: readonly string[]): string[] {
  return complaints.filter((text) => !text.startsWith('Failed to load resource'));
}

describeInBrowser('odd files and strange names', () => {
  let server: TestServer;
  let hasRawNames = false;
  const root = tempFolder('odd');

  beforeAll(async () => {
    await writeOddFiles(`${root}/odd`);
    await writeStrangeNames(`${root}/strange #&% names`);
    hasRawNames = await writeUndecodableNames(`${root}/raw`);
    server = await startServer({ root });
  });

  afterAll(() => server.stop());

  test('UI3 each file shows as what it is', async () => {
    const { page, complaints } = await visit(`${server.url}/?path=/odd`, { height: 1400 });
    const gallery = new GalleryOnScreen(page);
    await gallery.showsTotal(String(oddFiles.length));
    for (const { name, fate } of oddFiles) {
      const word = words[fate];
      const label = word === null ? name : `${name}, ${word}`;
      await waitFor(() => gallery.tile(label).isVisible(), label, { seconds: 40 });
      if (word === null)
        await waitFor(() => gallery.tile(label).locator('img').isVisible(), `the image of ${name}`, { seconds: 40 });
    }
    expect(unexpected(complaints)).toEqual([]);
  });

  test('UI6 what cannot be shown is explained in the viewer', async () => {
    const { page, complaints } = await visit(`${server.url}/`);
    const gallery = new GalleryOnScreen(page);
    for (const { name } of oddFiles.filter(({ fate }) => fate !== 'shown')) {
      await page.goto(`${server.url}/?path=/odd&image=/odd/${name}`);
      const explained = gallery.viewer.getByRole('heading', { level: 2, name: /cannot be shown|Too large to show/ });
      await explained.waitFor({ timeout: 30_000 });
      expect(await gallery.viewerTitle()).toBe(name);
    }
    await page.keyboard.press('Escape');
    await waitFor(async () => (await gallery.viewer.count()) === 0, 'the viewer to close');
    expect(unexpected(complaints)).toEqual([]);
  });

  test('F8 H16 all names stand in the grid as text, with their images', async () => {
    const { page, complaints } = await visit(`${server.url}/?path=${encodeURIComponent('/strange #&% names')}`, {
      height: 2000,
    });
    const gallery = new GalleryOnScreen(page);
    await gallery.showsTotal(String(strangeNames.length));
    await gallery.painted();
    expect((await gallery.names()).sort()).toEqual(strangeNames.map(visibleText).sort());
    expect(complaints).toEqual([]);
  });

  test('F8 an address can name each of them, the viewer shows it, and so it does after a reload', async () => {
    const folder = '/strange #&% names';
    const { page, complaints } = await visit(`${server.url}/`);
    const gallery = new GalleryOnScreen(page);
    for (const name of strangeNames) {
      // A backslash parts paths in the API, so the key of a name that has one holds its byte instead.
      const path = `${folder}/${name.replace('\\', '\u{10ff5c}')}`;
      await page.goto(`${server.url}/?path=${encodeURIComponent(folder)}&image=${encodeURIComponent(path)}`);
      await gallery.shows(visibleText(name));
      expect(gallery.place().get('image')).toBe(path);
      await page.reload();
      await gallery.shows(visibleText(name));
    }
    expect(complaints).toEqual([]);
  });

  test('SE1 a name is found as it is shown, with its backslash and with the bytes that are no text', async () => {
    const { page } = await visit(`${server.url}/`);
    const gallery = new GalleryOnScreen(page);
    await gallery.painted();
    const sought = [
      ['back\\slash', 'back\\slash.jpg'],
      ...(hasRawNames ? [['la\\xF1o', 'la\\xF1o.jpg']] : []),
    ] as const;
    for (const [text = '', name = ''] of sought) {
      await page.getByLabel('Search', { exact: true }).fill(text);
      await gallery.showsTotal('1');
      await waitFor(async () => (await gallery.names()).join() === name, `${name} to be found`);
      expect(await page.locator('[role=gridcell] mark').allInnerTexts()).toEqual([text]);
    }
  });

  test('F9 names that are not UTF-8 show their bytes, and their images open', async () => {
    if (!hasRawNames) return;
    const { page, complaints } = await visit(`${server.url}/?path=/raw`);
    const gallery = new GalleryOnScreen(page);
    await gallery.painted();
    expect((await gallery.names()).sort()).toEqual(['la\\xF1o.jpg', 'la\\xFEo.jpg']);
    await page.keyboard.press('Enter');
    await gallery.shows('la\\xF1o.jpg');
    await page.keyboard.press('ArrowRight');
    await gallery.shows('la\\xFEo.jpg');
    expect(complaints).toEqual([]);
  });
});
