import { ask } from '../support/http-client.ts';
import { writeImage } from '../support/images.ts';
import { labelsReady, writeHeaders } from '../support/labels.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { describeInBrowser } from './support/browser.ts';
import { LabellingOnScreen } from './support/labelling-page.ts';

describeInBrowser('a job that pushes metrics', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  const tell = async (percent: number, gallery_id: string, message: string | null = 'scoring'): Promise<void> => {
    const items = [{ path: '/all/a.jpg', metrics: { score: percent } }];
    const body = { items, gallery_id, progress: message === null ? { percent } : { percent, message } };
    const { status } = await ask(server, 'pushMetrics', { body, headers: writeHeaders() });
    expect(status).toBe(200);
  };

  beforeAll(async () => {
    for (const folder of ['all', 'other']) await writeImage(`${root}/${folder}`, 'a.jpg');
    server = await startServer({ root });
    await labelsReady(server);
  });

  afterAll(() => server.stop());

  test('UI30: says in the status line how far it is, where one is, and goes when it is done', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'all');
    const { page } = screen;
    const bar = page.getByRole('progressbar', { name: 'Metrics' });
    // A job elsewhere has nothing to do with what is seen here.
    await tell(10, '/other');
    await tell(42, '/all');
    await page.getByText('Metrics: scoring', { exact: true }).waitFor();
    await page.getByText('42 %', { exact: true }).waitFor();
    expect(await bar.getAttribute('aria-valuenow')).toBe('42');
    await tell(100, '/all');
    await bar.waitFor({ state: 'detached' });
    await screen.end();
  });

  test.each([
    ['under a long message', { isPhone: false }],
    ['on a narrow screen, where there is no room for words', { isPhone: true }],
  ])('UI30: says the percent, %s', async (_, wish) => {
    const screen = await LabellingOnScreen.open(server.url, 'all', wish);
    const percent = screen.page.getByText('43 %', { exact: true });
    await tell(
      43,
      '/all',
      'a long message that tells every word of what is going on at this very moment, to everybody',
    );
    await percent.waitFor();
    // Nothing cuts it off.
    expect(await percent.evaluate((shown) => shown.scrollWidth <= shown.clientWidth || shown.clientWidth === 0)).toBe(
      true,
    );
    await tell(44, '/all', null);
    await screen.page.getByText('44 %', { exact: true }).waitFor();
    await tell(100, '/all');
    await screen.end();
  });
});
