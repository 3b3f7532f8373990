import { linkSync } from 'node:fs';
import { labelsReady, bulk, patch, push } from '../support/labels.ts';
import { writeImage } from '../support/images.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { troublesOn } from './support/axe.ts';
import { describeInBrowser } from './support/browser.ts';
import { LabellingOnScreen, listsAskedBy } from './support/labelling-page.ts';

const count = 330;
const names = Array.from({ length: count }, (_, at) => `img-${String(at).padStart(3, '0')}.jpg`);

describeInBrowser('filters', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    await writeImage(`${root}/many`, names[0]!);
    for (const name of names.slice(1)) linkSync(`${root}/many/${names[0]!}`, `${root}/many/${name}`);
    for (const name of ['a.jpg', 'b.jpg', 'c.jpg']) await writeImage(`${root}/few`, name);
    await writeImage(`${root}/deep`, 'top.jpg');
    for (const name of ['x.jpg', 'y.jpg']) await writeImage(`${root}/deep/below`, name);
    server = await startServer({ root });
    await labelsReady(server);
  });

  afterAll(() => server.stop());

  test('UI5 UI20: rating 300 under "unrated": nothing moves, no list is asked, the pill counts, Apply keeps the place', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'many');
    const { page } = screen;
    await page.getByRole('button', { name: 'Unrated only' }).click();
    await page.getByText('Unrated', { exact: true }).waitFor();
    await screen.choose(names[0]!);
    const lists = listsAskedBy(page);
    for (let at = 0; at < 300; at++) await page.keyboard.press('Shift+4');
    await page.getByText('300 no longer match').first().waitFor();
    await screen.badgeSays('All changes saved', 60);
    await page.getByText('300 no longer match').first().waitFor();
    expect(
      await page
        .getByRole('contentinfo')
        .getByText(`${String(count)} images`)
        .count(),
    ).toBe(1);
    expect(lists).toEqual([]);
    const before = await screen.focused();
    await page.keyboard.press('r');
    await page
      .getByText(`${String(count - 300)} images`)
      .first()
      .waitFor();
    expect(before?.split(', ')[0]).toBe(names[300]);
    // The count is there before the tiles are.
    await screen.tileHasKeys(names[300]!);
    await page.getByText('no longer match').first().waitFor({ state: 'detached' });
    // The last is rated, and somebody else takes a star away: both are told.
    await page.keyboard.press('4');
    await patch(server, `/many/${names[3]!}`, { set_star: null });
    await page.getByText('1 no longer matches · 1 new').first().waitFor();
    await screen.end();
  });

  test('UI20: what lies directly in a folder is told from what lies below it', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'deep&sub=1');
    const { page } = screen;
    await page.keyboard.press('Shift+F');
    const here = page.getByRole('list', { name: 'Folders' }).getByRole('button', { name: /^Directly here/ });
    await waitFor(async () => /1$/.test((await here.innerText()).trim()), 'one image to be counted');
    await here.click();
    await page.getByRole('contentinfo').getByText('1 image', { exact: true }).waitFor();
    expect(screen.place().get('sub')).toBeNull();
    await waitFor(async () => (await here.getAttribute('aria-pressed')) === 'true', 'it to be chosen');
    await here.click();
    await page.getByRole('contentinfo').getByText('3 images').waitFor();
    await screen.end();
  });

  test('UI20: a panel with live counts, chips that are switched off and on, and an address that others can open', async () => {
    await bulk(server, { scope: { paths: ['/few/a.jpg', '/few/b.jpg'] }, patch: { add_tags: ['sea'] } }, { by: 'Ben' });
    await push(
      server,
      ['a', 'b', 'c'].map((name, at) => ({ path: `/few/${name}.jpg`, metrics: { score: at } })),
    );
    const screen = await LabellingOnScreen.open(server.url, 'few');
    const { page } = screen;
    await page.keyboard.press('Shift+F');
    const panel = page.getByRole('complementary', { name: 'Filters' });
    const tags = panel.getByRole('list', { name: 'Tags' });
    await tags.getByRole('button', { name: 'sea 2' }).click();
    await page.getByRole('contentinfo').getByText('2 images').waitFor();
    await tags.getByRole('button', { name: 'Without sea' }).click();
    await page.getByRole('contentinfo').getByText('1 image', { exact: true }).waitFor();
    await screen.tileOf('c.jpg').waitFor();
    const chips = page.getByRole('list', { name: 'Filters' });
    await chips.getByRole('button', { name: 'not sea', exact: true }).click();
    await page.getByRole('contentinfo').getByText('3 images').waitFor();
    await chips.getByRole('button', { name: 'not sea', exact: true, pressed: false }).click();
    await page.getByRole('contentinfo').getByText('1 image', { exact: true }).waitFor();
    await tags.getByRole('button', { name: 'sea 2' }).click();
    await panel.getByLabel('score, at least').fill('1');
    await page.keyboard.press('Tab');
    await screen.tileOf('b.jpg').waitFor();
    await page.getByRole('contentinfo').getByText('1 image', { exact: true }).waitFor();
    // Somebody else writes: counts follow.
    await patch(server, '/few/c.jpg', { add_tags: ['sea'] });
    await tags.getByRole('button', { name: /^sea 2/ }).waitFor();
    expect(await troublesOn(page)).toEqual([]);
    const other = await LabellingOnScreen.open(server.url, 'few');
    await other.page.goto(page.url());
    await other.tileOf('b.jpg').waitFor();
    await other.page.getByText('score ≥ 1').waitFor();
    await page.goBack();
    await chips.getByRole('button', { name: 'sea', exact: true }).waitFor();
    await page.getByText('score ≥ 1').waitFor({ state: 'detached' });
    await page.getByRole('contentinfo').getByText('3 images').waitFor();
    await page.getByRole('button', { name: 'Clear all' }).click();
    await chips.waitFor({ state: 'detached' });
    await page.getByRole('contentinfo').getByText('3 images').waitFor();
    await page.goBack();
    await chips.getByRole('button', { name: 'sea', exact: true }).waitFor();
    await screen.end();
    await other.end();
  });

  test('UI20 BR13: a metric says how many images lack it, offers these, and is in the menu of orders with its way', async () => {
    await push(server, [{ path: '/few/a.jpg', metrics: { rare: 4 } }]);
    const screen = await LabellingOnScreen.open(server.url, 'few');
    const { page } = screen;
    await page.keyboard.press('Shift+F');
    const panel = page.getByRole('complementary', { name: 'Filters' });
    const sort = panel.getByRole('button', { name: 'Sort by rare' });
    await sort.click();
    await panel.getByRole('button', { name: 'Sort by rare, descending', pressed: true }).waitFor();
    await page.getByRole('button', { name: 'Sort: rare' }).click();
    await page.getByRole('menuitemradio', { name: 'rare', checked: true }).waitFor();
    await page.getByRole('menuitemradio', { name: 'Ascending' }).click();
    await panel.getByRole('button', { name: 'Sort by rare, ascending', pressed: true }).waitFor();
    const lacking = panel.getByRole('list', { name: 'Without rare' }).getByRole('button');
    await waitFor(async () => /2$/.test((await lacking.innerText()).trim()), 'two to be counted', { seconds: 30 });
    await lacking.click();
    await page.getByRole('contentinfo').getByText('2 images').waitFor();
    await page.getByText('Without rare', { exact: true }).first().waitFor();
    await waitFor(async () => (await lacking.getAttribute('aria-pressed')) === 'true', 'it to be chosen');
    await screen.end();
  });

  test('UI20 UI26: a condition that nothing matches says so, and leads back', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'few');
    await screen.page.keyboard.press('Shift+F');
    const panel = screen.page.getByRole('complementary', { name: 'Filters' });
    await panel.getByLabel('In the name').fill('nothing like this');
    await screen.page.keyboard.press('Enter');
    await screen.page.getByText('No image matches').waitFor();
    await screen.page.getByRole('button', { name: 'Clear the filters' }).click();
    await screen.tileOf('a.jpg').waitFor();
    await screen.end();
  });

  test('UI20: on a phone the panel is a drawer', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'few', { isPhone: true });
    await screen.page.getByRole('button', { name: 'Filters' }).click();
    const panel = screen.page.getByRole('complementary', { name: 'Filters' });
    await panel.getByRole('button', { name: /^Labelled/ }).click();
    await waitFor(async () => (await panel.getByRole('status').textContent())?.trim() !== '', 'a count');
    expect(await troublesOn(screen.page)).toEqual([]);
    await panel.getByRole('button', { name: 'Close' }).click();
    await screen.page.getByRole('list', { name: 'Filters' }).waitFor();
    await screen.end();
  });
});
