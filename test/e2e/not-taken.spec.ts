import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { labelsReady, labelOf } from '../support/labels.ts';
import { writeImage } from '../support/images.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { describeInBrowser } from './support/browser.ts';
import { LabellingOnScreen } from './support/labelling-page.ts';

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
    const { gate, screen } = await LabellingOnScreen.openGated(server, 'gone');
    const { page } = screen;
    await screen.choose('a.jpg');
    gate.hold();
    for (const star of ['1', '2', '3']) await page.keyboard.press(`Shift+${star}`);
    for (const name of ['a.jpg', 'b.jpg']) rmSync(join(root, 'gone', name));
    await waitFor(
      async () => (await fetch(`${server.url}/item?path=/gone/b.jpg`)).status === 404,
      'the server to notice that they are gone',
    );
    gate.letGo();
    await screen.badgeSays('Conflict');
    await waitFor(async () => (await labelOf(server, '/gone/c.jpg')).star === 3, 'the star of the one that is there');
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
    const { gate, screen } = await LabellingOnScreen.openGated(server, 'lost');
    const { page } = screen;
    await screen.choose('a.jpg');
    gate.hold();
    for (const star of ['1', '2']) await page.keyboard.press(`Shift+${star}`);
    for (const name of ['a.jpg', 'b.jpg']) rmSync(join(root, 'lost', name));
    await waitFor(
      async () => (await fetch(`${server.url}/item?path=/lost/b.jpg`)).status === 404,
      'the server to notice that they are gone',
    );
    gate.letGo();
    await screen.badgeSays('Conflict');
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
