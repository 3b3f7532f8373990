import { brotliCompressSync, constants } from 'node:zlib';
import { indexed } from '../support/gallery-state.ts';
import { writeMany } from '../support/images.ts';
import { startServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { troublesOn } from './support/axe.ts';
import { describeInBrowser, newPerson, visit } from './support/browser.ts';
import { DashboardOnScreen } from './support/dashboard-page.ts';
import { GalleryOnScreen } from './support/gallery-page.ts';
import { WorkedGallery, workedDays } from './support/worked-gallery.ts';

describeInBrowser('UI23: the dashboard for everybody, everywhere', () => {
  let worked: WorkedGallery;

  beforeAll(async () => {
    worked = await WorkedGallery.make();
  }, 120_000);

  test('is come to and left by keys, and every mark can be reached', async () => {
    const { page } = await visit(`${worked.server.url}/?path=/dogs&sub=1&sort=star:desc`, { width: 1440, height: 900 });
    const seen = new DashboardOnScreen(page);
    const gallery = new GalleryOnScreen(page);
    await gallery.showsTotal('40');
    await page.keyboard.press('Shift+B');
    await seen.panel('Folders').waitFor();
    expect(await page.title()).toContain('Dashboard — dogs');
    await page.getByRole('navigation', { name: 'Period' }).getByRole('link', { name: 'Everything' }).focus();
    await page.keyboard.press('Enter');
    const columns = seen.panel('Labels by day').locator('a.column');
    await waitFor(async () => (await columns.count()) > 1, 'all days');
    expect(await seen.panel('Labels by day').locator('a.column[tabindex="0"]').count()).toBe(1);
    await seen.panel('Labels by day').locator('a.column[tabindex="0"]').focus();
    const name = (): Promise<string | null> =>
      page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null);
    const last = await name();
    await page.keyboard.press('ArrowLeft');
    expect(await name()).not.toBe(last);
    await page.keyboard.press('End');
    expect(await name()).toBe(last);
    await page.keyboard.press('Home');
    const first = await name();
    await page.keyboard.press('ArrowLeft');
    expect(await name()).toBe(first);
    const word = page.locator('ll-headline').getByRole('button', { name: 'Labelled', exact: true });
    await word.focus();
    const tip = page.getByRole('tooltip').filter({ visible: true });
    await tip.filter({ hasText: 'a star, a tag or a note' }).waitFor();
    await page.keyboard.press('Escape');
    await waitFor(async () => (await tip.count()) === 0, 'it to be gone');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await gallery.showsTotal('40');
    expect([gallery.place().get('path'), gallery.place().get('sort')]).toEqual(['/dogs', 'star:desc']);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('dashb');
    await page.keyboard.press('Enter');
    await seen.panel('Folders').waitFor();
    await page.context().close();
  });

  for (const theme of ['dark', 'light'])
    test(`UI25: axe finds nothing serious, ${theme}`, async () => {
      const { page, seen } = await worked.open(workedDays, { preferences: { theme } });
      await seen.panel('Labels by day').getByText('As a table').click();
      expect(await troublesOn(page)).toEqual([]);
      await page.getByRole('button', { name: 'Images', exact: true }).first().hover();
      expect(await troublesOn(page)).toEqual([]);
      const phone = await worked.open(workedDays, { isPhone: true, preferences: { theme } });
      expect(await troublesOn(phone.page)).toEqual([]);
      const empty = await worked.open('period=2020-01-01..2020-01-02', { preferences: { theme } });
      await empty.page.getByText('Nobody labelled here from').waitFor();
      expect(await troublesOn(empty.page)).toEqual([]);
      for (const each of [page, phone.page, empty.page]) await each.context().close();
    });

  test('fits a phone and a narrow window, whose page never moves sideways', async () => {
    for (const wish of [{ isPhone: true }, { width: 360, height: 740 }]) {
      const { page } = await worked.open(workedDays, wish);
      const [wide, room] = await page.locator('ll-dashboard').evaluate((box) => [box.scrollWidth, box.clientWidth]);
      expect(wide).toBeLessThanOrEqual(room);
      await page.getByRole('link', { name: 'Gallery', exact: true }).click();
      await new GalleryOnScreen(page).showsTotal('60');
      await page.getByRole('button', { name: /^You:/ }).click();
      await page.getByRole('menuitem', { name: 'Dashboard' }).click();
      await page.locator('ll-headline .big', { hasText: '%' }).waitFor();
      await page.context().close();
    }
  });

  test('prints white, whole, without controls', async () => {
    const { page, seen } = await worked.open(workedDays, { preferences: { theme: 'dark' } });
    await page.emulateMedia({ media: 'print' });
    const paper = await page.evaluate(() => ({
      back: getComputedStyle(document.querySelector('ll-dashboard')!).backgroundColor,
      ink: getComputedStyle(document.querySelector('ll-headline .big')!).color,
      height: document.documentElement.scrollHeight,
      screen: innerHeight,
      cut: getComputedStyle(document.querySelector('.work')!).breakBefore,
    }));
    expect([paper.back, paper.cut]).toEqual(['rgb(255, 255, 255)', 'page']);
    expect(Number(/[\d.]+/.exec(paper.ink)?.[0])).toBeLessThan(0.4);
    expect(paper.height).toBeGreaterThan(paper.screen);
    for (const name of ['Print', 'Save as CSV: Folders', 'Save as CSV: People'])
      expect(await page.getByRole('button', { name }).isVisible()).toBe(false);
    for (const name of ['Folders', 'Stars', 'Tags', 'Labels by day', 'Labels by hour of the day', 'People'])
      expect([name, await seen.panel(name).isVisible()]).toEqual([name, true]);
    expect(
      await page
        .getByText(/^Work from Oct 22, 2026 to Nov 10, 2026, as of .+; days and hours of Europe\/Berlin\.$/)
        .isVisible(),
    ).toBe(true);
    await page.context().close();
  });

  test('UI27: comes when it is opened, with none of it in the first 200 KB; without the server that is said', async () => {
    const html = await (await fetch(`${worked.server.url}/`)).text();
    const first = [...html.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map(([, name = '']) => name);
    expect(first.length).toBeGreaterThan(1);
    let [size, hasDashboard] = [0, false];
    for (const name of first) {
      const body = Buffer.from(await (await fetch(`${worked.server.url}/${name}`)).arrayBuffer());
      size += brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).length;
      hasDashboard ||= body.includes('ll-people-table');
    }
    expect([size < 200_000, hasDashboard]).toEqual([true, false]);
    const { page } = await visit(worked.server.url);
    await new GalleryOnScreen(page).showsTotal('60');
    await page.route('**/*.js', (route) => route.abort());
    await page.keyboard.press('Shift+B');
    await page.getByText('This page could not be loaded.').waitFor();
    await new GalleryOnScreen(page).showsTotal('60');
    await page.context().close();
  });

  test('counts what the gallery shows, and says so', async () => {
    const { page } = await visit(`${worked.server.url}/?path=/&sub=1&sort=name:asc&q=image-0001`, {
      width: 1440,
      height: 900,
    });
    const seen = new DashboardOnScreen(page);
    await new GalleryOnScreen(page).showsTotal('3');
    await page.getByRole('link', { name: 'Dashboard' }).click();
    await waitFor(async () => (await seen.fact('Images').innerText()) === '3', 'the three');
    await page.getByText('Only images with “image-0001”').waitFor();
    await page.getByRole('link', { name: 'Count all' }).click();
    await waitFor(async () => (await seen.fact('Images').innerText()) === '60', 'all');
    await page.context().close();
  });

  test('says what will be there where nothing is: no folder, no label, no server', async () => {
    const gone = await worked.open('path=/none');
    await gone.page.getByText('This folder is not there').waitFor();
    await gone.page.context().close();
    const bare = tempFolder('gallery');
    const other = await startServer({ root: bare });
    const { page } = await visit(`${other.url}/dashboard`);
    const seen = new DashboardOnScreen(page);
    await page.getByText('No images here').waitFor();
    await writeMany(bare, 3);
    await indexed(other, 3);
    await page.reload();
    await page.getByText('Nobody has labelled here yet').waitFor();
    expect(await seen.fact('Forecast').innerText()).toContain('Not enough data');
    await other.kill();
    await page.getByText('The server cannot be reached. These are the numbers of').waitFor({ timeout: 60_000 });
    expect(await seen.fact('Images').innerText()).toBe('3');
    await page.context().close();
  });

  test('the history is being read: how far that is, until the numbers are there', async () => {
    const page = await (await newPerson({ width: 1440, height: 900 })).newPage();
    const seen = new DashboardOnScreen(page);
    let turns = 0;
    await page.route('**/stats?**', async (route) => {
      turns += 1;
      if (turns > 2) return route.continue();
      const body = { status: 'counting', progress: turns * 0.3, retry_after_ms: 300 };
      return route.fulfill({ status: 202, contentType: 'application/json', body: JSON.stringify(body) });
    });
    await page.goto(`${worked.server.url}/dashboard?${workedDays}`);
    await page.getByText('Reading the history').waitFor();
    await seen.panel('Folders').waitFor();
    expect(turns).toBe(3);
    await page.context().close();
  });
});
