import { writeImage } from '../support/images.ts';
import { patch } from '../support/labels.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { TokenHolders } from '../support/token-holders.ts';
import { troublesOn } from './support/axe.ts';
import { describeInBrowser, visit, type Visit, type VisitWish } from './support/browser.ts';
import { GalleryOnScreen } from './support/gallery-page.ts';

describeInBrowser('UI25: axe finds nothing serious', () => {
  const people = new TokenHolders();
  let server: TestServer;
  let guarded: TestServer;

  beforeAll(async () => {
    const root = tempFolder('gallery');
    for (const name of ['one.jpg', 'two.jpg', 'inner/three.jpg', 'inner/four.jpg']) await writeImage(root, name);
    await people.add('vic', 'viewer');
    [server, guarded] = await Promise.all([
      startServer({ root }),
      startServer({ root, args: ['--token-file', people.file] }),
    ]);
    await patch(server, '/one.jpg', { set_star: 4, add_tags: ['sea', 'sky'], set_notes: 'calm' });
  });

  async function open(path = '/', wish: VisitWish = {}): Promise<Visit> {
    const seen = await visit(`${server.url}${path}`, wish);
    await new GalleryOnScreen(seen.page).painted();
    return seen;
  }

  for (const theme of ['dark', 'light']) {
    test(`in the grid with its inspector, ${theme}`, async () => {
      const { page } = await open('/', { preferences: { theme } });
      await page.getByRole('gridcell', { name: /^one\.jpg/ }).click();
      expect(await troublesOn(page)).toEqual([]);
      await page.getByText('History', { exact: true }).click();
      await page.getByText('no star → ★4').waitFor();
      expect(await troublesOn(page)).toEqual([]);
    });

    test(`with many selected, a menu, and dialogs, ${theme}`, async () => {
      const { page } = await open('/', { preferences: { theme } });
      await page.keyboard.press('Control+a');
      await page.getByText('4 selected').waitFor();
      await page.keyboard.press('3');
      await page.getByRole('button', { name: 'Undo' }).waitFor();
      expect(await troublesOn(page)).toEqual([]);
      await page.getByTitle('State of your changes').click();
      await page.getByRole('menuitem', { name: 'Try now' }).waitFor();
      expect(await troublesOn(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keys' }).waitFor();
      expect(await troublesOn(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Shift+H');
      await page.getByRole('dialog', { name: 'Changes' }).getByText('★3 on').first().waitFor();
      await page
        .getByRole('button', { name: /^Take back/ })
        .first()
        .click();
      await page.getByText('This takes it back on').waitFor();
      expect(await troublesOn(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.locator('[role=gridcell]').first().hover();
      await page.locator('ll-tile-actions').waitFor({ state: 'attached' });
      await page.getByTitle(/have this folder open|has this folder open/).click();
      await page.getByText('yours included').waitFor();
      expect(await troublesOn(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'Command' }).waitFor();
      expect(await troublesOn(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: /^You:/ }).click();
      await page.getByRole('menuitem', { name: /Say who you are/ }).click();
      await page.getByLabel('Your name', { exact: true }).waitFor();
      expect(await troublesOn(page)).toEqual([]);
    });

    test(`in the viewer and on a phone, ${theme}`, async () => {
      const large = await open('/?path=/&sub=1&image=/one.jpg', { preferences: { theme } });
      expect(await troublesOn(large.page)).toEqual([]);
      const { page } = await open('/', { isPhone: true, preferences: { theme } });
      await page.getByRole('button', { name: 'Inspector' }).click();
      await page.getByLabel('Add a tag').waitFor();
      expect(await troublesOn(page)).toEqual([]);
    });
  }

  test('where one signs in, and for those who may only look', async () => {
    const { page } = await visit(guarded.url);
    expect(await troublesOn(page)).toEqual([]);
    await page.getByLabel('Access token').fill(people.tokens.get('vic')!);
    await page.keyboard.press('Enter');
    await new GalleryOnScreen(page).painted();
    await page.getByText('You may look at this gallery, not label it.').waitFor();
    expect(await troublesOn(page)).toEqual([]);
  });
});
