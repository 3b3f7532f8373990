import type { BrowserContext, Page } from 'playwright-core';
import { writeImage } from '../support/images.ts';
import { labelOf, labelsReady, patch } from '../support/labels.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { describeInBrowser, visit, visitIn, withDoomedBrowser } from './support/browser.ts';
import { LabellingOnScreen } from './support/labelling-page.ts';
import { healthOf, sees } from './support/people.ts';

const names = ['a.jpg', 'b.jpg', 'c.jpg'] as const;

describeInBrowser('many tabs of one browser', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  const address = (folder: string, host = '127.0.0.1'): string =>
    `http://${host}:${new URL(server.url).port}/?path=/${folder}&sort=name:asc`;
  const streams = async (): Promise<number> => (await healthOf(server.url)).sse_clients;
  const openTab = async (context: BrowserContext, folder: string, host?: string): Promise<LabellingOnScreen> => {
    const screen = new LabellingOnScreen((await visitIn(context, address(folder, host))).page);
    await screen.painted();
    return screen;
  };

  beforeAll(async () => {
    for (const folder of ['twenty', 'alone', 'crash', 'closed', 'plain']) {
      for (const [at, name] of names.entries()) await writeImage(`${root}/${folder}`, name, { hue: at * 90 });
    }
    server = await startServer({ root, args: ['--presence-prune-interval', '1', '--allow-host', 'gallery.lan'] });
    await labelsReady(server);
  });

  afterAll(() => server.stop());

  afterEach(async () => {
    await waitFor(async () => (await streams()) === 0, 'the streams of tabs that were closed to end', { seconds: 15 });
  });

  test('B33 UI13 UI16: twenty tabs over HTTP/1.1 show their images on one stream, hear all, and are counted', async () => {
    const first = await visit(address('twenty'));
    const context = first.page.context();
    const tabs = [new LabellingOnScreen(first.page)];
    await tabs[0]!.painted();
    while (tabs.length < 20) tabs.push(await openTab(context, 'twenty'));
    expect(await streams()).toBe(1);
    await Promise.all(tabs.map(({ page }) => sees(page, '20 viewing')));

    await patch(server, '/twenty/b.jpg', { set_star: 2, add_tags: ['sea'] }, { by: 'bob' });
    await Promise.all(tabs.map((tab) => tab.says('b.jpg', '2 stars, tags: sea', 5)));

    const [firstTab, last] = [tabs[0]!, tabs[19]!];
    await last.page.bringToFront();
    await last.choose('a.jpg');
    await last.page.keyboard.press('4');
    await Promise.all(tabs.map((tab) => tab.says('a.jpg', '4 stars', 5)));
    await last.badgeSays('All changes saved');
    expect((await labelOf(server, '/twenty/a.jpg')).star).toBe(4);

    // UI14: long before the 75 s after which one that is not heard of is given up.
    for (const tab of tabs.splice(4, 12)) await tab.page.close();
    await sees(firstTab.page, '8 viewing · 1 editing', 20);
    await Promise.all(tabs.map(({ page }) => sees(page, '8 viewing · 1 editing')));
    expect(await streams()).toBe(1);
    await context.close();
  });

  /** Ends the process of the page, as running out of memory does. It cannot answer that. */
  const crash = async (page: Page): Promise<void> => {
    const debug = await page.context().newCDPSession(page);
    const ends = new Promise((crashed) => page.once('crash', crashed));
    debug.send('Page.crash').catch(() => undefined);
    await ends;
  };

  /** Closes a page that has no time to hear of it: the browser does not wait for it to say goodbye. */
  const closeBusy = async (page: Page): Promise<void> => {
    const begun = page.waitForEvent('console', (line) => line.text() === 'busy');
    const work = page.evaluate(() => {
      console.info('busy');
      for (const end = performance.now() + 5000; performance.now() < end;);
    });
    await Promise.all([begun, work.catch(() => undefined), begun.then(() => page.close())]);
  };

  test('B33 UI14: a tab that crashes, or is closed while it hangs, is counted no more soon, though the stream goes on', async () => {
    await withDoomedBrowser(async (context) => {
      const stays = await openTab(context, 'alone');
      const [crashes, hangs] = [await openTab(context, 'alone'), await openTab(context, 'alone')];
      await sees(stays.page, '3 viewing');
      await crash(crashes.page);
      await sees(stays.page, '2 viewing', 10);
      await closeBusy(hangs.page);
      await sees(stays.page, '1 viewing', 10);
      expect(await streams()).toBe(1);
    });
  });

  const leaders = [
    { how: 'its tab is closed', folder: 'closed', end: (page: Page) => page.close(), host: '127.0.0.1' },
    { how: 'its process crashes', folder: 'crash', end: crash, host: '127.0.0.1' },
    // No locks there, which tell of a crash.
    { how: 'its process crashes, on plain HTTP', folder: 'plain', end: crash, host: 'gallery.lan' },
  ];
  for (const { how, folder, end, host } of leaders) {
    test(`B33 UI13: the stream of the others goes on within 5 s, and leaves nothing out, when ${how}`, async () => {
      await withDoomedBrowser(async (context) => {
        const leader = await openTab(context, folder, host);
        await leader.isLive();
        const others = [await openTab(context, folder, host), await openTab(context, folder, host)];
        for (const { page } of others) await sees(page, '3 viewing');
        expect(await streams()).toBe(1);
        await end(leader.page);
        await patch(server, `/${folder}/a.jpg`, { set_star: 3, set_notes: 'meanwhile' });
        for (const star of [1, 2, 3, 4, 5] as const) await patch(server, `/${folder}/b.jpg`, { set_star: star });
        await Promise.all(
          others.map(async (tab) => {
            await tab.says('a.jpg', '3 stars, with notes', 5);
            await tab.says('b.jpg', '5 stars', 5);
          }),
        );
        expect(await streams()).toBe(1);
        // PR9: 10 s after the stream of a tab that said no goodbye.
        await Promise.all(others.map(({ page }) => sees(page, '2 viewing', 16)));
        const last = others[1]!;
        await last.page.bringToFront();
        await last.choose('c.jpg');
        await last.page.keyboard.press('1');
        for (const tab of others) await tab.says('c.jpg', '1 star', 5);
        await last.badgeSays('All changes saved');
        // Thumbs are there for a tab that has none yet.
        await openTab(context, folder, host);
        expect(await streams()).toBe(1);
      });
    });
  }
});
