import { writeImage } from '../support/images.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { describeInBrowser, visit, visitIn, withDoomedBrowser } from './support/browser.ts';
import { GalleryOnScreen } from './support/gallery-page.ts';
import { healthOf, peopleAt, recordStatuses, sees, statusesOf } from './support/people.ts';

/** PR9: the stream of a browser that is gone takes its people along after 10 s; and what it takes to notice. */
const GONE_SECONDS = 16;
/** UI14: a tab that is closed says so at once, unless it has no time for it: then the shared worker does, 5 s later. */
const LEFT_SECONDS = 8;

describeInBrowser('one stream for all tabs of a browser', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  const streams = async (): Promise<number> => (await healthOf(server.url)).sse_clients;

  beforeAll(async () => {
    for (const folder of ['one', 'two', 'many', 'kept', 'alone']) {
      for (const hue of [0, 90, 180]) await writeImage(`${root}/${folder}`, `${String(hue)}.jpg`, { hue });
    }
    server = await startServer({ root, args: ['--presence-prune-interval', '1'] });
  });

  afterAll(() => server.stop());

  afterEach(async () => {
    await waitFor(async () => (await streams()) === 0, 'the streams of tabs that were closed to end', { seconds: 15 });
  });

  test('UI13 UI14 UI16: two tabs hear one stream and count as two; moving and closing is told', async () => {
    const { page, complaints } = await visit(`${server.url}/?path=/one`);
    await sees(page, '1 viewing');
    const other = await visitIn(page.context(), `${server.url}/?path=/one`);
    await sees(page, '2 viewing');
    await sees(other.page, '2 viewing');
    expect(await streams()).toBe(1);

    await other.page.getByRole('treeitem', { name: /two/ }).click();
    await sees(other.page, '1 viewing');
    await sees(page, '1 viewing');
    await page.getByRole('treeitem', { name: /two/ }).locator('.people').waitFor();
    await other.page.goBack();
    await sees(page, '2 viewing');

    await other.page.close();
    await sees(page, '1 viewing', LEFT_SECONDS);
    expect([...complaints, ...other.complaints]).toEqual([]);
    await page.context().close();
  });

  test('B33: eight tabs over HTTP/1.1 load their images, for they share one stream', async () => {
    const { page } = await visit(`${server.url}/?path=/many`);
    const tabs = [page];
    while (tabs.length < 8) tabs.push((await visitIn(page.context(), `${server.url}/?path=/many`)).page);
    for (const tab of tabs) {
      await tab.bringToFront();
      await new GalleryOnScreen(tab).painted();
    }
    await sees(page, '8 viewing');
    expect(await streams()).toBe(1);
    await page.context().close();
  });

  test('C8 UI14: a reload counts once, and a duplicated tab counts as another', async () => {
    const { page } = await visit(`${server.url}/?path=/kept`);
    const watcher = await visit(`${server.url}/?path=/kept`);
    await sees(watcher.page, '2 viewing');
    const begun = performance.now();
    await page.reload();
    const seen = new Set<string>();
    await waitFor(
      async () => {
        const passed = performance.now() - begun;
        if (passed > 2000) seen.add(await peopleAt(watcher.page));
        return passed > 8000;
      },
      'the time after a reload',
      { everyMs: 100 },
    );
    expect([...seen]).toEqual(['2 viewing']);

    const copied = await page.evaluate(() => JSON.stringify(sessionStorage));
    const copy = await page.context().newPage();
    await copy.addInitScript((items) => {
      if (sessionStorage.length > 0) return;
      for (const [key, value] of Object.entries(JSON.parse(items) as Record<string, string>)) {
        sessionStorage.setItem(key, value);
      }
    }, copied);
    await copy.goto(`${server.url}/?path=/kept`);
    await sees(watcher.page, '3 viewing');
    const ids = await Promise.all(
      [page, copy].map((tab) => tab.evaluate(() => sessionStorage.getItem('lenslet:client'))),
    );
    expect(new Set(ids).size).toBe(2);
    await page.context().close();
    await sees(watcher.page, '1 viewing', GONE_SECONDS);
    await watcher.page.context().close();
  });

  test('PR9 UI14: the tabs of a browser that was killed are gone within seconds', async () => {
    const { page } = await visit(`${server.url}/?path=/two`);
    await withDoomedBrowser(async (context, kill) => {
      for (let tab = 0; tab < 2; tab++) await visitIn(context, `${server.url}/?path=/two`);
      await sees(page, '3 viewing');
      expect(await streams()).toBe(2);
      await kill();
      await sees(page, '1 viewing', GONE_SECONDS);
    });
    await page.context().close();
  });

  test('UI13 RU3: the shared stream works below a base path', async () => {
    const below = await startServer({ root, args: ['--base-path', '/deep/gallery/'] });
    const { page, complaints } = await visit(`${below.url}/?path=/one`, { before: recordStatuses });
    await sees(page, '1 viewing');
    expect(await statusesOf(page)).toEqual(['connecting', 'live']);
    expect(complaints).toEqual([]);
    await page.context().close();
    await below.stop();
  });

  test('UI13: where there is no shared worker each tab has its own stream, and all is as ever', async () => {
    const { page, complaints } = await visit(`${server.url}/?path=/alone`, {
      before: () => {
        Reflect.deleteProperty(window, 'SharedWorker');
      },
    });
    const other = await visitIn(page.context(), `${server.url}/?path=/alone`);
    await sees(page, '2 viewing');
    expect(await streams()).toBe(2);
    await other.page.close();
    await sees(page, '1 viewing', GONE_SECONDS);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('UI13: a server that is killed and comes back is live again, and so are the numbers', async () => {
    const { page } = await visit(`${server.url}/?path=/one`, { before: recordStatuses });
    const other = await visitIn(page.context(), `${server.url}/?path=/one`);
    await sees(page, '2 viewing');
    await server.kill();
    await waitFor(async () => (await statusesOf(page)).at(-1) === 'reconnecting', 'the loss to be noticed');
    server = await startServer({ root, workspace: server.workspace, args: ['--port', new URL(server.url).port] });
    await waitFor(async () => (await statusesOf(page)).at(-1) === 'live', 'the stream to be back', { seconds: 20 });
    expect((await statusesOf(page)).filter((status) => status !== 'offline')).toEqual([
      'connecting',
      'live',
      'reconnecting',
      'live',
    ]);
    await sees(page, '2 viewing');
    await sees(other.page, '2 viewing');
    expect(await streams()).toBe(1);
    await page.context().close();
  });
});
