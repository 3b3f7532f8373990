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

  const tell = async (percent: number, gallery_id: string): Promise<void> => {
    const items = [{ path: '/all/a.jpg', metrics: { score: percent } }];
    const body = { items, gallery_id, progress: { percent, message: 'scoring' } };
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
    await page.getByText('Metrics: scoring, 42 %').waitFor();
    expect(await bar.getAttribute('aria-valuenow')).toBe('42');
    await tell(100, '/all');
    await bar.waitFor({ state: 'detached' });
    await screen.end();
  });
});
