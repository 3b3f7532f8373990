import { waitFor } from '../support/wait-for.ts';
import { describeInBrowser } from './support/browser.ts';
import { WorkedGallery } from './support/worked-gallery.ts';

describeInBrowser('UI23: days that an address names', () => {
  let worked: WorkedGallery;

  beforeAll(async () => {
    worked = await WorkedGallery.make();
  }, 120_000);

  test('are within reach, whatever it says: the page answers', async () => {
    const { page, seen, complaints } = await worked.open('period=9999-12-30..9999-12-31&tz=Europe/Berlin');
    await waitFor(async () => (await seen.fact('Images').innerText()) === '60', 'the numbers');
    expect(await page.locator('main').innerText()).toContain('on Dec 31, 2100');
    await page.goto(`${worked.server.url}/dashboard?path=/&period=0001-01-01..9998-12-31&tz=Europe/Berlin`);
    const days = seen.panel('Labels by year');
    await days.getByText('As a table').click();
    expect(await days.locator('thead th').first().innerText()).toBe('Year');
    expect(await seen.rows('Labels by year')).toHaveLength(131);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('may be typed: they are taken with Enter or by going on, not while a year is still 2 or 20', async () => {
    const { page, complaints } = await worked.open('period=2026-03-10..2026-03-20&tz=Europe/Berlin');
    const [first, last] = [page.getByLabel('First day'), page.getByLabel('Last day')];
    const chosen = (): string | null => new URL(page.url()).searchParams.get('period');
    await last.focus();
    await page.keyboard.type('01092027');
    expect([await last.inputValue(), await first.inputValue(), chosen()]).toEqual([
      '2027-01-09',
      '2026-03-10',
      '2026-03-10..2026-03-20',
    ]);
    await page.keyboard.press('Enter');
    await waitFor(() => chosen() === '2026-03-10..2027-01-09', 'the days to be taken');
    await first.focus();
    await page.keyboard.type('12312025');
    await last.focus();
    await waitFor(() => chosen() === '2025-12-31..2027-01-09', 'the days to be taken');
    // One step of the person is one step back.
    await page.goBack();
    await waitFor(async () => (await first.inputValue()) === '2026-03-10', 'the days before');
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
