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
});
