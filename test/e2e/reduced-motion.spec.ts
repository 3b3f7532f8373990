import type { Page } from 'playwright-core';
import { writeImage } from '../support/images.ts';
import { labelsReady, patch } from '../support/labels.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { describeInBrowser, newPerson } from './support/browser.ts';
import { LabellingOnScreen } from './support/labelling-page.ts';

/** Writes down by name everything that moves for longer than a moment, frame by frame. Runs in the browser. */
function recordMotion(): void {
  const moved = new Set<string>();
  Object.assign(window, { moved });
  const look = (): void => {
    for (const animation of document.getAnimations()) {
      const { duration, iterations = 1 } = animation.effect?.getComputedTiming() ?? {};
      if (Number(duration) * iterations <= 10) continue;
      // What a component moves has the name of the component before its own.
      const name = animation instanceof CSSAnimation ? animation.animationName.split('_').at(-1) : 'transition';
      moved.add(name ?? '');
    }
    requestAnimationFrame(look);
  };
  look();
}

function movedOn(page: Page): Promise<string[]> {
  return page.evaluate(() => [...(window as unknown as { moved: Set<string> }).moved].sort());
}

describeInBrowser('for people who want no motion', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    for (const name of ['a.jpg', 'b.jpg', 'inner/deep/c.jpg']) await writeImage(root, name);
    server = await startServer({ root });
    await labelsReady(server);
  });

  afterAll(() => server.stop());

  /** Holds back what that address answers, until the page shows that it waits. */
  const whileHeld = async (page: Page, address: string, work: () => Promise<unknown>, waits: string): Promise<void> => {
    let letGo = (): void => undefined;
    const held = new Promise<void>((done) => (letGo = done));
    await page.route(address, async (route) => {
      await held;
      await route.continue();
    });
    await work();
    await page.locator(waits).first().waitFor({ state: 'attached' });
    // Some of it begins a moment after that.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    letGo();
  };

  const visitAll = async (reducedMotion: 'reduce' | 'no-preference'): Promise<Page> => {
    const page = await (await newPerson()).newPage();
    await page.emulateMedia({ reducedMotion });
    await page.addInitScript(recordMotion);
    await whileHeld(page, '**/browse', () => page.goto(`${server.url}/?sort=name:asc`), '.skeleton');
    const screen = new LabellingOnScreen(page);
    await screen.painted();
    await screen.isLive();
    const openInner = async (): Promise<void> => {
      await page.getByRole('treeitem', { name: /inner/ }).click();
      await page.keyboard.press('ArrowRight');
    };
    await whileHeld(page, '**/folders?*', openInner, '.twist.busy');
    await page.goBack();
    await screen.tileOf('a.jpg').waitFor();
    await screen.choose('a.jpg');
    await page.keyboard.press('Shift+4');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('3');
    await page.getByRole('button', { name: 'Undo' }).waitFor();
    for (const [keys, what] of [
      ['?', page.getByRole('dialog', { name: 'Keys' })],
      ['Control+k', page.getByRole('combobox', { name: 'Command' })],
    ] as const) {
      await page.keyboard.press(keys);
      await what.waitFor();
      await page.keyboard.press('Escape');
      await what.waitFor({ state: 'detached' });
    }
    await page.getByRole('button', { name: 'Theme' }).click();
    await page.getByRole('menuitemradio').first().waitFor();
    await page.keyboard.press('Escape');
    await whileHeld(page, '**/file?*', () => screen.tileOf('b.jpg').dblclick(), 'll-loading-line.after-a-while');
    await screen.shows('b.jpg');
    await page.keyboard.press('Escape');
    await screen.viewer.waitFor({ state: 'detached' });
    await page.setViewportSize({ width: 390, height: 800 });
    for (const name of ['Folders', 'Inspector']) {
      await page.getByRole('button', { name, exact: true }).first().click();
      await page.locator('.drawer, .sheet').first().waitFor();
      await page.keyboard.press('Escape');
    }
    return page;
  };

  test('UI17: nothing moves, from the first sight to the last dialog', async () => {
    const page = await visitAll('reduce');
    expect(await movedOn(page)).toEqual([]);
    await page.context().close();
  });

  test('and what would move otherwise is found', async () => {
    const page = await visitAll('no-preference');
    expect(await movedOn(page)).toEqual(expect.arrayContaining(['blink', 'come', 'slide', 'toast-in', 'transition']));
    await page.context().close();
  });

  test('UI17: a change of somebody else is an outline that stands still for as long as a pulse', async () => {
    const page = await (await newPerson()).newPage();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.addInitScript(recordMotion);
    await page.goto(`${server.url}/?sort=name:asc`);
    const screen = new LabellingOnScreen(page);
    await screen.painted();
    await screen.isLive();
    const outline = (): Promise<string> =>
      screen.tileOf('b.jpg').evaluate((tile) => getComputedStyle(tile, '::after').boxShadow);
    const before = await outline();
    await patch(server, '/b.jpg', { set_star: 1 }, { by: 'bob' });
    await waitFor(async () => /inset/.test(await outline()) && (await outline()) !== before, 'the outline', {
      everyMs: 5,
    });
    const with_ = await outline();
    expect(with_).toMatch(/ 0px 0px 0px 3px inset$/);
    await waitFor(async () => (await outline()) === before, 'the outline to go', { seconds: 3 });
    expect(await movedOn(page)).toEqual([]);
    await page.context().close();
  });
});
