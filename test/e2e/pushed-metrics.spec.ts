import type { Metrics } from '#contracts';
import { ask } from '../support/http-client.ts';
import { writeImage } from '../support/images.ts';
import { labelsReady, writeHeaders } from '../support/labels.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { describeInBrowser } from './support/browser.ts';
import { LabellingOnScreen } from './support/labelling-page.ts';

describeInBrowser('a page that is open while a job pushes metrics', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  const push = async (numbers: Readonly<Record<string, Metrics>>): Promise<void> => {
    const items = Object.entries(numbers).map(([path, metrics]) => ({ path, metrics }));
    const { status } = await ask(server, 'pushMetrics', { body: { items }, headers: writeHeaders() });
    expect(status).toBe(200);
  };

  beforeAll(async () => {
    for (const name of ['a.jpg', 'b.jpg']) await writeImage(root, name);
    server = await startServer({ root });
    await labelsReady(server);
    await push({ '/a.jpg': { score: 1 }, '/b.jpg': { score: 2 } });
  });

  afterAll(() => server.stop());

  test('UI30: has the numbers in the inspector, of the image that is chosen and of one that is chosen later', async () => {
    const screen = await LabellingOnScreen.open(server.url, '');
    const { page } = screen;
    const says = (number: string): Promise<void> =>
      page.locator('ll-inspector').getByText(number, { exact: true }).waitFor();
    await screen.tile('a.jpg').click();
    await says('1');
    await push({ '/a.jpg': { score: 77 } });
    await says('77');
    await push({ '/a.jpg': { score: 88 }, '/b.jpg': { score: 99 } });
    await says('88');
    await screen.tile('b.jpg').click();
    await says('99');
    await screen.end();
  });
});
