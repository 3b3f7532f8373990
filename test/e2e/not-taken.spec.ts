import { labelsReady, labelOf } from '../support/labels.ts';
import { writeImage } from '../support/images.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { describeInBrowser } from './support/browser.ts';
import { withTwoNotTaken } from './support/not-taken.ts';

const names = ['a.jpg', 'b.jpg', 'c.jpg'];

describeInBrowser('what the server does not take', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    for (const name of names) await writeImage(`${root}/gone`, name);
    server = await startServer({ root });
    await labelsReady(server);
  });

  afterAll(() => server.stop());

  test('UI11 UI12: is kept and told, and many are tried again or discarded at once', async () => {
    const screen = await withTwoNotTaken(server, root, 'gone');
    const { page } = screen;
    await page.getByTitle('State of your changes').click();
    await page.getByRole('menuitem', { name: 'Try all 2 again' }).click();
    await screen.badgeSays('Conflict');
    await writeImage(`${root}/gone`, 'a.jpg');
    await waitFor(
      async () => (await fetch(`${server.url}/item?path=/gone/a.jpg`)).ok,
      'the server to notice that one is back',
    );
    await page.getByTitle('State of your changes').click();
    await page.getByRole('menuitem', { name: 'Try all 2 again' }).click();
    await waitFor(async () => (await labelOf(server, '/gone/a.jpg')).star === 1, 'the star of the one that is back');
    await screen.badgeSays('Conflict');
    await page.getByTitle('State of your changes').click();
    await page.getByText('Item missing.').first().waitFor();
    await page.getByRole('menuitem', { name: 'Discard my change' }).click();
    await screen.badgeSays('All changes saved');
    await screen.end();
  });

  test('UI12: discarding many asks, and what is discarded is gone', async () => {
    for (const name of names) await writeImage(`${root}/lost`, name);
    await fetch(`${server.url}/refresh?path=/lost`, { method: 'POST' });
    const screen = await withTwoNotTaken(server, root, 'lost');
    const { page } = screen;
    await page.getByTitle('State of your changes').click();
    await page.getByRole('menuitem', { name: 'Discard all 2…' }).click();
    await page.getByText('Discard 2 changes?').waitFor();
    await page.getByRole('button', { name: /^Discard \d+ changes$/ }).click();
    await screen.badgeSays('All changes saved');
    await page.reload();
    await screen.badgeSays('All changes saved');
    await screen.end();
  });
});
