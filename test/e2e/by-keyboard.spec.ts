import type { Page } from 'playwright-core';
import { writeImage } from '../support/images.ts';
import { labelOf, labelsReady, patch } from '../support/labels.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { describeInBrowser, visit } from './support/browser.ts';
import { LabellingOnScreen } from './support/labelling-page.ts';

/** Everything one can click on, as far as Tab has to lead there. Runs in the browser. */
function notReached(): string[] {
  const controls = 'button, a[href], input, select, textarea, summary, [tabindex]:not([tabindex="-1"])';
  return Array.from(document.querySelectorAll<HTMLElement>(controls))
    .filter((each) => each.tabIndex >= 0 && !each.matches(':disabled') && each.closest('[inert]') === null)
    .filter((each) => each.checkVisibility({ visibilityProperty: true }) && !each.hasAttribute('data-reached'))
    .map((each) => each.outerHTML.slice(0, 120));
}

/** Tells the control that has the keyboard, when it looks no different without. Runs in the browser. */
async function isMarked(): Promise<string> {
  const at = document.activeElement;
  if (!(at instanceof HTMLElement) || at === document.body) return '';
  const isFirst = !at.hasAttribute('data-reached');
  at.setAttribute('data-reached', '');
  if (!isFirst) return '';
  const look = async (): Promise<string> => {
    // What changes in steps has come to its end by then.
    for (let frame = 0; frame < 3; frame++) await new Promise((done) => requestAnimationFrame(done));
    return [at, at.parentElement, at.querySelector('.active')]
      .filter((each) => each !== null)
      .flatMap((each) => ['', '::before', '::after'].map((part) => getComputedStyle(each, part)))
      .map((style) => [style.outline, style.boxShadow, style.borderColor, style.backgroundColor, style.opacity].join())
      .join();
  };
  const focused = await look();
  at.blur();
  const blurred = await look();
  at.focus();
  return focused === blurred ? at.outerHTML.slice(0, 120) : '';
}

/** What the keyboard is on, as `button Theme`; empty when it is nowhere. */
function keyboardAt(page: Page): Promise<string> {
  return page.evaluate(() => {
    const at = document.activeElement;
    if (at === null || at === document.body) return '';
    const name = at.getAttribute('aria-label') ?? at.textContent.trim().replace(/\s+/g, ' ');
    return `${at.getAttribute('role') ?? at.localName} ${name}`;
  });
}

/** Presses Tab until the keyboard is there. */
async function tabTo(page: Page, there: RegExp, key = 'Tab'): Promise<void> {
  for (let press = 0; press < 80; press++) {
    await page.keyboard.press(key);
    if (there.test(await keyboardAt(page))) return;
  }
  throw new Error(`Tab does not lead to ${String(there)}.`);
}

async function isAt(page: Page, there: RegExp): Promise<void> {
  await waitFor(
    async () => {
      const at = await keyboardAt(page);
      if (!there.test(at)) throw new Error(`It is on: ${at}`);
      return true;
    },
    `the keyboard to be on ${String(there)}`,
  );
}

describeInBrowser('UI25: by the keyboard alone', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    for (const folder of ['heard', 'reach', 'said', 'work']) {
      for (const name of ['a.jpg', 'b.jpg', 'c.jpg']) await writeImage(`${root}/${folder}`, name);
    }
    server = await startServer({ root });
    await labelsReady(server);
    for (const folder of ['heard', 'reach']) {
      await patch(server, `/${folder}/a.jpg`, { set_star: 3, add_tags: ['sea', 'sky'], set_notes: 'calm' });
    }
  });

  afterAll(() => server.stop());

  for (const place of ['the grid', 'the viewer']) {
    test(`Tab leads to every control of ${place}, and each shows that it has the keyboard`, async () => {
      const screen = await LabellingOnScreen.open(server.url, 'reach');
      const { page } = screen;
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Home');
      await screen.tileHasKeys('a.jpg');
      if (place === 'the viewer') {
        await page.keyboard.press('Enter');
        await screen.shows('a.jpg');
      }
      const unseen: string[] = [];
      for (let press = 0; press < 120; press++) {
        await page.keyboard.press('Tab');
        const found = await page.evaluate(isMarked);
        if (found !== '') unseen.push(found);
      }
      expect(unseen).toEqual([]);
      expect(await page.evaluate(notReached)).toEqual([]);
      await screen.end();
    });
  }

  test('folders, stars, tags, notes, menus, dialogs and questions need no mouse, and none of them loses the keyboard', async () => {
    const { gate, screen } = await LabellingOnScreen.openGated(server, 'reach');
    const { page } = screen;
    const press = async (...keys: string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await tabTo(page, /^tree Folders/);
    await press('End', 'Enter');
    await page.waitForURL(/path=\/?work|path=%2Fwork/);
    // The folder before has an image of that name as well, and stays until this one is there.
    await screen.inspector.getByText('/work', { exact: true }).waitFor();
    await screen.painted();
    await tabTo(page, /^gridcell a\.jpg/);

    // An image, with the fields of the inspector.
    await press('4', 't');
    await page.keyboard.type('sea,sky');
    await press('Enter', 'Escape');
    await screen.tileHasKeys('a.jpg');
    await press('n');
    await page.keyboard.type('calm');
    await press('Escape');
    await screen.tileHasKeys('a.jpg');
    await screen.says('a.jpg', '4 stars, tags: sea, sky, with notes');
    await press('t');
    await tabTo(page, /^button Remove the tag sky/, 'Shift+Tab');
    await press('Enter');
    await screen.says('a.jpg', '4 stars, tags: sea, with notes');
    await isAt(page, /^combobox Add a tag/);
    await tabTo(page, /^button 2 stars/, 'Shift+Tab');
    await press(' ');
    await screen.says('a.jpg', '2 stars, tags: sea, with notes');
    await isAt(page, /^button 2 stars/);
    await tabTo(page, /^summary History/);
    await press('Enter');
    await screen.inspector.getByText('★4 → ★2').waitFor();

    // Several at once, and back.
    await tabTo(page, /^gridcell a\.jpg/, 'Shift+Tab');
    await press('Shift+ArrowRight', '5');
    await screen.says('b.jpg', '5 stars');
    await screen.badgeSays('All changes saved');
    await press('Control+z');
    await screen.says('b.jpg', '');
    await press('Escape');

    // Menus and dialogs give the keyboard back.
    await tabTo(page, /^button Sort/, 'Shift+Tab');
    await press('Enter', 'End', 'Enter');
    await waitFor(async () => (await screen.names())[0]?.startsWith('c.jpg'), 'the order to be turned round');
    await isAt(page, /^button Sort/);
    await tabTo(page, /^button You:/);
    await press('Enter');
    await isAt(page, /^menuitem Say who you are/);
    await press('Enter');
    await isAt(page, /^input/);
    await page.keyboard.type('Kim');
    await press('Enter');
    await isAt(page, /^button You: Kim/);
    await tabTo(page, /^button All changes saved/);
    await press('Enter');
    await isAt(page, /^menuitem Try now/);
    await press('Escape');
    await isAt(page, /^button All changes saved/);
    await tabTo(page, /^gridcell/, 'Shift+Tab');
    const before = await keyboardAt(page);
    for (const keys of ['?', 'Control+k']) {
      await press(keys);
      await page.getByRole('dialog').waitFor();
      await press('Escape');
      await waitFor(async () => (await keyboardAt(page)) === before, `the tile to have the keyboard after ${keys}`);
    }

    // The viewer.
    await press('Home', 'Enter');
    await screen.shows('c.jpg');
    await press('ArrowRight', '3', 'Escape');
    await screen.tileHasKeys('b.jpg');
    await screen.says('b.jpg', '3 stars');

    // A question.
    gate.hold();
    await press('n');
    await page.keyboard.type('mine');
    await waitFor(() => gate.held > 0, 'the text to be on its way');
    await patch(server, '/work/b.jpg', { set_notes: 'theirs' }, { by: 'bob' });
    gate.letGo();
    await screen.saveStateIs('Newer change detected');
    await tabTo(page, /^button Keep theirs/);
    await press('Enter');
    await screen.notesSay('theirs');
    await screen.badgeSays('All changes saved');
    await isAt(page, /./);
    expect((await labelOf(server, '/work/b.jpg')).notes).toBe('theirs');
    await screen.end();
  });

  test('whoever hears the page hears of each thing what it is, what it is called, and how it stands', async () => {
    const { page: other } = await visit(`${server.url}/?path=/said`);
    const screen = await LabellingOnScreen.open(server.url, 'heard');
    const { page } = screen;
    await screen.choose('a.jpg');
    await page.getByRole('treeitem', { name: 'said, 3 images, 1 viewing', exact: true }).waitFor();
    const heard = (await page.locator('body').ariaSnapshot()).split('\n').map((line) =>
      line
        .trim()
        .replaceAll("'", '')
        .replace(/("|\])(:.*)$/, '$1'),
    );
    for (const line of [
      'button "Folders" [pressed]',
      'navigation "Folder"',
      'tree "Folders"',
      'treeitem "heard, 3 images" [level=2] [selected]',
      'grid "heard"',
      'gridcell "a.jpg, 3 stars, tags: sea, sky, with notes"',
      'gridcell "b.jpg"',
      'button "All changes saved Live"',
      'complementary "Inspector"',
      'heading "a.jpg" [level=3]',
      'group "Stars"',
      'button "3 stars" [pressed]',
      'button "4 stars"',
      'button "Remove the tag sea"',
      'combobox "Add a tag"',
      'textbox "Notes"',
    ]) {
      expect(heard).toContain(`- ${line}`);
    }
    await screen.end();
    await other.context().close();
  });

  test('what happens by itself is said, once and in words', async () => {
    const { gate, screen } = await LabellingOnScreen.openGated(server, 'said');
    const { page } = screen;
    const said = (words: string | RegExp): Promise<void> =>
      page.locator('[role=status], [role=alert]').filter({ hasText: words }).first().waitFor({ state: 'attached' });
    await screen.choose('a.jpg');
    await patch(server, '/said/b.jpg', { set_star: 1 }, { by: 'bob' });
    await said('bob updated items in the last 30 s');
    gate.cut();
    await page.keyboard.press('4');
    await screen.badgeSays('Not saved — retry');
    await said('Not saved — retry');
    await screen.tileOf('a.jpg').and(page.getByLabel('a.jpg, 4 stars, not saved yet')).waitFor();
    gate.letGo();
    await screen.badgeSays('All changes saved', 40);
    await page.keyboard.press('Control+a');
    await page.keyboard.press('2');
    await said(/2 stars|3 images/);
    await screen.end();
  });
});
