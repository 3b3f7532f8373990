import { labelOf, labelsReady, patch, bulk } from '../support/labels.ts';
import { writeImage } from '../support/images.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { describeInBrowser } from './support/browser.ts';
import { LabellingOnScreen } from './support/labelling-page.ts';

const names = ['a.jpg', 'b.jpg', 'c.jpg'];

describeInBrowser('who changed what', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    for (const folder of ['all', 'mouse']) for (const name of names) await writeImage(`${root}/${folder}`, name);
    server = await startServer({ root });
    await labelsReady(server);
  });

  afterAll(() => server.stop());

  test('UI24: lists gestures by person, says what taking one back would do, and does it, without what others did since', async () => {
    const paths = names.map((name) => `/all/${name}`);
    await bulk(server, { scope: { paths }, patch: { set_star: 5 } }, { by: 'Ben' });
    await patch(server, '/all/b.jpg', { set_star: 2 }, { by: 'Cy' });
    const screen = await LabellingOnScreen.open(server.url, 'all');
    await screen.says('a.jpg', '5 stars');
    await screen.page.keyboard.press('Shift+H');
    const dialog = screen.page.getByRole('dialog', { name: 'Changes' });
    await dialog.getByText('★2 on b.jpg').waitFor();
    await dialog.getByRole('combobox', { name: 'By' }).selectOption('Ben');
    await dialog.getByText('★2 on b.jpg').waitFor({ state: 'detached' });
    await dialog.getByRole('button', { name: 'Take back: ★5 on 3 images, by Ben' }).click();
    await dialog.getByText('This takes it back on 2 images. What Cy changed since stays as it is (1 field).').waitFor();
    await dialog.getByRole('button', { name: 'Take back', exact: true }).focus();
    await screen.page.keyboard.press('Enter');
    expect(await dialog.evaluate((box) => box.contains(document.activeElement))).toBe(true);
    await dialog.getByRole('combobox', { name: 'By' }).selectOption('');
    await dialog.getByText('Took a change back on 2 images').waitFor();
    await screen.page.keyboard.press('Escape');
    await screen.says('a.jpg', '');
    await screen.says('b.jpg', '2 stars');
    expect((await labelOf(server, '/all/c.jpg')).star).toBeNull();
    // It is a gesture like any other.
    await screen.page.keyboard.press('Control+z');
    await screen.says('a.jpg', '5 stars');
    await screen.end();
  });

  test('UI24: one image is named, and leads there; who has no name is told from others, and oneself', async () => {
    await patch(server, '/mouse/c.jpg', { set_star: 2 }, { client: 'some-tab' });
    const screen = await LabellingOnScreen.open(server.url, 'all');
    await screen.page.keyboard.press('1');
    await screen.badgeSays('All changes saved');
    await screen.page.keyboard.press('Shift+H');
    const dialog = screen.page.getByRole('dialog', { name: 'Changes' });
    await dialog.getByText('★1 on a.jpg').waitFor();
    const people = await dialog.getByRole('combobox', { name: 'By' }).getByRole('option').allInnerTexts();
    expect(people.filter((name) => /^Someone \(.{4}\) \(you\)$/.test(name))).toHaveLength(1);
    const others = people.filter((name) => /^Someone \(.{4}\)$/.test(name));
    expect([others.length > 0, new Set(others).size]).toEqual([true, others.length]);
    expect(people).not.toContain('Someone');
    await dialog.getByRole('button', { name: 'c.jpg', exact: true }).click();
    await screen.tileHasKeys('c.jpg');
    expect(screen.place().get('path')).toBe('/mouse');
    await screen.end();
  });

  test('UI2: the mouse alone rates and selects, and opens nothing by that', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'mouse');
    const tile = screen.tileOf('b.jpg');
    await tile.hover();
    await tile.getByTitle('4 stars (4)').click();
    await screen.says('b.jpg', '4 stars');
    await waitFor(async () => (await labelOf(server, '/mouse/b.jpg')).star === 4, 'the star on the server');
    await tile.getByTitle('4 stars (4)').dblclick();
    await screen.says('b.jpg', '4 stars');
    await tile.getByTitle('Select (Space)').click();
    await screen.page.getByText('1 selected').waitFor();
    await screen.tileOf('c.jpg').hover();
    await screen.tileOf('c.jpg').getByTitle('Select (Space)').click();
    await screen.page.getByText('2 selected').waitFor();
    expect(new URL(screen.page.url()).searchParams.has('image')).toBe(false);
    await screen.end();
  });
});
