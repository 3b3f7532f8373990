import { indexed } from '../support/gallery-state.ts';
import { writeImage, writeMany } from '../support/images.ts';
import { labelsReady, patch } from '../support/labels.ts';
import { naivePart } from '../support/naive-part.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { troublesOn } from './support/axe.ts';
import { describeInBrowser } from './support/browser.ts';
import { ViewsOnScreen, viewsOn, viewWritesOf } from './support/views-page.ts';

const parts = ['Gallery · part 1 of 3', 'Gallery · part 2 of 3', 'Gallery · part 3 of 3'];

describeInBrowser('UI21: work that is shared out among people', () => {
  let root: string;
  let server: TestServer;

  beforeEach(async () => {
    root = tempFolder('gallery');
    await writeMany(root, 24);
    server = await startServer({ root });
    await indexed(server, 24);
    await labelsReady(server);
  });

  afterEach(() => server.stop());

  const chip = (page: ViewsOnScreen, words: string): ReturnType<ViewsOnScreen['page']['locator']> =>
    page.page.locator('ll-filter-bar').getByText(words, { exact: true });

  /** From the palette, as somebody types it. */
  async function split(page: ViewsOnScreen, among: string): Promise<void> {
    await page.page.keyboard.press('Control+k');
    await page.page.keyboard.type('split among');
    await page.page.keyboard.press('Enter');
    const dialog = page.page.getByRole('dialog', { name: 'Split among people' });
    await dialog.getByLabel('Among whom').fill(among);
    await dialog.getByRole('button', { name: 'Split', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  test('each image is in one of the views, and so is each that comes', async () => {
    const page = await ViewsOnScreen.open(server.url, 'sub=1');
    const writes = viewWritesOf(page.page);
    await split(page, '3');
    const { views } = await viewsOn(server);
    const names = views.map(({ name }) => name);
    expect(names).toEqual(parts);
    // All of them at once: nobody sees half of a split.
    expect(writes).toHaveLength(1);
    const imagesOf = async (): Promise<string[][]> => {
      const all: string[][] = [];
      for (const [at, name] of names.entries()) {
        await page.link(name).click();
        await page.showsView(name);
        await chip(page, `Part ${String(at + 1)} of 3`).waitFor();
        const isOwn = (image: string): boolean => naivePart(`/${image}`, 3) === at + 1;
        // What was shown before stands until the answer is there.
        await waitFor(
          async () => {
            const [shown, total] = [await page.names(), await page.total()];
            return shown.every(isOwn) && total.startsWith(`${String(shown.length)} image`);
          },
          `only part ${String(at + 1)} to be shown`,
        );
        all.push(await page.names());
      }
      return all;
    };
    const before = await imagesOf();
    expect(before.every((images) => images.length > 0)).toBe(true);
    expect(new Set(before.flat()).size).toBe(24);
    expect(before.flat()).toHaveLength(24);
    await writeImage(root, 'late.jpg');
    await indexed(server, 25);
    const after = await imagesOf();
    expect(after.flat()).toHaveLength(25);
    expect(after.filter((images) => images.includes('late.jpg'))).toHaveLength(1);
    for (const [at, images] of before.entries()) expect(after[at]).toEqual(expect.arrayContaining(images));
    await page.end();
  });

  test('among people by their names, from the menu of a view, and all of it is undone at once', async () => {
    const page = await ViewsOnScreen.open(server.url, 'sub=1&sort=name:desc');
    await page.save('Week 3');
    await page.choose('Week 3', 'Split among people…');
    const dialog = page.page.getByRole('dialog', { name: 'Split among people' });
    await dialog.getByRole('button', { name: 'Split', exact: true }).click();
    await dialog.getByRole('alert').getByText('Two people at least').waitFor();
    await dialog.getByLabel('Among whom').fill('Ada, Ben');
    await dialog.getByText('Week 3 · Ada · part 1 of 2, Week 3 · Ben · part 2 of 2').waitFor();
    expect(await troublesOn(page.page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Split', exact: true }).click();
    await page.toastSays('“Week 3” is split into 2 views');
    await page.lists('Week 3', 'Week 3 · Ada · part 1 of 2', 'Week 3 · Ben · part 2 of 2');
    await page.page.getByRole('button', { name: 'Undo' }).click();
    await page.lists('Week 3');
    await page.end();
  });

  test('conditions on work and parts stand on chips, survive a reload, can be switched off and taken away', async () => {
    await patch(server, '/image-0003.jpg', { set_star: 4 }, { by: 'Ada' });
    await patch(server, '/image-0004.jpg', { set_star: 4 }, { by: 'Ben' });
    const filters = JSON.stringify([{ worked: { by: ['Ada'], kind: 'first' } }, { part: { of: 1, index: 1 } }]);
    const page = await ViewsOnScreen.open(server.url, `filters=${encodeURIComponent(filters)}`);
    await chip(page, 'First labels by Ada').waitFor();
    await page.showsTotal('1');
    expect(await page.names()).toEqual(['image-0003.jpg, 4 stars']);
    await page.save('First of Ada');
    await page.page.reload();
    await page.showsView('First of Ada');
    await chip(page, 'Part 1 of 1').waitFor();
    await page.showsTotal('1');
    await chip(page, 'First labels by Ada').click();
    await page.showsTotal('24');
    await chip(page, 'First labels by Ada').click();
    await page.showsTotal('1');
    await patch(server, '/image-0005.jpg', { set_star: 4 }, { by: 'Ada' });
    // What is shown holds still; that there is another one is told.
    await page.page.locator('ll-drift-pill p').waitFor();
    await page.showsTotal('1');
    await page.page.getByRole('button', { name: /^Remove.*First labels by Ada/ }).click();
    await page.showsTotal('24');
    await page.end();
  });
});
