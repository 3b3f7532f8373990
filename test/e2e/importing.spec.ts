import { labelOf, labelsReady, patch } from '../support/labels.ts';
import { writeImage } from '../support/images.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { describeInBrowser } from './support/browser.ts';
import { LabellingOnScreen } from './support/labelling-page.ts';

describeInBrowser('importing labels', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    for (const name of ['a.jpg', 'b.jpg', 'c.jpg']) await writeImage(`${root}/all`, name);
    server = await startServer({ root });
    await labelsReady(server);
  });

  afterAll(() => server.stop());

  const csv = (text: string): { name: string; mimeType: string; buffer: Buffer } => ({
    name: 'labels.csv',
    mimeType: '',
    buffer: Buffer.from(text),
  });

  test('UI33: shows what a file would do, imports it by the policy that was chosen, and takes it back from the toast', async () => {
    await patch(server, '/all/a.jpg', { set_star: 2 });
    const screen = await LabellingOnScreen.open(server.url, 'all');
    const { page } = screen;
    await screen.says('a.jpg', '2 stars');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('import');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Import labels' });
    await dialog
      .getByLabel('Choose a file…')
      .setInputFiles(csv('path,star,mood\nall/a.jpg,5,x\nall/b.jpg,4,x\nall/z.jpg,9,x\n'));
    await dialog.getByText('labels.csv: 2 labels').waitFor();
    expect(await dialog.getByRole('row', { name: '/all/a.jpg ★2 ★5' }).count()).toBe(1);
    await dialog.getByText('Line 4: star must be').waitFor();
    await dialog.getByText('Ignored, since no label has them: mood.').waitFor();
    const button = dialog.getByRole('button', { name: /^Import/ });
    expect(await button.isDisabled()).toBe(true);
    await dialog.getByLabel('Leave out the 1 line').check();
    await dialog.getByRole('radio', { name: /Take what the file says/ }).check();
    // The keys are in the dialog, whatever has come and gone in it.
    expect(await dialog.evaluate((box) => box.contains(document.activeElement))).toBe(true);
    await dialog.getByRole('button', { name: 'Import 2 labels' }).press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await screen.says('a.jpg', '5 stars');
    await screen.says('b.jpg', '4 stars');
    await page.getByRole('button', { name: 'Take back' }).click();
    await screen.says('a.jpg', '2 stars');
    await screen.says('b.jpg', '');
    await waitFor(async () => (await labelOf(server, '/all/b.jpg')).star === null, 'it to be taken back');
  });

  test('UI33: says why a file is none of labels, and offers the next', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'all');
    const { page } = screen;
    await page.getByRole('button', { name: /^You:/ }).click();
    await page.getByRole('menuitem', { name: 'Import labels…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Import labels' });
    const field = dialog.getByLabel('Choose a file…');
    await field.setInputFiles({ ...csv('x'), name: 'picture.png' });
    await dialog.getByText('A file of labels ends in .json, .ndjson or .csv.').waitFor();
    await field.setInputFiles(csv('star\n1\n'));
    await dialog.getByText('The column path is missing.').waitFor();
    expect(await dialog.getByRole('button', { name: /^Import/ }).isDisabled()).toBe(true);
    await dialog.getByRole('button', { name: 'Another file' }).click();
    await dialog.getByText('Drop a file here').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });
});
