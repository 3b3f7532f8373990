import { readFileSync } from 'node:fs';
import type { Stats } from '#contracts';
import { patch } from '../support/labels.ts';
import { waitFor } from '../support/wait-for.ts';
import { describeInBrowser, visit } from './support/browser.ts';
import { DashboardOnScreen } from './support/dashboard-page.ts';
import { GalleryOnScreen } from './support/gallery-page.ts';
import { WorkedGallery, workedDays, workedPaths } from './support/worked-gallery.ts';

describeInBrowser('UI23: the dashboard', () => {
  let worked: WorkedGallery;

  beforeAll(async () => {
    worked = await WorkedGallery.make();
  }, 120_000);

  test('shows the numbers of the server', async () => {
    const { page, seen, complaints } = await worked.open();
    const stats = await worked.statsOfDays();
    const { total, labelled } = stats.items;
    expect(await seen.fact('Images').innerText()).toBe(String(total));
    expect(await seen.fact('Labelled').innerText()).toBe(String(labelled));
    expect(await seen.fact('Untouched').innerText()).toBe(String(total - labelled));
    expect(await page.locator('ll-headline .big').innerText()).toMatch(/^[\d.]+%$/);
    expect((await seen.rows('Folders')).map((row) => row.slice(0, 4))).toEqual(
      stats.folders.map((each) => [
        ...[each.name, String(each.total), String(each.labelled), String(each.total - each.labelled)],
      ]),
    );
    expect((await seen.rows('Stars')).map(([, value]) => value)).toEqual(
      stats.stars.map(({ count }) => String(count)).reverse(),
    );
    expect((await seen.rows('Tags')).map(([tag, value]) => [tag, value])).toEqual(
      stats.tags.values.slice(0, 20).map(({ tag, count }) => [tag, String(count)]),
    );
    const people = await seen.rows('People');
    const refused = new Map(stats.refused.values.map(({ name, count }) => [name, count]));
    expect(
      people.slice(0, stats.people.length).map(([name, ...cells]) => [name, ...cells.slice(0, 4), cells[6], cells[7]]),
    ).toEqual(
      stats.people.map((each) => [
        ...[each.name, each.labels, each.first, each.again.own, each.again.others].map(String),
        ...[String(each.undone), String(refused.get(each.name) ?? 0)],
      ]),
    );
    expect(people).toHaveLength(stats.people.length);
    await seen.panel('Labels by day').getByText('As a table').click();
    const days = await seen.rows('Labels by day');
    expect(days).toHaveLength(20);
    expect(days.filter(([, labels]) => labels !== '0').map(([, ...cells]) => cells)).toEqual(
      stats.days.map(({ labels, first }) => [String(labels), String(first)]),
    );
    await seen.panel('Labels by hour of the day').getByText('As a table').click();
    expect((await seen.rows('Labels by hour of the day')).map(([, labels]) => Number(labels))).toEqual(stats.hours);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('goes down into a folder and up again, and back and forward', async () => {
    const { page, seen } = await worked.open();
    await seen.panel('Folders').getByRole('link', { name: 'dogs', exact: true }).click();
    await waitFor(async () => (await seen.fact('Images').innerText()) === '40', 'the numbers of the dogs');
    expect(new URL(page.url()).searchParams.get('path')).toBe('/dogs');
    expect((await seen.rows('Folders')).map(([name]) => name)).toEqual(['old']);
    const stats = await worked.statsOfDays({ path: '/dogs' });
    expect(await seen.fact('Labelled').innerText()).toBe(String(stats.items.labelled));
    await page.getByRole('navigation', { name: 'Folder' }).getByRole('link').first().click();
    await waitFor(async () => (await seen.fact('Images').innerText()) === '60', 'the numbers of all');
    await page.goBack();
    await waitFor(async () => (await seen.fact('Images').innerText()) === '40', 'the dogs again');
    await page.goForward();
    await waitFor(async () => (await seen.fact('Images').innerText()) === '60', 'all again');
    await page.context().close();
  });

  test('sorts by each column, one way and the other', async () => {
    const { page, seen } = await worked.open();
    const table = seen.panel('Folders');
    const names = async (): Promise<string[]> => (await seen.rows('Folders')).map(([name = '']) => name);
    expect(await names()).toEqual(['cats', 'dogs']);
    for (const [column, first] of [
      ['Images', 'dogs'],
      ['Folder', 'cats'],
    ] as const) {
      await table.getByRole('button', { name: column, exact: true }).click();
      await waitFor(async () => (await names())[0] === first, `${first} to be the first`);
      await table.getByRole('button', { name: column, exact: true }).click();
      await waitFor(async () => (await names())[0] !== first, `${first} to be the last`);
    }
    const people = seen.panel('People');
    for (const [at, column] of ['Name', 'Labels', 'First', 'Again, own', 'Again, others’'].entries()) {
      await people.getByRole('button', { name: column, exact: true }).click();
      const head = people.getByRole('columnheader', { name: column, exact: true });
      const turn = await waitFor(() => head.getAttribute('aria-sort'), `an order by ${column}`);
      const values = (await seen.rows('People')).map((row) => row[at] ?? '');
      const ordered = [...values].sort((a, b) => (at === 0 ? a.localeCompare(b, 'en') : Number(a) - Number(b)));
      expect([column, values]).toEqual([column, turn === 'ascending' ? ordered : ordered.reverse()]);
    }
    await page.context().close();
  });

  test('tells of the days one chooses, in the time zone one chooses, by an address that can be sent', async () => {
    const { page, seen } = await worked.open('');
    await page.getByText('Nobody labelled here in the last 7 days').waitFor();
    expect(new URL(page.url()).searchParams.get('tz')).not.toBeNull();
    expect(await seen.fact('Labelled').innerText()).toBe(String((await worked.stats()).items.labelled));
    await page.getByRole('navigation', { name: 'Period' }).getByRole('link', { name: 'Everything' }).click();
    const people = seen.panel('People');
    await people.waitFor();
    await people.getByRole('row', { name: /^Hal/ }).waitFor();
    expect((await seen.rows('People')).at(-1)).toEqual(['Hal', '0', '0', '0', '0', '–', '–', '0', '1']);
    const sum = async (): Promise<number> =>
      (await seen.rows('People')).reduce((all, [, labels]) => all + Number(labels), 0);
    const labelsIn = (stats: Stats): number => stats.days.reduce((all, { labels }) => all + labels, 0);
    const all = labelsIn(await worked.stats());
    expect(await sum()).toBe(all);
    await page.getByLabel('Time zone').selectOption('Asia/Katmandu');
    await waitFor(() => page.url().includes('tz=Asia/Katmandu'), 'the address to hold the time zone');
    await page.getByLabel('First day').fill('2026-10-23');
    await page.getByLabel('Last day').fill('2026-10-24');
    await waitFor(() => page.url().includes('period=2026-10-23..2026-10-24'), 'the address to hold the days');
    const tz = 'Asia/Katmandu';
    const wanted = await worked.stats({ tz, from: '2026-10-22T18:15:00Z', to: '2026-10-24T18:15:00Z' });
    expect(labelsIn(wanted)).toBeLessThan(all);
    expect(labelsIn(wanted)).toBeGreaterThan(0);
    await waitFor(async () => (await sum()) === labelsIn(wanted), 'the labels of two days');
    const other = await visit(page.url());
    const their = new DashboardOnScreen(other.page);
    await their.panel('People').waitFor();
    expect(await their.rows('People')).toEqual(await seen.rows('People'));
    await other.page.context().close();
    await page.context().close();
  });

  test('leads to the images behind a number, there and in another tab', async () => {
    const { page, seen } = await worked.open();
    const stats = await worked.statsOfDays();
    const gallery = new GalleryOnScreen(page);
    const five = stats.stars.find(({ star }) => star === 5)!.count;
    const tag = stats.tags.values[0]!;
    const cats = stats.folders[0]!;
    for (const [mark, wanted] of [
      [seen.panel('Stars').getByRole('row', { name: '★★★★★' }).getByRole('link'), five],
      [seen.panel('Tags').getByRole('row', { name: tag.tag }).getByRole('link'), tag.count],
      [seen.panel('Folders').getByRole('link', { name: /labelled in cats/ }), cats.labelled],
      [seen.fact('Untouched').getByRole('link'), stats.items.total - stats.items.labelled],
    ] as const) {
      // Of nothing there would be no link, and no proof.
      expect(wanted).toBeGreaterThan(0);
      await mark.click();
      await gallery.showsTotal(String(wanted));
      await page.goBack();
      await seen.panel('Folders').waitFor();
    }
    const ana = seen.panel('People').getByRole('link', { name: 'Ana', exact: true });
    expect(await ana.getAttribute('href')).toBe('history?by=Ana&from=2026-10-22&to=2026-11-10');
    const link = await seen.fact('Labelled').getByRole('link').getAttribute('href');
    const other = await visit(`${worked.server.url}/${link ?? ''}`);
    await new GalleryOnScreen(other.page).showsTotal(String(stats.items.labelled));
    await other.page.context().close();
    const days = await seen.panel('Labels by day').locator('a.column').first().getAttribute('href');
    const filters = new URL(days ?? '', worked.server.url).searchParams.get('filters') ?? '[]';
    const [{ worked: asked }] = JSON.parse(filters) as [{ worked: { from: string; tz: string } }];
    expect([asked.from, asked.tz]).toEqual(['2026-10-21T22:00:00.000Z', 'Europe/Berlin']);
    await page.context().close();
  });

  test('follows what is written, soon, and nothing on the page moves', async () => {
    const { page, seen } = await worked.open('period=today');
    await page.getByText('Live', { exact: true }).waitFor();
    await page.evaluate(watchShifts);
    const asked: number[] = [];
    page.on('request', (request) => {
      if (new URL(request.url()).pathname === '/stats') asked.push(Date.now());
    });
    const before = Number(await seen.fact('Images').innerText());
    const fresh = workedPaths.slice(20, 40);
    for (const path of fresh) await patch(worked.server, path, { set_notes: `of ${path}` }, { by: 'Ivy' });
    const row = seen.panel('People').getByRole('row', { name: /^Ivy/ });
    // Long before it would be asked anyway.
    await row.waitFor({ timeout: 8000 });
    const { items } = await worked.stats();
    await waitFor(async () => (await seen.fact('Labelled').innerText()) === String(items.labelled), 'the total');
    await waitFor(async () => (await row.locator('td').first().innerText()) === '20', 'all of her labels');
    expect(Number(await seen.fact('Images').innerText())).toBe(before);
    for (const [at, time] of asked.entries()) if (at > 0) expect(time - asked[at - 1]!).toBeGreaterThanOrEqual(1900);
    // What comes below is no shift.
    expect(await page.evaluate('window.shifts')).toBeLessThan(0.02);
    await page.context().close();
  });

  test('E22: saves each table as a file that no spreadsheet runs', async () => {
    const { page } = await worked.open(`path=/dogs&${workedDays}`);
    const stats = await worked.statsOfDays({ path: '/dogs' });
    const saved = async (name: string): Promise<{ file: string; lines: string[] }> => {
      const coming = page.waitForEvent('download');
      await page.getByRole('button', { name: `Save as CSV: ${name}` }).click();
      const download = await coming;
      const text = readFileSync(await download.path(), 'utf8');
      return { file: download.suggestedFilename(), lines: text.replace('\ufeff', '').trimEnd().split('\r\n') };
    };
    const people = await saved('People');
    expect(people.file).toMatch(/^lenslet-people-dogs-\d{4}-\d\d-\d\d\.csv$/);
    expect(people.lines[0]).toBe(
      'name,labels,first_labels,again_own,again_others,active_seconds,median_seconds,taken_back,refused,refused_written',
    );
    const eve = stats.people.find(({ name }) => name === '=Eve')!;
    expect(people.lines.find((line) => line.includes('Eve'))).toMatch(new RegExp(`^'=Eve,${eve.labels},${eve.first},`));
    expect((await saved('Folders')).lines).toEqual([
      'folder,images,labelled,untouched',
      ...stats.folders.map(({ name, total, labelled }) => [name, total, labelled, total - labelled].join(',')),
    ]);
    for (const [name, count] of [
      ['Stars', 7],
      ['Tags', stats.tags.values.length],
      ['Labels by day', stats.days.length],
      ['Labels by hour of the day', 24],
    ] as const)
      expect([name, (await saved(name)).lines.length]).toEqual([name, count + 1]);
    await page.context().close();
  });
});

function watchShifts(): void {
  Object.assign(window, { shifts: 0 });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { value, sources = [] } = entry as PerformanceEntry & { value: number; sources?: { node?: Node }[] };
      // Of what was settled: rows that come push nothing but the end of the page.
      if (sources.length > 0)
        Object.assign(window, { shifts: (window as unknown as { shifts: number }).shifts + value });
    }
  }).observe({ type: 'layout-shift', buffered: false });
}
