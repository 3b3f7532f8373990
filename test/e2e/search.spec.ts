import { bulk, labelsReady } from '../support/labels.ts';
import { writeImage } from '../support/images.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { troublesOn } from './support/axe.ts';
import { describeInBrowser } from './support/browser.ts';
import { LabellingOnScreen } from './support/labelling-page.ts';

const names = ['beach-01.jpg', 'beach-02.jpg', 'Café beach.jpg', 'mountain.jpg'];

describeInBrowser('search', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    for (const name of names) await writeImage(`${root}/all`, name);
    server = await startServer({ root });
    await labelsReady(server);
    await bulk(server, { scope: { paths: ['/all/mountain.jpg'] }, patch: { add_tags: ['beachless'], set_star: 5 } });
  });

  afterAll(() => server.stop());

  test('UI22: finds as one types, marks where, goes by keyboard alone, and one step back is what was before', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'all');
    const { page } = screen;
    await page.keyboard.press('/');
    await page.keyboard.type('cafe', { delay: 30 });
    await page.getByRole('contentinfo').getByText('1 image', { exact: true }).waitFor();
    await waitFor(
      async () => (await screen.tileOf('Café beach.jpg').locator('mark').textContent()) === 'Café',
      'the mark',
    );
    await page.keyboard.press('Escape');
    await page.getByRole('contentinfo').getByText('4 images').waitFor();
    // The keys are the images' again.
    await page.keyboard.press('End');
    await screen.tileHasKeys('mountain.jpg');
    await page.keyboard.press('/');
    await page.keyboard.type('beach');
    await page.getByRole('contentinfo').getByText('4 images').waitFor();
    await page.getByRole('button', { name: 'Sort: Best match' }).waitFor();
    await page.keyboard.press('Enter');
    await screen.tileHasKeys('beach-01.jpg');
    // Keys are commands again.
    await page.keyboard.press('3');
    await screen.says('beach-01.jpg', '3 stars');
    await page.keyboard.press('/');
    await page.keyboard.type('tag:beach star:5');
    await page.getByRole('contentinfo').getByText('1 image', { exact: true }).waitFor();
    await screen.tileOf('mountain.jpg').waitFor();
    await waitFor(() => page.url().includes('star:5'), 'the address to follow');
    const address = page.url();
    expect(await troublesOn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Clear the search' }).click();
    await page.getByRole('contentinfo').getByText('4 images').waitFor();
    await page.getByRole('button', { name: 'Sort: Name' }).waitFor();
    await page.goto(address);
    await screen.tileOf('mountain.jpg').waitFor();
    expect(await page.getByLabel('Search', { exact: true }).inputValue()).toBe('tag:beach star:5');
    await screen.end();
  });

  test('UI22: a match in a tag or in the path is marked in the inspector, and on the tile the sign of tags', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'all');
    const { page } = screen;
    await page.keyboard.press('/');
    await page.keyboard.type('beachl');
    await page.getByRole('contentinfo').getByText('1 image', { exact: true }).waitFor();
    const marks = (): Promise<string[]> => screen.inspector.locator('mark').allInnerTexts();
    await waitFor(async () => (await marks()).join() === 'beachl', 'the tag to be marked');
    await screen.tileOf('mountain.jpg').locator('.mark.found').waitFor();
    await page.getByLabel('Search', { exact: true }).fill('path:al mount');
    await waitFor(async () => (await marks()).join() === 'mount,al', 'name and path to be marked');
    expect(await screen.tileOf('mountain.jpg').locator('.mark.found').count()).toBe(0);
    await screen.end();
  });

  test('UI22: going back while one types is going back: the field follows the address', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'all');
    const { page } = screen;
    const field = page.getByLabel('Search', { exact: true });
    await page.keyboard.press('/');
    await page.keyboard.type('m');
    await waitFor(() => screen.place().get('q') === 'm', 'the address to follow');
    await page.evaluate(() => {
      const line = document.activeElement as HTMLInputElement;
      line.value = 'mo';
      line.dispatchEvent(new InputEvent('input'));
      history.back();
    });
    await page.getByRole('contentinfo').getByText('4 images').waitFor();
    await waitFor(async () => (await field.inputValue()) === '', 'the field to be empty');
    expect(screen.place().get('q')).toBeNull();
    await screen.end();
  });

  test('UI22: what cannot be meant is said, and what finds nothing too', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'all');
    const { page } = screen;
    await page.keyboard.press('/');
    await page.keyboard.type('nothing like this');
    await page.getByText('No image matches').waitFor();
    await page.getByRole('button', { name: 'Clear the search' }).last().click();
    await page.getByRole('contentinfo').getByText('4 images').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('star:many');
    await page.getByText('This cannot be searched for').waitFor();
    await screen.end();
  });

  test('UI22: on a phone behind a button', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'all', { isPhone: true });
    const { page } = screen;
    await page.getByRole('button', { name: 'Search' }).click();
    await page.keyboard.type('mountain');
    await page.getByRole('contentinfo').getByText('1 image', { exact: true }).waitFor();
    expect(await troublesOn(page)).toEqual([]);
    await screen.end();
  });
});
