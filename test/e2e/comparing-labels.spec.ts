import { writeImage } from '../support/images.ts';
import { labelOf, labelsReady, patch } from '../support/labels.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { TokenHolders } from '../support/token-holders.ts';
import { waitFor } from '../support/wait-for.ts';
import { troublesOn } from './support/axe.ts';
import { describeInBrowser, visit } from './support/browser.ts';
import { ComparisonOnScreen } from './support/comparison-page.ts';

describeInBrowser('UI7: labels and differences in a comparison', () => {
  const root = tempFolder('gallery');
  const people = new TokenHolders();
  let server: TestServer;

  beforeAll(async () => {
    for (const folder of ['keys', 'live', 'table', 'axe', 'guarded', 'away'])
      for (const name of ['a', 'b', 'c', 'd'])
        await writeImage(root, `${folder}/${name}.jpg`, { width: 320, height: 240 });
    await writeImage(root, 'table/b.jpg', { width: 640, height: 480, exif: { Make: 'Acme', Model: 'Acme One' } });
    server = await startServer({ root });
    await labelsReady(server);
  });

  afterAll(() => server.stop());

  const all = (folder: string): string[] => ['a', 'b', 'c'].map((name) => `/${folder}/${name}.jpg`);

  test('UI8: digits, tags and notes go to the active image, with Shift on to the next; nothing else is changed', async () => {
    const screen = await ComparisonOnScreen.at(server.url, all('keys'));
    const { page } = screen;
    await screen.isLive();
    await screen.activeIs('a.jpg');
    await page.keyboard.press('Shift+4');
    await screen.activeIs('b.jpg');
    await page.keyboard.press('2');
    await screen.paneSays('a.jpg', '4 stars');
    await screen.paneSays('b.jpg', '2 stars');
    await page.keyboard.press('t');
    await page.keyboard.type('sea');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await screen.activeIs('b.jpg');
    await screen.paneSays('b.jpg', 'tags: sea');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('n');
    await page.keyboard.type('crop the left');
    await page.keyboard.press('Escape');
    await screen.paneSays('c.jpg', 'with notes');
    await page.keyboard.press('Shift+5');
    await screen.activeIs('c.jpg');
    await page.keyboard.press('Control+z');
    await screen.badgeSays('All changes saved');
    // What was on its way is taken back as soon as it is saved.
    await waitFor(async () => (await labelOf(server, '/keys/c.jpg')).star === null, 'the star to be taken back');
    const labels = await Promise.all(['a', 'b', 'c', 'd'].map((name) => labelOf(server, `/keys/${name}.jpg`)));
    expect(labels.map(({ star, tags, notes }) => ({ star, tags, notes }))).toEqual([
      { star: 4, tags: [], notes: '' },
      { star: 2, tags: ['sea'], notes: '' },
      { star: null, tags: [], notes: 'crop the left' },
      { star: null, tags: [], notes: '' },
    ]);
    await screen.end();
  });

  test('UI9: what is selected below is not meant, and a mouse rates in the pane it is over', async () => {
    const { page } = await ComparisonOnScreen.open(server.url, 'live');
    const screen = new ComparisonOnScreen(page);
    await screen.choose('a.jpg');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('c');
    await screen.compares('a.jpg', 'b.jpg', 'c.jpg', 'd.jpg');
    await screen.pane('d.jpg').locator('ll-stars button').nth(2).click();
    await screen.paneSays('d.jpg', 'keys are for this one');
    await screen.paneSays('d.jpg', '3 stars');
    await patch(server, '/live/b.jpg', { set_star: 5 });
    await screen.paneSays('b.jpg', '5 stars');
    await screen.badgeSays('All changes saved');
    expect((await labelOf(server, '/live/a.jpg')).version).toBe(1);
    await screen.end();
  });

  test('the table marks what is not as in the first, and shows all when asked; it is remembered', async () => {
    const screen = await ComparisonOnScreen.at(server.url, ['/table/a.jpg', '/table/b.jpg']);
    const { page } = screen;
    await page.keyboard.press('d');
    const table = page.getByRole('region', { name: 'Differences' });
    const line = (name: string) => table.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });
    await line('Camera').getByText('Acme One').waitFor();
    expect(
      (await line('Dimensions').getByRole('cell').allInnerTexts()).map((text) => text.replace(/\s+/g, ' ')),
    ).toEqual(['320 × 240', '≠ Not as in the first: 640 × 480']);
    expect(await line('Type').count()).toBe(0);
    await table.getByRole('button', { name: 'Only differences' }).click();
    await line('Type').waitFor();
    expect(await line('Type').getByText('≠').count()).toBe(0);
    expect(await troublesOn(page)).toEqual([]);
    await page.reload();
    await table.waitFor();
    await screen.end();
  });

  test('UI19: whoever may only look sees labels, and is told why nothing changes', async () => {
    await people.add('vic', 'viewer');
    const guarded = await startServer({
      root,
      args: ['--token-file', people.file, '--workspace', tempFolder('other')],
    });
    try {
      const { page } = await visit(`${guarded.url}/?path=/guarded&compare=/guarded/a.jpg//guarded/b.jpg`);
      await page.getByLabel('Access token').fill(people.tokens.get('vic')!);
      await page.keyboard.press('Enter');
      const screen = new ComparisonOnScreen(page);
      await screen.compares('a.jpg', 'b.jpg');
      await waitFor(() => screen.pane('a.jpg').locator('ll-stars button').first().isDisabled(), 'the stars to be off');
      await page.keyboard.press('3');
      await screen.toastSays('You may look at this gallery');
      expect(await screen.pane('a.jpg').getAttribute('aria-label')).not.toContain('star');
      await screen.end();
    } finally {
      await guarded.stop();
    }
  });

  for (const theme of ['dark', 'light'] as const) {
    test(`UI25: axe finds nothing serious: panes, slider, table, ${theme}; and on a phone, where two stand one over the other`, async () => {
      const screen = await ComparisonOnScreen.at(server.url, all('axe'), { preferences: { theme } });
      await screen.hasOriginals(3);
      expect(await troublesOn(screen.page)).toEqual([]);
      await screen.page.keyboard.press('x');
      await screen.compares('b.jpg', 'c.jpg');
      await screen.page.keyboard.press('s');
      await screen.divider.waitFor();
      expect(await troublesOn(screen.page)).toEqual([]);
      await screen.end();
      const phone = await ComparisonOnScreen.at(server.url, all('axe').slice(1), {
        isPhone: true,
        preferences: { theme },
      });
      await phone.hasOriginals(2);
      const [first, second] = await Promise.all([0, 1].map((at) => phone.panes.nth(at).boundingBox()));
      expect(second!.y).toBeGreaterThanOrEqual(first!.y + first!.height);
      expect(second!.y + second!.height).toBeLessThanOrEqual(844);
      expect([first!.x, first!.width > 370]).toEqual([second!.x, true]);
      expect(await troublesOn(phone.page)).toEqual([]);
      await phone.end();
    });
  }

  test('UI7: while the server is away what was loaded stays, labels are kept, and what was missing comes when it is back', async () => {
    const screen = await ComparisonOnScreen.at(server.url, ['/away/a.jpg', '/away/b.jpg']);
    const { page } = screen;
    await screen.hasOriginals(2);
    await page.context().setOffline(true);
    await page.keyboard.press('5');
    await screen.paneSays('a.jpg', '5 stars');
    expect(await screen.panes.locator('.slot img').count()).toBe(2);
    await page.context().setOffline(false);
    await waitFor(async () => (await labelOf(server, '/away/a.jpg')).star === 5, 'the star to arrive', { seconds: 30 });
    await screen.end();
  });
});
