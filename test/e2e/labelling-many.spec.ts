import { ask } from '../support/http-client.ts';
import { writeMany } from '../support/images.ts';
import { labelsReady } from '../support/labels.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { describeInBrowser } from './support/browser.ts';
import { LabellingOnScreen } from './support/labelling-page.ts';

const one = 'image-0001.jpg';
const total = 700;

describeInBrowser('labelling many while the server is away', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    await writeMany(`${root}/many`, total, { width: 24, height: 16 });
    server = await startServer({ root });
    await labelsReady(server);
  });

  afterAll(() => server.stop());

  async function allWith(star: number): Promise<number> {
    const body = { path: '/many', filters: { and: [{ stars: { in: [star] } }] }, limit: 1 };
    return (await ask(server, 'browse', { body })).body.total;
  }

  test('UI8 UI9: all that was selected is labelled after a restart, and what waits is taken back and done again at once', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'many');
    const { page } = screen;
    await screen.choose(one);
    await page.keyboard.press('Control+a');
    await screen.inspector.getByText(String(total)).first().waitFor();
    await waitFor(async () => (await screen.inspector.getByText('that are loaded').count()) === 0, 'all to be read');
    const { port } = new URL(server.url);
    await server.kill();
    await page.keyboard.press('3');
    await screen.says(one, '3 stars');
    await screen.badgeSays('Offline', 30);
    await page.keyboard.press('Control+z');
    await screen.says(one, '');
    await page.keyboard.press('Control+Shift+Z');
    await screen.says(one, '3 stars');
    expect(await screen.tileOf(one).getAttribute('aria-label')).toMatch(/not saved yet$/);
    server = await startServer({ root, workspace: server.workspace, args: ['--port', port] });
    await screen.badgeSays('All changes saved', 40);
    expect(await allWith(3)).toBe(total);
    await screen.says(one, '3 stars');
    await screen.end();
  });
});
