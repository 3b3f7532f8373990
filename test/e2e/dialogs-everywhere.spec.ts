import type { Page } from 'playwright-core';
import { writeImage } from '../support/images.ts';
import { labelOf, labelsReady, patch } from '../support/labels.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { describeInBrowser } from './support/browser.ts';
import { DashboardOnScreen } from './support/dashboard-page.ts';
import { LabellingOnScreen } from './support/labelling-page.ts';
import { withTwoNotTaken } from './support/not-taken.ts';
import { ViewsOnScreen, viewsOn } from './support/views-page.ts';

const names = ['a.jpg', 'b.jpg', 'c.jpg'];

describeInBrowser('what lies over a page, on every page', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    for (const folder of ['one', 'gone', 'named']) {
      for (const name of names) await writeImage(`${root}/${folder}`, name);
    }
    server = await startServer({ root });
    await labelsReady(server);
  });

  afterAll(() => server.stop());

  async function toDashboard(page: Page): Promise<DashboardOnScreen> {
    await page.keyboard.press('Shift+B');
    const seen = new DashboardOnScreen(page);
    await seen.settled();
    return seen;
  }

  async function toHistory(page: Page): Promise<void> {
    await page.keyboard.press('Shift+H');
    await page.getByRole('dialog', { name: 'Changes' }).getByRole('link', { name: 'Open as a page' }).click();
    await page.getByRole('heading', { level: 1, name: 'History' }).waitFor();
  }

  test('UI8, UI12, UI15: on the history page many are discarded after a question, keys go on, and what waits leads to its image', async () => {
    const screen = await withTwoNotTaken(server, root, 'gone');
    const { page } = screen;
    await toHistory(page);
    await page.getByTitle('State of your changes').click();
    await page.getByRole('menuitem', { name: '/gone/a.jpg' }).click();
    await screen.viewer.waitFor();
    expect([new URL(page.url()).pathname, screen.place().get('image')]).toEqual(['/', '/gone/a.jpg']);
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'History' }).waitFor();
    const question = page.getByRole('dialog', { name: 'Please confirm' });
    await page.getByTitle('State of your changes').click();
    await page.getByRole('menuitem', { name: 'Discard all 2…' }).click();
    await question.getByText('Discard 2 changes?').waitFor();
    await question.getByRole('button', { name: 'Discard 2 changes' }).click();
    await waitFor(
      async () => (await page.locator('ll-sync-badge .word').innerText()) === 'All changes saved',
      'what is discarded to be gone',
    );
    await page.keyboard.press('Control+z');
    await waitFor(async () => (await labelOf(server, '/gone/c.jpg')).star === null, 'the star to be taken back');
    await screen.end();
  });

  test('UI8: a dialog goes with the page on which it was opened, by going back as well', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'one');
    const { page } = screen;
    await toDashboard(page);
    await page.keyboard.press('g');
    await screen.painted();
    await page.getByRole('button', { name: /^You: / }).click();
    await page.getByRole('menuitem', { name: /Export/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await page.goBack();
    await new DashboardOnScreen(page).settled();
    expect(await dialog.count()).toBe(0);
    await page.keyboard.press('Shift+H');
    await page.getByRole('dialog', { name: 'Changes' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await screen.painted();
    await screen.end();
  });

  test('UI24: on the dashboard the name of an image leads to it, also where the gallery had it in its list', async () => {
    await patch(server, '/named/b.jpg', { set_star: 5 }, { by: 'Ida' });
    const screen = await LabellingOnScreen.open(server.url, 'named');
    const { page } = screen;
    await toDashboard(page);
    await page.keyboard.press('Shift+H');
    await page.getByRole('dialog', { name: 'Changes' }).getByTitle('/named/b.jpg').first().click();
    await screen.shows('b.jpg');
    await page.goBack();
    await new DashboardOnScreen(page).settled();
    expect(new URL(page.url()).pathname).toBe('/dashboard');
    await screen.end();
  });

  test('UI21: two who changed the same view are asked on the dashboard, too, and its keys go on', async () => {
    const preferences = { 'display-name': 'Ann' };
    const ann = await ViewsOnScreen.open(server.url, 'path=/one&sort=name:asc', { preferences });
    await ann.save('Shared', true);
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const told = await viewsOn(server);
    await ann.page.route('**/views', async (route) => {
      if (route.request().method() === 'GET') return route.fulfill({ json: told });
      await held;
      return route.continue();
    });
    await ann.choose('Shared', 'Rename…');
    await ann.fillDialog('Of ann');
    await toDashboard(ann.page);
    const renamed = await fetch(`${server.url}/views`, {
      method: 'PUT',
      headers: {
        'content-type': 'application/json',
        'if-match': `"${String(told.version)}"`,
        'idempotency-key': 'bob',
        'x-updated-by': 'Bob',
      },
      body: JSON.stringify({ views: told.views.map((view) => ({ ...view, name: 'Of bob' })) }),
    });
    expect(renamed.status).toBe(200);
    letGo();
    await ann.question.getByText('renamed it to “Of bob”').waitFor();
    await ann.page.keyboard.press('Escape');
    await ann.question.waitFor({ state: 'detached' });
    expect(new URL(ann.page.url()).pathname).toBe('/dashboard');
    await ann.page.keyboard.press('g');
    await ann.section.getByRole('button', { name: 'Decide…' }).waitFor();
    await ann.end();
  });

  test('UI23: Escape closes what a word means that is only pointed at, and leaves the dashboard the next time', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'one');
    const { page } = screen;
    const seen = await toDashboard(page);
    await seen.panel('Stars').waitFor();
    const tip = page.getByRole('tooltip').filter({ visible: true });
    const word = page.locator('ll-headline').getByRole('button', { name: 'Labelled', exact: true });
    await word.hover();
    await tip.filter({ hasText: 'a star, a tag or a note' }).waitFor();
    // A dialog lies over it: that is what Escape is for then.
    await page.keyboard.press('?');
    const keys = page.getByRole('dialog', { name: 'Keys' });
    await keys.waitFor();
    await waitFor(async () => (await tip.count()) === 0, 'it to be gone below the dialog');
    await page.keyboard.press('Escape');
    await keys.waitFor({ state: 'detached' });
    await page.mouse.move(0, 0);
    await word.hover();
    await tip.filter({ hasText: 'a star, a tag or a note' }).waitFor();
    await page.keyboard.press('Escape');
    await waitFor(async () => (await tip.count()) === 0, 'it to be gone');
    expect(new URL(page.url()).pathname).toBe('/dashboard');
    await page.keyboard.press('Escape');
    await screen.painted();
    expect(new URL(page.url()).pathname).toBe('/');
    await screen.end();
  });
});
