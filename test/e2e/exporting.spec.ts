import { readFileSync } from 'node:fs';
import { indexed } from '../support/gallery-state.ts';
import { csvRows } from '../support/exports.ts';
import { writeImage } from '../support/images.ts';
import { labelsReady, patch } from '../support/labels.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { describeInBrowser } from './support/browser.ts';
import { LabellingOnScreen } from './support/labelling-page.ts';

const names = ['a.jpg', 'b.jpg', 'c.jpg'];

describeInBrowser('exporting', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    for (const folder of ['cats', 'dogs']) for (const name of names) await writeImage(`${root}/${folder}`, name);
    server = await startServer({ root });
    await indexed(server, 6);
    await labelsReady(server);
    await patch(server, '/cats/b.jpg', { set_star: 4, set_notes: '=1+1' });
  });

  afterAll(() => server.stop());

  test('EX4: what is shown is taken away by keyboard, as a file that the browser saves', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'cats');
    const { page } = screen;
    await page.keyboard.press('Control+k');
    await page
      .getByRole('dialog')
      .getByRole('combobox')
      .or(page.getByRole('dialog').locator('input'))
      .first()
      .waitFor();
    await page.keyboard.type('export…');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Export' });
    await dialog.getByText('3 images as shown').waitFor();
    const csv = dialog.getByRole('radio', { name: /^CSV/ });
    expect(await csv.isChecked()).toBe(true);
    await waitFor(() => csv.evaluate((box) => box === document.activeElement), 'the format to have the keyboard');
    const link = dialog.getByRole('link', { name: 'Download' });
    await link.focus();
    const [saved] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    expect(saved.suggestedFilename()).toMatch(/^cats-\d{4}-\d\d-\d\d\.csv$/);
    const rows = csvRows(readFileSync(await saved.path(), 'utf8'));
    expect(rows.map(({ path, star, notes }) => [path, star, notes])).toEqual([
      ['/cats/a.jpg', '', ''],
      ['/cats/b.jpg', '4', '=1+1'],
      ['/cats/c.jpg', '', ''],
    ]);
    await dialog.waitFor({ state: 'detached' });
    await screen.end();
  });

  test('EX4: from the menu, in another format, labelled images only; and Escape leaves it', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'cats');
    const { page } = screen;
    const open = async (): Promise<void> => {
      await page.getByRole('button', { name: /^You/ }).click();
      await page.getByRole('menuitem', { name: 'Export…' }).click();
    };
    await open();
    const dialog = page.getByRole('dialog', { name: 'Export' });
    await dialog.getByRole('radio', { name: /^JSON/ }).check();
    await dialog.getByRole('checkbox', { name: 'Only labelled images', disabled: true }).waitFor();
    await dialog.getByRole('radio', { name: /^NDJSON/ }).check();
    await dialog.getByRole('checkbox', { name: 'Only labelled images' }).check();
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('link', { name: 'Download' }).click(),
    ]);
    const lines = readFileSync(await saved.path(), 'utf8')
      .trim()
      .split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { path: string }).path)).toEqual(['/cats/b.jpg']);
    await open();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await screen.end();
  });
});
