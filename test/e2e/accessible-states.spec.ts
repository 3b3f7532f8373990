import { mkdirSync } from 'node:fs';
import { writeBytes, writeImage, writeMany } from '../support/images.ts';
import { labelsReady, patch } from '../support/labels.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { troublesOn } from './support/axe.ts';
import { describeInBrowser, visit } from './support/browser.ts';
import { LabellingOnScreen } from './support/labelling-page.ts';

describeInBrowser('UI25: axe finds nothing serious in what is seen seldom', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    for (const name of ['asked/a.jpg', 'asked/b.jpg', 'lost/a.jpg', 'lost/b.jpg']) await writeImage(root, name);
    await writeMany(`${root}/many`, 1001, { width: 24, height: 16 });
    await writeBytes(`${root}/broken`, 'a.jpg', 'no image');
    mkdirSync(`${root}/empty`);
    server = await startServer({ root });
    await labelsReady(server);
  });

  afterAll(() => server.stop());

  for (const theme of ['dark', 'light'] as const) {
    const preferences = { theme };

    test(`in a question about notes, and in one before much is changed, ${theme}`, async () => {
      const { gate, screen } = await LabellingOnScreen.openGated(server, 'asked', { preferences });
      const { page } = screen;
      await screen.choose('a.jpg');
      gate.hold();
      await screen.notesField.pressSequentially(`mine ${theme}`);
      await waitFor(() => gate.held > 0, 'the text to be on its way');
      await patch(server, '/asked/a.jpg', { set_notes: `theirs ${theme}` }, { by: 'bob' });
      gate.letGo();
      await screen.saveStateIs('Newer change detected');
      expect(await troublesOn(page)).toEqual([]);
      await page.getByTitle('State of your changes').click();
      await page.getByRole('menuitem', { name: 'Try now' }).waitFor();
      expect(await troublesOn(page)).toEqual([]);
      await screen.end();

      const many = await LabellingOnScreen.open(server.url, 'many', { preferences });
      await many.page.keyboard.press('Control+a');
      await many.page.getByText('1,001 selected').waitFor();
      expect(await troublesOn(many.page)).toEqual([]);
      await many.page.keyboard.press('3');
      await many.page.getByRole('dialog', { name: 'Please confirm' }).waitFor();
      expect(await troublesOn(many.page)).toEqual([]);
      await many.end();
    });

    test(`where there is nothing, no folder, or a file that cannot be shown, ${theme}`, async () => {
      for (const [place, words] of [
        ['empty', 'No images here'],
        ['nowhere', 'There is no folder'],
      ] as const) {
        const { page } = await visit(`${server.url}/?path=/${place}`, { preferences });
        await page.getByText(words).first().waitFor();
        expect(await troublesOn(page)).toEqual([]);
        await page.context().close();
      }
      const { page } = await visit(`${server.url}/?path=/broken&image=/broken/a.jpg`, { preferences });
      await page.locator('ll-viewer ll-notice').waitFor();
      expect(await troublesOn(page)).toEqual([]);
      await page.context().close();
    });

    test(`while nothing is saved, while somebody else is at work, and while the server is away, ${theme}`, async () => {
      const own = await startServer({ root, workspace: null, args: ['--no-write'] });
      await labelsReady(own);
      const { gate, screen } = await LabellingOnScreen.openGated(own, 'lost', { preferences });
      const { page } = screen;
      await screen.choose('a.jpg');
      await patch(own, '/lost/b.jpg', { set_star: 5 }, { by: 'bob' });
      await page.getByText('bob updated items in the last 30 s').waitFor();
      gate.cut();
      await page.keyboard.press('4');
      await screen.badgeSays('Not saved — retry');
      expect(await troublesOn(page)).toEqual([]);
      await own.kill();
      await screen.badgeSays('Offline', 20);
      expect(await troublesOn(page)).toEqual([]);
      await screen.end();
    });

    test(`in the drawer and the sheet of a phone, ${theme}`, async () => {
      const { page } = await visit(`${server.url}/?path=/asked`, { isPhone: true, preferences });
      const screen = new LabellingOnScreen(page);
      await screen.painted();
      await page.getByRole('button', { name: 'Folders', exact: true }).click();
      await page.getByRole('treeitem').first().waitFor();
      expect(await troublesOn(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'View', exact: true }).click();
      await page.getByRole('menuitemradio').first().waitFor();
      expect(await troublesOn(page)).toEqual([]);
      await page.context().close();
    });
  }
});
