import type { Page } from 'playwright-core';
import { labelsReady, patch } from '../support/labels.ts';
import { writeImage } from '../support/images.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { TokenHolders } from '../support/token-holders.ts';
import { waitFor } from '../support/wait-for.ts';
import { troublesOn } from './support/axe.ts';
import { describeInBrowser, visit } from './support/browser.ts';
import { HistoryOnScreen } from './support/history-page.ts';

describeInBrowser('the history page, as it is for others and at other times', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    for (const name of ['a.jpg', 'b.jpg']) await writeImage(`${root}/one`, name);
    server = await startServer({ root });
    await labelsReady(server);
  });

  afterAll(() => server.stop());

  test('UI24 UI26: while the history cannot be read what was read stays, and a first read that fails says so and can be tried again', async () => {
    const own = await startServer({ root });
    await labelsReady(own);
    await patch(own, '/one/a.jpg', { set_star: 3 }, { by: 'Tim' });
    const screen = await HistoryOnScreen.open(`${own.url}/history?by=Tim`);
    await screen.line('★3 on a.jpg').waitFor();
    const { page } = screen;
    await page.route('**/gestures*', (route) => route.fulfill({ status: 500, body: '{}' }));
    await screen.when.selectOption('Ever');
    await waitFor(() => screen.place().get('period') === 'ever', 'the address to follow');
    const notice = page.getByRole('alert').getByText('The history cannot be read now.');
    await notice.waitFor();
    expect(await screen.lines()).toHaveLength(1);
    expect(await page.getByText('That is all.').count()).toBe(0);
    await patch(own, '/one/b.jpg', { set_star: 4 }, { by: 'Ulf' });
    await screen.by.selectOption('');
    await waitFor(() => !screen.place().has('by'), 'the address to follow');
    await notice.waitFor();
    const opacity = (): Promise<string> => screen.list.evaluate((list) => getComputedStyle(list).opacity);
    await waitFor(async () => Number(await opacity()) < 0.5, 'what is of another choice to be dimmed');
    await page.unroute('**/gestures*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await screen.line('★4 on b.jpg').waitFor();
    expect(await screen.lines()).toHaveLength(2);
    expect(await notice.count()).toBe(0);
    await page.getByText('That is all.').waitFor();
    await page.route('**/gestures*', (route) => route.fulfill({ status: 500, body: '{}' }));
    await page.reload();
    await page.getByText('The history cannot be read now.').waitFor();
    await page.unroute('**/gestures*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await screen.line('★3 on a.jpg').waitFor();
    await screen.end();
    await own.stop();
  });

  test('UI24 SC2: who may only look sees it all, and no button that would be refused; a labeller takes back what is theirs', async () => {
    const people = new TokenHolders();
    for (const [name, role] of [
      ['Una', 'labeller'],
      ['Vic', 'labeller'],
      ['Wim', 'viewer'],
    ] as const)
      await people.add(name, role);
    const closed = await startServer({ root, args: ['--token-file', people.file] });
    try {
      const signIn = async (page: Page, name: string): Promise<void> => {
        await page.context().setExtraHTTPHeaders(people.headersOf(name));
      };
      const { page } = await visit(`${closed.url}/login`);
      await signIn(page, 'Una');
      await page.request.patch(`${closed.url}/item?path=/one/a.jpg`, {
        headers: { 'idempotency-key': 'una', 'if-match': '*', ...people.headersOf('Una') },
        data: { set_star: 1 },
      });
      const takeBack = page.getByRole('button', { name: 'Take back: ★1 on a.jpg, by Una' });
      const seen = async (name: string): Promise<number> => {
        await signIn(page, name);
        await page.goto(`${closed.url}/history`);
        await page.getByText('★1 on a.jpg').waitFor();
        await page.getByRole('button', { name: /^What was changed/ }).click();
        await page.getByRole('button', { name: 'Restore a.jpg to before this' }).waitFor();
        return takeBack.count();
      };
      expect(await seen('Vic')).toBe(0);
      expect(await seen('Wim')).toBe(0);
      expect(await page.getByRole('button', { name: 'Restore a.jpg to before this' }).isDisabled()).toBe(true);
      expect(await seen('Una')).toBe(1);
      await page.context().close();
    } finally {
      await closed.stop();
    }
  });

  for (const theme of ['dark', 'light'] as const) {
    for (const isPhone of [false, true]) {
      test(`UI25: axe finds nothing serious, and nothing is wider than the page, ${theme}${isPhone ? ', on a phone' : ''}`, async () => {
        await patch(server, '/one/b.jpg', { set_star: null }, { by: 'Xeno' });
        await patch(server, '/one/b.jpg', { set_star: 5, set_notes: `long ${'x'.repeat(300)}` }, { by: 'Xeno' });
        const screen = await HistoryOnScreen.open(`${server.url}/history?period=ever`, {
          preferences: { theme },
          isPhone,
        });
        const { page } = screen;
        await screen.opened('★5 a note on b.jpg');
        await page
          .getByRole('button', { name: /^Take back/ })
          .first()
          .click();
        await page
          .getByRole('group', { name: 'Take this back?' })
          .getByText(/^This takes|^There is/)
          .waitFor();
        expect(await troublesOn(page)).toEqual([]);
        const wide = await page.evaluate(() => {
          const main = document.querySelector('main');
          return [
            document.documentElement.scrollWidth - innerWidth,
            (main?.scrollWidth ?? 0) - (main?.clientWidth ?? 0),
          ];
        });
        expect(wide).toEqual([0, 0]);
        await screen.end();
      });
    }
  }
});
