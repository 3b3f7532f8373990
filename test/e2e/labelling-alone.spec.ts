import { ask } from '../support/http-client.ts';
import { writeMany } from '../support/images.ts';
import { historyOf, labelOf, labelsReady } from '../support/labels.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { describeInBrowser, newPerson } from './support/browser.ts';
import { listsAskedBy, LabellingOnScreen, placesOfTiles, recordWrites, sentFrom } from './support/labelling-page.ts';
import { WriteGate } from './support/write-gate.ts';

const [one, two, three] = ['image-0001.jpg', 'image-0002.jpg', 'image-0003.jpg'] as const;
const small = ['order', 'text', 'tags', 'escape', 'notes', 'undo', 'unsaved', 'viewer', 'early'];

describeInBrowser('labelling alone', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    await writeMany(`${root}/many`, 500, { width: 24, height: 16 });
    for (const folder of small) await writeMany(`${root}/${folder}`, folder === 'order' ? 40 : 3);
    server = await startServer({ root });
    await labelsReady(server);
  });

  afterAll(() => server.stop());

  test('UI5 UI8 UI10: five hundred stars as fast as keys can go: nothing is lost or said twice, nothing is listed again, no tile moves', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'many');
    await screen.choose(one);
    const lists = listsAskedBy(screen.page);
    const places = new Map<string, string>();
    const moved: string[] = [];
    let seenAgain = 0;
    const look = async (): Promise<void> => {
      for (const [name, place] of await placesOfTiles(screen.page)) {
        const before = places.get(name);
        if (before !== undefined) seenAgain += 1;
        if (before !== undefined && before !== place) moved.push(`${name}: ${before}, then ${place}`);
        places.set(name, place);
      }
    };
    const starOf = (at: number): number => (at % 5) + 1;
    for (let at = 0; at < 500; at++) {
      if (at % 25 === 0) await look();
      await screen.page.keyboard.press(`Shift+${String(starOf(at))}`);
    }
    await screen.badgeSays('All changes saved', 60);
    await look();
    expect(moved).toEqual([]);
    expect(seenAgain).toBeGreaterThan(200);
    expect(lists).toEqual([]);
    const { items } = (
      await ask(server, 'browse', { body: { path: '/many', sort: { key: 'name', dir: 'asc' }, limit: 500 } })
    ).body;
    expect(items.map(({ name, star, version }) => ({ name, star, version }))).toEqual(
      items.map(({ name }, at) => ({ name, star: starOf(at), version: 2 })),
    );
    expect(items).toHaveLength(500);
    await screen.end();
  });

  test('UI10: every key is painted before its request leaves', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'order', { before: recordWrites });
    await screen.choose(one);
    for (let at = 0; at < 40; at++) await screen.page.keyboard.press(`Shift+${String((at % 4) + 2)}`);
    await screen.badgeSays('All changes saved', 20);
    const sent = await sentFrom(screen.page);
    expect(sent).toHaveLength(40);
    expect(sent).toEqual(sent.map(({ name }, at) => ({ name, label: `${name}, ${String((at % 4) + 2)} stars` })));
    await screen.end();
  });

  test('UI8: a digit in a field is text, and no star', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'text');
    await screen.choose(one);
    await screen.page.keyboard.press('n');
    await screen.page.keyboard.type('5 of 5, t n z');
    await screen.page.keyboard.press('Escape');
    await screen.page.keyboard.press('t');
    await screen.page.keyboard.type('4x4');
    await screen.page.keyboard.press('Enter');
    await screen.page.keyboard.type('!35');
    await screen.page.keyboard.press('Enter');
    await screen.page.keyboard.press('Escape');
    await screen.badgeSays('All changes saved');
    const { star, tags, notes } = await labelOf(server, `/text/${one}`);
    expect({ star, tags, notes }).toEqual({ star: null, tags: ['4x4', '!35'], notes: '5 of 5, t n z' });
    await screen.end();
  });

  test('UI8: tags typed fast are kept apart by their commas, each once, and Shift+T repeats the last', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'tags');
    await screen.choose(one);
    await screen.page.keyboard.press('t');
    await screen.page.keyboard.type('sea,sky, blue sky ,sea,,5,end');
    await screen.page.keyboard.press('Enter');
    const all = ['sea', 'sky', 'blue sky', '5', 'end'];
    await screen.says(one, `tags: ${all.join(', ')}`);
    await screen.page.keyboard.press('Escape');
    await screen.page.keyboard.press('ArrowRight');
    await screen.page.keyboard.press('Shift+T');
    await screen.says(two, 'tags: end');
    await screen.badgeSays('All changes saved');
    expect((await labelOf(server, `/tags/${one}`)).tags).toEqual(all);
    expect((await labelOf(server, `/tags/${two}`)).tags).toEqual(['end']);
    await screen.end();
  });

  test('UI8: Escape in a field gives the keys back to the images at once', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'escape');
    await screen.choose(one);
    for (const [field, digit] of [
      ['t', '3'],
      ['n', '4'],
    ] as const) {
      await screen.page.keyboard.press(field);
      await screen.page.keyboard.type('words');
      await screen.page.keyboard.press('Escape');
      await screen.page.keyboard.press(`Shift+${digit}`);
    }
    // A tag that was not confirmed is given up; notes are not.
    await screen.says(one, '3 stars');
    await screen.says(two, '4 stars, with notes');
    await screen.tileHasKeys(three);
    await screen.end();
  });

  test('UI10: notes are saved while one types, and for the right image when one clicks on the next', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'notes');
    await screen.choose(one);
    await screen.page.keyboard.press('n');
    await screen.page.keyboard.type('first');
    await screen.saveStateIs('Saved');
    expect((await labelOf(server, `/notes/${one}`)).notes).toBe('first');
    expect(await screen.notesField.evaluate((field) => field === document.activeElement)).toBe(true);
    await screen.page.keyboard.type(' and second');
    await screen.tileOf(two).click();
    await screen.notesSay('');
    await screen.says(one, 'with notes');
    await screen.says(two, '');
    await waitFor(
      async () => (await labelOf(server, `/notes/${one}`)).notes === 'first and second',
      'the rest of the text to be saved',
    );
    expect((await labelOf(server, `/notes/${two}`)).version).toBe(1);
    await screen.end();
  });

  test('UI8: what was done is undone and done again by keys, over a reload as well', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'undo');
    await screen.choose(one);
    await screen.page.keyboard.press('3');
    await screen.saveStateIs('Saved');
    await screen.page.keyboard.press('5');
    await screen.badgeSays('All changes saved');
    await screen.saveStateIs('Saved');
    await screen.page.keyboard.press('Control+z');
    await screen.says(one, '3 stars');
    await screen.badgeSays('All changes saved');
    await screen.page.reload();
    await screen.painted();
    await screen.says(one, '3 stars');
    await screen.page.keyboard.press('Control+z');
    await screen.says(one, '');
    await screen.badgeSays('All changes saved');
    for (const stars of ['3 stars', '5 stars']) {
      await screen.page.keyboard.press('Control+Shift+Z');
      await screen.says(one, stars);
      await screen.badgeSays('All changes saved');
    }
    await screen.page.keyboard.press('Control+Shift+Z');
    await screen.toastSays('nothing to do again');
    expect((await historyOf(server, `/undo/${one}`)).map(({ changes }) => changes.star?.[1])).toEqual([
      3,
      5,
      3,
      null,
      3,
      5,
    ]);
    await screen.end();
  });

  test('UI8 UI10: undo reaches everything that waits to be saved, as often as it was pressed', async () => {
    const gate = await WriteGate.before(server);
    const screen = await LabellingOnScreen.open(gate.url, 'unsaved');
    await screen.choose(one);
    gate.hold();
    for (const digit of ['3', '4', '5']) await screen.page.keyboard.press(`Shift+${digit}`);
    await waitFor(() => gate.held > 0, 'the first to be on its way');
    for (let press = 0; press < 2; press++) await screen.page.keyboard.press('Control+z');
    await screen.toastSays('Undone: ');
    gate.letGo();
    await screen.says(two, '');
    await screen.says(three, '');
    await screen.badgeSays('All changes saved');
    await screen.says(one, '3 stars');
    expect((await labelOf(server, `/unsaved/${two}`)).star).toBeNull();
    expect((await labelOf(server, `/unsaved/${three}`)).star).toBeNull();
    await screen.end();
  });

  test('UI6 UI8: the keys work in the viewer, with the inspector closed as well', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'viewer', { preferences: { 'inspector-open': false } });
    await screen.tileOf(one).dblclick();
    await screen.shows(one);
    if (await screen.inspector.isVisible()) await screen.page.keyboard.press('i');
    await screen.inspector.waitFor({ state: 'detached' });
    await screen.page.keyboard.press('Shift+4');
    await screen.shows(two);
    await screen.page.keyboard.press('2');
    await screen.page.keyboard.press('t');
    await screen.tagsField.waitFor();
    await waitFor(
      () => screen.tagsField.evaluate((field) => field === document.activeElement),
      'the tag field to have the keyboard',
    );
    await screen.page.keyboard.type('sea');
    await screen.page.keyboard.press('Enter');
    await screen.page.keyboard.press('Escape');
    await screen.page.keyboard.press('ArrowRight');
    await screen.shows(three);
    await screen.page.keyboard.press('1');
    await screen.badgeSays('All changes saved');
    await screen.page.keyboard.press('Escape');
    await screen.says(one, '4 stars');
    await screen.says(two, '2 stars, tags: sea');
    await screen.says(three, '1 star');
    await screen.end();
  });

  test('UI10: a key pressed before it is known who one is is kept, and sent', async () => {
    const context = await newPerson();
    const page = await context.newPage();
    let tell = (): void => undefined;
    const known = new Promise<void>((done) => {
      tell = done;
    });
    await page.route('**/me', async (route) => {
      await known;
      await route.continue();
    });
    await page.goto(`${server.url}/?path=/early&sort=name:asc`);
    const screen = new LabellingOnScreen(page);
    await screen.painted();
    await page.keyboard.press('Shift+4');
    await screen.says(one, '4 stars');
    tell();
    await screen.isLive();
    await screen.badgeSays('All changes saved');
    await screen.says(one, '4 stars');
    expect((await labelOf(server, `/early/${one}`)).star).toBe(4);
    await context.close();
  });
});
