import type { Page } from 'playwright-core';
import { writeMany } from '../support/images.ts';
import { labelOf, labelsReady } from '../support/labels.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { describeInBrowser } from './support/browser.ts';
import { LabellingOnScreen } from './support/labelling-page.ts';

const [one, two] = ['image-0001.jpg', 'image-0002.jpg'] as const;

/** Presses keys while the page can do nothing: they come to it one right after the other, with no drawing in between. */
async function pressWhileBusy(page: Page, keys: readonly string[]): Promise<void> {
  const busy = page.evaluate(() => {
    const until = performance.now() + 400;
    while (performance.now() < until);
  });
  // Up and down by themselves: a press waits for the page in between, and the next would come while the key is held.
  await Promise.all([busy, ...keys.flatMap((key) => [page.keyboard.down(key), page.keyboard.up(key)])]);
}

describeInBrowser('labelling while the page is busy', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    for (const folder of ['notes', 'tags', 'both']) await writeMany(`${root}/${folder}`, 3);
    server = await startServer({ root });
    await labelsReady(server);
  });

  afterAll(() => server.stop());

  async function visitFirst(folder: string): Promise<LabellingOnScreen> {
    const screen = await LabellingOnScreen.open(server.url, folder);
    await screen.choose(one);
    return screen;
  }

  test('UI8: notes asked for right after a step to the next image are of the next image', async () => {
    const screen = await visitFirst('notes');
    await pressWhileBusy(screen.page, ['ArrowRight', 'n', 'w', 'o', 'r', 'd', 'Escape']);
    await screen.says(two, 'with notes');
    await screen.badgeSays('All changes saved');
    expect((await labelOf(server, `/notes/${one}`)).notes).toBe('');
    expect((await labelOf(server, `/notes/${two}`)).notes).toBe('word');
    await screen.end();
  });

  test('UI8: tags asked for right after a step are of the next image, with their first letter', async () => {
    const screen = await visitFirst('tags');
    await pressWhileBusy(screen.page, ['ArrowRight', 't', 's', 'e', 'a', 'Enter', 'Escape']);
    await screen.says(two, 'tags: sea');
    await screen.badgeSays('All changes saved');
    expect((await labelOf(server, `/tags/${one}`)).tags).toEqual([]);
    await screen.end();
  });

  test('UI8: what was written on one image does not stand in the field of the next', async () => {
    const screen = await visitFirst('both');
    await pressWhileBusy(screen.page, ['n', 'a', 'b', 'Escape', 'ArrowRight', 'n', 'c', 'Escape']);
    await screen.says(two, 'with notes');
    await screen.badgeSays('All changes saved');
    expect((await labelOf(server, `/both/${one}`)).notes).toBe('ab');
    expect((await labelOf(server, `/both/${two}`)).notes).toBe('c');
    await screen.end();
  });
});
