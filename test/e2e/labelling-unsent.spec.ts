import { historyOf, labelOf, labelsReady } from '../support/labels.ts';
import { writeImage } from '../support/images.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { describeInBrowser, visitIn } from './support/browser.ts';
import { badgesOf, LabellingOnScreen, recordBadge } from './support/labelling-page.ts';

const names = ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg', 'e.jpg', 'f.jpg'];
const folders = ['killed', 'reload', 'leave', 'tabs'];

describeInBrowser('labelling with edits that are not sent yet', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    for (const folder of folders) for (const name of names) await writeImage(`${root}/${folder}`, name);
    server = await startServer({ root });
    await labelsReady(server);
  });

  afterAll(() => server.stop());

  test('UI10 UI15: while the server is dead the keys go on, and afterwards each edit is there once', async () => {
    const { gate, screen } = await LabellingOnScreen.openGated(server, 'killed', { before: recordBadge });
    await screen.choose('a.jpg');
    await screen.page.keyboard.press('Shift+1');
    await screen.badgeSays('All changes saved');
    await waitFor(async () => (await labelOf(server, '/killed/a.jpg')).star === 1, 'the first to be taken');
    // In the middle of its work: it has the edit, and dies before it can say so.
    gate.hold();
    await screen.page.keyboard.press('Shift+2');
    await waitFor(() => gate.held > 0, 'an edit to be on its way');
    const { port } = new URL(server.url);
    const dies = server.kill();
    gate.letGo();
    await dies;
    for (const digit of ['3', '4', '5']) await screen.page.keyboard.press(`Shift+${digit}`);
    await waitFor(async () => /^(Offline|Reconnecting)/.test(await screen.badge()), 'the loss to be noticed');
    for (const digit of ['1', '2', '3', '4', '5']) await screen.page.keyboard.press(digit);
    await screen.tileHasKeys('f.jpg');
    await screen.says('c.jpg', '3 stars');
    await screen.says('f.jpg', '5 stars');
    await screen.badgeSays('Offline', 30);
    const tries = (): number => gate.writes.length - new Set(gate.writes.map(({ key }) => key)).size;
    await waitFor(() => tries() >= 2, 'it to be tried again, in vain', { seconds: 30 });
    server = await startServer({ root, workspace: server.workspace, args: ['--port', port] });
    await screen.badgeSays('All changes saved', 40);
    await screen.isLive();
    const given = [[1], [2], [3], [4], [5], [1, 2, 3, 4, 5]];
    for (const [at, name] of names.entries()) {
      const stars = (await historyOf(server, `/killed/${name}`)).map(({ changes }) => changes.star?.[1]);
      expect({ name, stars }).toEqual({ name, stars: given[at] });
      await screen.says(name, `${String(given[at]?.at(-1))} ${at === 0 ? 'star' : 'stars'}`);
    }
    // One key for each edit, however often it was sent.
    expect(new Set(gate.writes.map(({ key }) => key)).size).toBe(10);
    const words = (await badgesOf(screen.page)).map((word) => word.replace(/ Live$/, ''));
    const course = words.slice(words.findIndex((word) => /^(Offline|Reconnecting)/.test(word)));
    expect(course).toContain('Offline');
    expect(course.lastIndexOf('Offline')).toBeLessThan(course.lastIndexOf('Syncing…'));
    expect(course.lastIndexOf('Reconnecting…')).toBeLessThan(course.lastIndexOf('Syncing…'));
    expect(course.indexOf('All changes saved')).toBe(course.length - 1);
    await screen.end();
  });

  test('UI10: what was not sent before a reload is painted again, and sent when it can be', async () => {
    const { gate, screen } = await LabellingOnScreen.openGated(server, 'reload');
    gate.cut();
    await screen.choose('a.jpg');
    await screen.page.keyboard.press('Shift+3');
    await screen.page.keyboard.press('4');
    await screen.tagsField.fill('sea');
    await screen.page.keyboard.press('Enter');
    await screen.notesField.pressSequentially('not sent');
    await screen.badgeSays('Not saved — retry');
    // Straight from the keys: what was typed a moment ago has not even been saved here.
    await screen.page.reload();
    await screen.painted();
    await screen.says('a.jpg', '3 stars');
    await screen.says('b.jpg', '4 stars, tags: sea, with notes');
    expect((await labelOf(server, '/reload/b.jpg')).version).toBe(1);
    gate.letGo();
    await screen.badgeSays('All changes saved', 40);
    await screen.says('b.jpg', '4 stars, tags: sea, with notes');
    const done = (await historyOf(server, '/reload/b.jpg')).map(({ changes }) => changes);
    expect(done).toEqual([{ star: [null, 4] }, { tags: [[], ['sea']] }, { notes: ['', 'not sent'] }]);
    expect(await historyOf(server, '/reload/a.jpg')).toHaveLength(1);
    await screen.end();
  });

  test('UI10: whoever closes the tab before everything is sent is warned, and nobody else', async () => {
    const { gate, screen } = await LabellingOnScreen.openGated(server, 'leave');
    const warnings: string[] = [];
    screen.page.on('dialog', (dialog) => {
      warnings.push(dialog.type());
      // Stays.
      void dialog.dismiss();
    });
    const leaves = (): Promise<void> =>
      screen.page.evaluate(() => {
        setTimeout(() => {
          location.assign('about:blank');
        });
      });
    await screen.choose('a.jpg');
    gate.hold();
    await screen.page.keyboard.press('3');
    await leaves();
    await waitFor(() => warnings.length === 1, 'the warning about a star');
    gate.letGo();
    await screen.saveStateIs('Saved');
    gate.hold();
    await screen.notesField.pressSequentially('a');
    await leaves();
    await waitFor(() => warnings.length === 2, 'the warning about a text that is being typed');
    gate.letGo();
    await screen.saveStateIs('Saved');
    expect((await labelOf(server, '/leave/a.jpg')).notes).toBe('a');
    await leaves();
    await screen.page.waitForURL('about:blank');
    expect(warnings).toEqual(['beforeunload', 'beforeunload']);
    await screen.end();
  });

  test('UI10 UI13: what one writes in one tab is painted in the other at once, before the server has it', async () => {
    const { gate, screen } = await LabellingOnScreen.openGated(server, 'tabs');
    const { page } = await visitIn(screen.page.context(), `${gate.url}/?path=/tabs&sort=name:asc`);
    const other = new LabellingOnScreen(page);
    await other.painted();
    await other.isLive();
    gate.hold();
    await screen.page.bringToFront();
    await screen.choose('a.jpg');
    await screen.page.keyboard.press('4');
    await other.says('a.jpg', '4 stars');
    await other.badgeSays('Syncing…');
    await page.bringToFront();
    await other.choose('a.jpg');
    await other.saveStateIs('Saving…');
    await page.keyboard.press('5');
    await screen.says('a.jpg', '5 stars');
    expect((await labelOf(server, '/tabs/a.jpg')).version).toBe(1);
    gate.letGo();
    for (const each of [screen, other]) {
      await each.badgeSays('All changes saved');
      await each.says('a.jpg', '5 stars');
    }
    expect((await historyOf(server, '/tabs/a.jpg')).map(({ changes }) => changes.star?.[1])).toEqual([4, 5]);
    await screen.end();
  });
});
