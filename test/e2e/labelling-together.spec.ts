import type { BrowserContext } from 'playwright-core';
import { historyOf, labelOf, labelsReady, patch } from '../support/labels.ts';
import { writeImage } from '../support/images.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { TokenHolders } from '../support/token-holders.ts';
import { waitFor } from '../support/wait-for.ts';
import { describeInBrowser, newPerson, visit } from './support/browser.ts';
import { LabellingOnScreen, listsAskedBy } from './support/labelling-page.ts';

const names = ['a.jpg', 'b.jpg'];
const folders = ['shown', 'begin', 'tags', 'notes', 'typing', 'star'];

/** A tab that has read its images, and is held back before it opens a stream. `goOn` lets it. */
async function openSilent(context: BrowserContext, url: string): Promise<{ tab: LabellingOnScreen; goOn: () => void }> {
  const page = await context.newPage();
  let goOn = (): void => undefined;
  const held = new Promise<void>((done) => (goOn = done));
  await page.route('**/me', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(url);
  const tab = new LabellingOnScreen(page);
  await tab.painted();
  return { tab, goOn };
}

describeInBrowser('labelling together', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    for (const folder of folders) for (const name of names) await writeImage(`${root}/${folder}`, name);
    server = await startServer({ root });
    await labelsReady(server);
  });

  afterAll(() => server.stop());

  test('UI5 UI10: what each of three writes is on the tiles and in the inspectors of the others, and no list is asked for', async () => {
    const [ann, bob] = [
      await LabellingOnScreen.open(server.url, 'shown'),
      await LabellingOnScreen.open(server.url, 'shown'),
    ];
    await ann.choose('a.jpg');
    await bob.choose('a.jpg');
    const lists = [ann, bob].map(({ page }) => listsAskedBy(page));
    await ann.page.keyboard.press('4');
    await bob.says('a.jpg', '4 stars');
    await bob.inspector.getByRole('button', { name: '4 stars', pressed: true }).waitFor();
    await bob.tagsField.fill('sea');
    await bob.page.keyboard.press('Enter');
    await ann.says('a.jpg', '4 stars, tags: sea');
    expect(await ann.tags()).toEqual(['sea']);
    await patch(server, '/shown/a.jpg', { set_notes: 'by a program' });
    await patch(server, '/shown/b.jpg', { set_star: 1 });
    for (const screen of [ann, bob]) {
      await screen.says('a.jpg', '4 stars, tags: sea, with notes');
      await screen.says('b.jpg', '1 star');
      await screen.notesSay('by a program');
    }
    await ann.badgeSays('All changes saved');
    expect(lists).toEqual([[], []]);
    await ann.end();
    await bob.end();
  });

  test('UI5 UI13: what is written after a page has read its images and before its stream begins is painted', async () => {
    const context = await newPerson();
    const url = `${server.url}/?path=/begin&sort=name:asc`;
    const first = await openSilent(context, url);
    await patch(server, '/begin/a.jpg', { set_star: 2 });
    first.goOn();
    await first.tab.isLive();
    await first.tab.says('a.jpg', '2 stars', 5);
    // For this one the stream is there already, and has told the others.
    const second = await openSilent(context, url);
    await patch(server, '/begin/b.jpg', { set_star: 3 });
    await first.tab.says('b.jpg', '3 stars', 5);
    second.goOn();
    await second.tab.says('b.jpg', '3 stars', 5);
    // Where nothing was written in between nothing is read again.
    const third = await openSilent(context, url);
    const lists = listsAskedBy(third.tab.page);
    third.goOn();
    await third.tab.isLive();
    await patch(server, '/begin/a.jpg', { set_star: 4 });
    await third.tab.says('a.jpg', '4 stars', 5);
    expect(lists).toEqual([]);
    await context.close();
  });

  test('UI11 IT7: tags that two people add at the same time are both there', async () => {
    const [ann, bob] = [
      await LabellingOnScreen.openGated(server, 'tags'),
      await LabellingOnScreen.openGated(server, 'tags'),
    ];
    for (const [{ gate, screen }, tag] of [
      [ann, 'sea'],
      [bob, 'sky'],
    ] as const) {
      gate.hold();
      await screen.choose('a.jpg');
      await screen.tagsField.fill(tag);
      await screen.page.keyboard.press('Enter');
      await screen.says('a.jpg', `tags: ${tag}`);
      await waitFor(() => gate.held === 1, 'the edit to be on its way');
    }
    ann.gate.letGo();
    await ann.screen.saveStateIs('Saved');
    bob.gate.letGo();
    for (const { screen } of [ann, bob]) {
      await screen.says('a.jpg', 'tags: sea, sky');
      expect(await screen.tags()).toEqual(['sea', 'sky']);
      await screen.badgeSays('All changes saved');
      expect(await screen.conflict.count()).toBe(0);
    }
    expect((await historyOf(server, '/tags/a.jpg')).map(({ changes }) => changes)).toEqual([
      { tags: [[], ['sea']] },
      { tags: [['sea'], ['sea', 'sky']] },
    ]);
    await ann.screen.end();
    await bob.screen.end();
  });

  test('UI11: notes that two people write at the same time are for the later one to decide, over a reload as well', async () => {
    const [ann, bob] = [
      await LabellingOnScreen.open(server.url, 'notes'),
      await LabellingOnScreen.openGated(server, 'notes'),
    ];
    const { gate, screen } = bob;
    for (const name of ['a.jpg', 'b.jpg']) {
      gate.hold();
      await screen.choose(name);
      await screen.notesField.pressSequentially('from bob');
      await waitFor(() => gate.held === 1, 'the text to be on its way');
      await ann.choose(name);
      await ann.notesField.pressSequentially('from ann');
      await ann.saveStateIs('Saved');
      gate.letGo();
      await screen.saveStateIs('Newer change detected');
    }
    await screen.page.reload();
    await screen.painted();
    await screen.badgeSays('Conflict');
    for (const name of ['a.jpg', 'b.jpg']) {
      await screen.choose(name);
      await screen.notesSay('from bob');
      expect(await screen.conflict.locator('dd').allInnerTexts()).toEqual(['from ann', 'from bob']);
      expect((await labelOf(server, `/notes/${name}`)).notes).toBe('from ann');
    }
    await screen.choose('a.jpg');
    await screen.conflict.getByRole('button', { name: 'Apply my changes again' }).click();
    await screen.saveStateIs('Saved');
    await screen.notesSay('from bob');
    await ann.choose('a.jpg');
    await ann.notesSay('from bob');
    await screen.choose('b.jpg');
    await screen.conflict.getByRole('button', { name: 'Keep theirs' }).click();
    await screen.notesSay('from ann');
    await screen.badgeSays('All changes saved');
    const texts = async (name: string): Promise<unknown[]> =>
      (await historyOf(server, `/notes/${name}`)).map(({ changes }) => changes.notes?.[1]);
    expect(await texts('a.jpg')).toEqual(['from ann', 'from bob']);
    expect(await texts('b.jpg')).toEqual(['from ann']);
    await ann.end();
    await screen.end();
  });

  test('UI11: a text that comes while one types is not written over, but asked about', async () => {
    const ann = await LabellingOnScreen.open(server.url, 'typing');
    await ann.choose('a.jpg');
    await ann.notesField.pressSequentially('mine');
    // Typed on without a rest until theirs has come: nothing of it was sent yet.
    await patch(server, '/typing/a.jpg', { set_notes: 'theirs' }, { by: 'bob' });
    await waitFor(
      async () => {
        await ann.page.keyboard.type('.');
        return (await ann.inspector.locator('.last').innerText()).includes('bob');
      },
      'the text of the other to arrive',
      { everyMs: 50 },
    );
    const typed = await ann.notesField.inputValue();
    await ann.saveStateIs('Newer change detected');
    expect(await ann.conflict.locator('dd').allInnerTexts()).toEqual(['theirs', typed]);
    expect((await labelOf(server, '/typing/a.jpg')).notes).toBe('theirs');
    await ann.page.keyboard.type(' and more');
    await waitFor(
      async () => (await ann.conflict.locator('dd').allInnerTexts()).at(1) === `${typed} and more`,
      'what is typed meanwhile to be part of the question',
    );
    expect((await labelOf(server, '/typing/a.jpg')).notes).toBe('theirs');
    await ann.conflict.getByRole('button', { name: 'Apply my changes again' }).click();
    await ann.saveStateIs('Saved');
    expect((await labelOf(server, '/typing/a.jpg')).notes).toBe(`${typed} and more`);
    await ann.end();
  });

  test('UI11: of two stars the last one stands, on both screens', async () => {
    const [ann, bob] = [
      await LabellingOnScreen.openGated(server, 'star'),
      await LabellingOnScreen.openGated(server, 'star'),
    ];
    for (const [{ gate, screen }, digit] of [
      [ann, '2'],
      [bob, '5'],
    ] as const) {
      gate.hold();
      await screen.choose('a.jpg');
      await screen.page.keyboard.press(digit);
      await screen.says('a.jpg', `${digit} stars`);
      await waitFor(() => gate.held === 1, 'the star to be on its way');
    }
    ann.gate.letGo();
    await ann.screen.saveStateIs('Saved');
    bob.gate.letGo();
    for (const { screen } of [bob, ann]) {
      await screen.says('a.jpg', '5 stars');
      await screen.badgeSays('All changes saved');
    }
    expect((await historyOf(server, '/star/a.jpg')).map(({ changes }) => changes.star)).toEqual([
      [null, 2],
      [2, 5],
    ]);
    await ann.screen.end();
    await bob.screen.end();
  });

  test('UI12 UI19: who may only look sees the fields disabled and why, and keys say it as well', async () => {
    const people = new TokenHolders();
    await people.add('vera', 'viewer');
    const guarded = await startServer({ root, args: ['--token-file', people.file] });
    const { page } = await visit(`${guarded.url}/?path=/shown&sort=name:asc`);
    await page.getByLabel('Access token').fill(people.tokens.get('vera') ?? '');
    await page.keyboard.press('Enter');
    const screen = new LabellingOnScreen(page);
    await screen.painted();
    const writes: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'PATCH') writes.push(request.url());
    });
    await screen.choose('a.jpg');
    const why = 'You may look at this gallery, not label it.';
    await screen.inspector.getByText(why).waitFor();
    expect(await screen.notesField.isDisabled()).toBe(true);
    expect(await screen.tagsField.count()).toBe(0);
    for (const star of await screen.inspector.getByRole('group', { name: 'Stars' }).getByRole('button').all()) {
      expect(await star.isDisabled()).toBe(true);
    }
    for (const key of ['4', 'Shift+4', 't', 'n', 'Shift+T', 'Control+z', 'Control+Shift+Z']) {
      await screen.choose('a.jpg');
      await page.keyboard.press(key);
      await screen.toastSays(why);
      await page.getByRole('button', { name: 'Dismiss' }).click();
      await page.locator('ll-toast .toast').waitFor({ state: 'detached' });
      expect(await screen.labelOf('a.jpg')).toBe('');
    }
    expect(writes).toEqual([]);
    await screen.end();
    await guarded.stop();
  });
});
