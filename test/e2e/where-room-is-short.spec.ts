import type { Locator, Page } from 'playwright-core';
import { writeImage } from '../support/images.ts';
import { bulk, labelsReady, patch } from '../support/labels.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { describeInBrowser } from './support/browser.ts';
import { ComparisonOnScreen } from './support/comparison-page.ts';
import { LabellingOnScreen } from './support/labelling-page.ts';

const names = ['a.jpg', 'b.jpg', 'c.jpg'];
const long = 'Donaudampfschifffahrtsgesellschaftskapitaen'.repeat(2);

describeInBrowser('where room is short', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    for (const folder of ['long', 'here', 'there', 'large', 'text']) {
      for (const name of names) await writeImage(`${root}/${folder}`, name);
    }
    server = await startServer({ root });
    await labelsReady(server);
  });

  afterAll(() => server.stop());

  /** All of it lies in the window, and nothing lies over it. */
  async function canBeUsed(what: Locator): Promise<void> {
    await what.click({ trial: true, timeout: 5000 });
    const box = await what.boundingBox();
    const width = what.page().viewportSize()?.width ?? 0;
    expect(box === null ? null : [box.x >= 0, box.x + box.width <= width]).toEqual([true, true]);
  }

  test.each([1280, 360])('UI8: a tag of eighty letters leaves everything in reach, at %i', async (width) => {
    await bulk(server, { scope: { paths: names.map((name) => `/long/${name}`) }, patch: { add_tags: [long] } });
    const screen = await LabellingOnScreen.open(server.url, 'long', { width });
    const { page } = screen;
    await screen.tileOf('a.jpg').click();
    if (width < 860) await page.keyboard.press('i');
    await canBeUsed(screen.inspector.getByRole('button', { name: `Remove the tag ${long}` }));
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+a');
    if (width < 860) await page.keyboard.press('i');
    await canBeUsed(screen.inspector.getByRole('button', { name: `Take ${long} from all` }));
    await canBeUsed(screen.inspector.locator('.amount'));
    await screen.end();
  });

  test.each([
    [1280, 1],
    [900, 2],
    [390, 3],
    [360, 4],
  ] as const)('UI17 UI18: news of others can be dealt with at %i', async (width, set_star) => {
    const screen = await LabellingOnScreen.open(server.url, 'here', { width });
    const bar = screen.page.locator('ll-status-bar');
    await patch(server, '/there/b.jpg', { set_star }, { by: 'Ben' });
    await bar.getByText('1 update').waitFor();
    for (const name of ['Reveal', 'Dismiss']) await canBeUsed(bar.getByRole('button', { name }));
    await canBeUsed(bar.locator('.live'));
    if (width === 1280) await canBeUsed(bar.getByText('Ben updated items in the last 30 s'));
    await screen.page.keyboard.press('Control+a');
    for (const name of ['Clear', 'Reveal', 'Dismiss']) await canBeUsed(bar.getByRole('button', { name }));
    await canBeUsed(bar.locator('.live'));
    await bar.getByRole('button', { name: 'Reveal' }).click();
    await screen.tileHasKeys('b.jpg');
    expect([screen.place().get('path'), screen.place().get('image')]).toEqual(['/there', null]);
    await screen.end();
  });

  test('UI15: over a picture it is said what is not saved, and nothing lies on the picture', async () => {
    const { gate, screen } = await LabellingOnScreen.openGated(server, 'large');
    await screen.choose('a.jpg');
    await screen.page.keyboard.press('Enter');
    await screen.shows('a.jpg');
    const badge = screen.viewer.locator('ll-sync-badge .word');
    expect(await badge.isVisible()).toBe(false);
    gate.cut();
    await screen.page.keyboard.press('4');
    await waitFor(async () => (await badge.innerText()) === 'Not saved — retry', 'the viewer to say so');
    await canBeUsed(badge);
    gate.letGo();
    await badge.waitFor({ state: 'hidden', timeout: 40_000 });
    await screen.end();
    gate.close();
  });

  test.each([
    ['a phone', { isPhone: true }],
    ['360', { width: 360 }],
    ['700', { width: 700 }],
  ] as const)('UI7: all that can be done with a comparison is in reach, at %s', async (_, wish) => {
    const screen = await ComparisonOnScreen.at(server.url, ['/large/a.jpg', '/large/b.jpg'], wish);
    const button = (name: string): Locator => screen.region.getByRole('button', { name, exact: true });
    for (const name of ['Back to where you were', 'Side by side', 'Slider', '1:1', 'Zoom together'])
      await canBeUsed(button(name));
    for (const name of ['Differences', 'Export as a PNG', 'Inspector']) await canBeUsed(button(name));
    await button('Zoom together').click();
    const isTogether = (): Promise<string | null> => button('Zoom together').getAttribute('aria-pressed');
    await waitFor(async () => (await isTogether()) === 'false', 'each to be for itself');
    await screen.hasOriginals(2);
    const before = await screen.frames();
    await button('1:1').click();
    await waitFor(async () => (await screen.frames())[0]!.width !== before[0]!.width, 'one of them to be nearer');
    expect((await screen.frames())[1]).toEqual(before[1]);
    await screen.end();
  });

  test('UI10: nothing moves under the hands when it is said how it stands', async () => {
    const { gate, screen } = await LabellingOnScreen.openGated(server, 'text');
    await screen.choose('a.jpg');
    const top = async (): Promise<number | undefined> => (await screen.notesField.boundingBox())?.y;
    const before = await top();
    gate.cut();
    await screen.page.keyboard.press('4');
    await screen.saveStateIs('Not saved — trying again');
    expect(await top()).toBe(before);
    await screen.end();
    gate.close();
  });

  test('UI31: a finger finds every button of the bars, of the chips and of the folders', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'large', { isPhone: true });
    const { page } = screen;
    await page.getByRole('button', { name: 'Filters' }).tap();
    await page.getByRole('button', { name: /^Not yet/ }).tap();
    await page.locator('ll-filter-bar .chip').waitFor();
    expect(await tooSmall(page, 'll-filter-panel .value, ll-filter-panel .icon-button')).toEqual([]);
    await page.getByRole('button', { name: 'Close', exact: true }).tap();
    expect(await tooSmall(page, 'll-top-bar .icon-button, ll-top-bar .button, ll-filter-bar button')).toEqual([]);
    await page.getByRole('button', { name: 'Folders', exact: true }).tap();
    await page.getByRole('treeitem').first().waitFor();
    expect(await tooSmall(page, 'll-folder-tree [role=treeitem]')).toEqual([]);
    await screen.end();
  });

  test('UI31: with all panels open the grid keeps room for three images, and the folders come back', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'large', { width: 1280 });
    const { page } = screen;
    const width = async (): Promise<number> => (await page.getByRole('grid').boundingBox())?.width ?? 0;
    await page.keyboard.press('Shift+F');
    await page.getByRole('complementary', { name: 'Filters' }).waitFor();
    await waitFor(async () => (await width()) >= 460, 'the grid to have room');
    expect(await page.getByRole('tree').count()).toBe(0);
    await page.keyboard.press('b');
    await page.getByRole('tree').waitFor();
    expect(await page.getByRole('complementary', { name: 'Filters' }).count()).toBe(0);
    await page.keyboard.press('Shift+F');
    await page.getByRole('complementary', { name: 'Filters' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('tree').waitFor();
    await screen.end();
  });

  test('UI7: what differs can be read on a phone without moving it sideways', async () => {
    const screen = await ComparisonOnScreen.at(server.url, ['/large/a.jpg', '/large/b.jpg'], { isPhone: true });
    await screen.region.getByRole('button', { name: 'Differences' }).tap();
    const table = screen.region.getByRole('group', { name: 'Table of differences' });
    await table.getByText('b.jpg').waitFor();
    expect(await table.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
    await screen.end();
  });
});

/** What of these a finger may miss: less than 44 pixels in one direction. */
function tooSmall(page: Page, selector: string): Promise<string[]> {
  return page.locator(selector).evaluateAll((found) =>
    found.flatMap((each) => {
      const { width, height } = each.getBoundingClientRect();
      const isThere = width > 0 && height > 0;
      const what = `${each.getAttribute('aria-label') ?? each.textContent.trim()}: ${String(width)} by ${String(height)}`;
      return isThere && Math.min(width, height) < 43.5 ? [what] : [];
    }),
  );
}
