import { writeMany } from '../support/images.ts';
import { bulk, labelOf, labelsReady } from '../support/labels.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { describeInBrowser } from './support/browser.ts';
import { LabellingOnScreen } from './support/labelling-page.ts';

const [one, two, three, four] = ['image-0001.jpg', 'image-0002.jpg', 'image-0003.jpg', 'image-0004.jpg'] as const;
const folders = ['tile', 'panel', 'plain', 'several', 'gone', 'still'];

describeInBrowser('a mouse and keys in turn', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    for (const folder of folders) await writeMany(`${root}/${folder}`, 5);
    await writeMany(`${root}/many`, 300, { width: 24, height: 16 });
    server = await startServer({ root });
    await labelsReady(server);
  });

  afterAll(() => server.stop());

  async function select(screen: LabellingOnScreen, names: readonly string[]): Promise<void> {
    for (const name of names) await screen.tileOf(name).click({ modifiers: ['Control'] });
    await screen.page.getByText(`${String(names.length)} selected`).waitFor();
  }

  test('UI2: after a star on a tile the keys are for that image, at once', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'tile');
    await screen.choose(one);
    await screen.tileOf(three).hover();
    await screen.tileOf(three).getByTitle('4 stars (4)').click();
    await screen.says(three, '4 stars');
    await screen.tileHasKeys(three);
    await screen.page.keyboard.press('Space');
    await screen.page.getByText('1 selected').waitFor();
    await screen.says(three, '4 stars');
    await screen.page.keyboard.press('Space');
    await screen.page.mouse.move(2, 2);
    await screen.tileHasKeys(three);
    await screen.page.keyboard.press('Enter');
    await screen.shows(three);
    await screen.end();
  });

  test('UI8: what is typed in the same moment as Ctrl+K, before anything is drawn, is done; / has its field at once', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'plain', { width: 700 });
    const { page } = screen;
    await page.evaluate(() => {
      const press = (key: string, more: KeyboardEventInit = {}): void => {
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
      };
      press('k', { ctrlKey: true });
      for (const key of Array.from('all that match')) press(key);
      press('Enter');
    });
    await page.getByText('5 of 5 images selected').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    const named = await page.evaluate(() => {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true, cancelable: true }));
      return document.activeElement?.getAttribute('aria-label');
    });
    expect(named).toBe('Search');
    await screen.end();
  });

  test('UI8: after a star in the inspector the keys move images, and Escape gives them back from anywhere in it', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'panel');
    await screen.choose(one);
    await screen.inspector.getByRole('button', { name: '3 stars' }).click();
    await screen.says(one, '3 stars');
    await screen.page.keyboard.press('ArrowRight');
    await screen.tileHasKeys(two);
    // From a text the keys go to the images, too.
    await screen.notesField.click();
    await screen.page.keyboard.type('by hand');
    await screen.inspector.getByRole('button', { name: '2 stars' }).click();
    await screen.page.keyboard.press('5');
    await screen.says(two, '5 stars, with notes');
    await screen.page.keyboard.press('ArrowRight');
    await screen.tileHasKeys(three);
    // A button that somebody went to by Tab has Space and Enter, and lets go of the arrows.
    await screen.inspector.getByRole('button', { name: '1 star' }).focus();
    await screen.page.keyboard.press('Space');
    await screen.says(three, '1 star');
    await screen.page.keyboard.press('Escape');
    await screen.tileHasKeys(three);
    await screen.end();
  });

  test('UI9: a plain click ends the selection and goes to the image; a star on one of several is for all of them', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'plain');
    await select(screen, [one, two, three]);
    await screen.tileOf(two).hover();
    await screen.tileOf(two).getByTitle('4 stars (4)').click();
    await screen.toastSays('★4 on 3 images');
    await screen.says(one, '4 stars');
    await screen.page.getByText('3 selected').waitFor();
    await screen.tileOf(four).click();
    await screen.showsTotal('5');
    await screen.page.keyboard.press('2');
    await screen.says(four, '2 stars');
    await screen.badgeSays('All changes saved');
    expect(await Promise.all([one, four].map(async (name) => (await labelOf(server, `/plain/${name}`)).star))).toEqual([
      4, 2,
    ]);
    await screen.end();
  });

  test('UI8: the keyboard is never left on nothing when what had it goes', async () => {
    await bulk(server, { scope: { paths: [`/gone/${one}`, `/gone/${two}`] }, patch: { add_tags: ['sea'] } });
    const screen = await LabellingOnScreen.open(server.url, 'gone');
    await screen.choose(one);
    await screen.inspector.getByRole('button', { name: 'Remove the tag sea' }).click();
    await screen.says(one, '');
    await screen.tileHasKeys(one);
    await screen.page.getByRole('button', { name: 'Say who you are' }).click();
    await screen.page.getByLabel('Your name').fill('Ada');
    await screen.page.keyboard.press('Enter');
    await screen.tileHasKeys(one);
    for (const [at, clear] of (['ll-status-bar', 'll-many-editor'] as const).entries()) {
      await select(screen, [two, three].slice(at));
      const button = screen.page.locator(clear).getByRole('button', { name: 'Clear' });
      await button.focus();
      await screen.page.keyboard.press('Enter');
      await screen.showsTotal('5');
      await screen.tileHasKeys(three);
    }
    await select(screen, [two, three]);
    await screen.page.getByRole('checkbox', { name: /sea/ }).focus();
    await screen.page.keyboard.press('Space');
    await screen.says(three, 'tags: sea');
    await screen.page.keyboard.press('Escape');
    await screen.tileHasKeys(three);
    await screen.end();
  });

  test('UI9: tags of a selection stand where they stood for as long as it is the same', async () => {
    const paths = [one, two, three].map((name) => `/still/${name}`);
    await bulk(server, { scope: { paths }, patch: { add_tags: ['all'] } });
    await bulk(server, { scope: { paths: paths.slice(0, 2) }, patch: { add_tags: ['most'] } });
    await bulk(server, { scope: { paths: paths.slice(0, 1) }, patch: { add_tags: ['few'] } });
    const screen = await LabellingOnScreen.open(server.url, 'still');
    await select(screen, [one, two, three]);
    const list = screen.page.getByRole('list', { name: 'Tags of the selection' });
    const stand = (): Promise<string[]> => list.locator('.text').allInnerTexts();
    expect(await stand()).toEqual(['all', 'most', 'few']);
    const box = await list.getByRole('checkbox', { name: /few/ }).boundingBox();
    if (box === null) throw new Error('The tag is not in sight');
    for (const expected of ['tags: all, few', 'tags: all']) {
      await screen.page.mouse.click(box.x + 30, box.y + box.height / 2);
      await waitFor(async () => (await screen.labelOf(three)) === expected, `the last to say ${expected}`);
    }
    expect(await screen.labelOf(one)).toBe('tags: all, most');
    // Twice at once is on and off.
    await screen.page.mouse.click(box.x + 30, box.y + box.height / 2, { clickCount: 2 });
    await screen.badgeSays('All changes saved');
    expect(await screen.labelOf(three)).toBe('tags: all');
    expect(await stand()).toEqual(['all', 'most', 'few']);
    await screen.end();
  });

  test('UI6: a page that is loaded again begins where one was', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'many');
    await screen.page.keyboard.press('End');
    await screen.tileHasKeys('image-0300.jpg');
    await screen.page.reload();
    await screen.painted();
    await screen.inspector.getByRole('heading', { level: 3, name: 'image-0300.jpg' }).waitFor();
    expect(screen.place().get('image')).toBeNull();
    await screen.end();
  });

  test('UI8: a key that is taken from another command is told, and can be given back', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'panel');
    await screen.page.keyboard.press('Shift+?');
    const sheet = screen.page.getByRole('dialog', { name: 'Keys' });
    const choose = async (): Promise<void> => {
      await sheet.getByRole('button', { name: 'Notes: choose another key' }).click();
      await screen.page.keyboard.press('t');
      await sheet.getByText('T was the key of “Tags”; without a key now: “Tags”.').waitFor();
    };
    await choose();
    await sheet.getByRole('button', { name: 'As it was before' }).click();
    await sheet.getByRole('button', { name: 'Usual', pressed: true }).waitFor();
    await choose();
    await sheet.getByRole('button', { name: 'Notes: the usual key again' }).click();
    await sheet.getByRole('button', { name: 'Usual', pressed: true }).waitFor();
    await screen.end();
  });
});
