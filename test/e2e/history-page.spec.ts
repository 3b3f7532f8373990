import { rmSync } from 'node:fs';
import { labelOf, labelsReady, bulk, patch, undo } from '../support/labels.ts';
import { writeImage, writeMany } from '../support/images.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { describeInBrowser } from './support/browser.ts';
import { HistoryOnScreen } from './support/history-page.ts';
import { LabellingOnScreen } from './support/labelling-page.ts';

const names = ['a.jpg', 'b.jpg', 'c.jpg'];

describeInBrowser('the history page', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    for (const folder of ['one', 'undo', 'notes', 'live', 'gone']) {
      for (const name of names) await writeImage(`${root}/${folder}`, name);
    }
    await writeMany(`${root}/many`, 60, { width: 24, height: 16 });
    server = await startServer({ root });
    await labelsReady(server);
  });

  afterAll(() => server.stop());

  const open = (query: string, wish = {}): Promise<HistoryOnScreen> =>
    HistoryOnScreen.open(`${server.url}/history${query}`, wish);

  test('UI24: shows gestures of a person under their day with their images, which lead to these, and the way back is there', async () => {
    await patch(server, '/one/a.jpg', { set_star: 4 }, { by: 'Ida' });
    await patch(server, '/one/b.jpg', { set_star: 2 }, { by: 'Jon' });
    const screen = await open('?by=Ida&period=ever');
    const { page } = screen;
    await screen.line('★4 on a.jpg').waitFor();
    expect(await screen.lines()).toHaveLength(1);
    expect(await page.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual([expect.stringMatching(/^Today, /)]);
    await screen.painted(1);
    await screen.line('★4 on a.jpg').getByRole('link', { name: 'a.jpg' }).click();
    await page.getByRole('region', { name: 'Viewer' }).waitFor();
    expect([screen.place().get('image'), screen.place().get('path')]).toEqual(['/one/a.jpg', '/one']);
    await page.goBack();
    await screen.line('★4 on a.jpg').waitFor();
    expect(new URL(page.url()).pathname).toBe('/history');
    expect(screen.complaints).toEqual([]);
    await screen.end();
  });

  test('UI24: is reached from the gallery by the dialog and by the list of commands, keeps its choice in the address, and leads back to where one was', async () => {
    await patch(server, '/one/c.jpg', { set_star: 1 }, { by: 'Kim' });
    const gallery = await LabellingOnScreen.open(server.url, 'one');
    const { page } = gallery;
    await page.keyboard.press('Shift+H');
    const dialog = page.getByRole('dialog', { name: 'Changes' });
    await dialog.getByText('★1 on c.jpg').waitFor();
    await dialog.getByRole('combobox', { name: 'By' }).selectOption('Kim');
    await dialog.getByRole('link', { name: 'Open as a page' }).click();
    const screen = new HistoryOnScreen(page, []);
    await screen.line('★1 on c.jpg').waitFor();
    expect(await screen.by.inputValue()).toBe('Kim');
    await screen.when.selectOption('Ever');
    await waitFor(() => screen.place().get('period') === 'ever', 'the address to follow');
    expect(screen.place().get('by')).toBe('Kim');
    await page.goBack();
    await waitFor(async () => (await screen.when.inputValue()) === 'week', 'the choice to follow the address');
    await page.getByRole('link', { name: 'Back to the gallery' }).click();
    await gallery.tileOf('a.jpg').waitFor();
    expect(gallery.place().get('path')).toBe('/one');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').or(page.getByRole('textbox')).last().pressSequentially('history');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'History' }).waitFor();
    await gallery.end();
  });

  test('UI24: days can be chosen; what nobody did then is told', async () => {
    const screen = await open('?from=2001-02-03&to=2001-02-04');
    await screen.page.getByText('Nobody changed anything then.').waitFor();
    expect(await screen.page.getByLabel('From').inputValue()).toBe('2001-02-03');
    await screen.page.getByLabel('to', { exact: true }).fill('2001-02-01');
    await waitFor(() => screen.place().get('to') === '2001-02-03', 'days the wrong way round to be turned');
    expect(screen.place().get('from')).toBe('2001-02-01');
    await screen.page.getByRole('button', { name: 'Show all there is' }).click();
    await screen.page.getByRole('heading', { level: 2 }).first().waitFor();
    await screen.end();
  });

  test('UI24: taking back says first what would be kept, does it, and the line says so', async () => {
    const paths = names.map((name) => `/undo/${name}`);
    await bulk(server, { scope: { paths }, patch: { set_star: 5 } }, { by: 'Lea' });
    await patch(server, '/undo/b.jpg', { set_star: 2 }, { by: 'Cy' });
    const screen = await open('?by=Lea');
    const line = screen.line('★5 on 3 images');
    await screen.page.getByRole('button', { name: 'Take back: ★5 on 3 images, by Lea' }).click();
    await line.getByText('This takes it back on 2 images. What Cy changed since stays as it is (1 field).').waitFor();
    expect((await labelOf(server, paths[0]!)).star).toBe(5);
    await line.getByRole('button', { name: 'Take back', exact: true }).focus();
    await screen.page.keyboard.press('Enter');
    await waitFor(async () => (await labelOf(server, paths[0]!)).star === null, 'it to be taken back');
    expect((await labelOf(server, paths[1]!)).star).toBe(2);
    expect(await screen.page.evaluate(() => document.activeElement !== document.body)).toBe(true);
    await screen.by.selectOption('');
    await screen.line('★5 on 3 images').getByText('Taken back by').waitFor();
    expect(await screen.page.getByRole('button', { name: 'Take back: ★5 on 3 images, by Lea' }).count()).toBe(0);
    await screen.end();
  });

  test('UI24: what one change found on an image can be had again, and that can be undone', async () => {
    await patch(server, '/one/c.jpg', { set_star: 2, add_tags: ['old'] }, { by: 'Mia' });
    await patch(server, '/one/c.jpg', { set_star: 5, remove_tags: ['old'] }, { by: 'Nia' });
    await patch(server, '/one/c.jpg', { set_star: 1 }, { by: 'Pia' });
    const screen = await open('?by=Nia');
    const line = await screen.opened('★5 −old on c.jpg');
    await line.getByText('★2 → ★5').waitFor();
    await line.getByText('−old', { exact: true }).waitFor();
    await line.getByRole('button', { name: 'Restore c.jpg to before this' }).click();
    const restored = async (): Promise<boolean> => {
      const { star, tags } = await labelOf(server, '/one/c.jpg');
      return star === 2 && tags.join() === 'old';
    };
    await waitFor(restored, 'the image to be as it was before');
    await screen.page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
    await waitFor(async () => (await labelOf(server, '/one/c.jpg')).star === 1, 'the restoring to be undone');
    await screen.end();
  });

  test('UI24: a text that was saved piece by piece is one line, in the inspector as well, and is restored as a whole', async () => {
    await patch(server, '/notes/a.jpg', { set_notes: 'as it was' }, { by: 'Oda' });
    for (const text of ['g', 'go', 'gold']) await patch(server, '/notes/a.jpg', { set_notes: text }, { by: 'Pat' });
    const screen = await open('?by=Pat');
    await screen.line('Wrote the notes on a.jpg').waitFor();
    expect(await screen.lines()).toEqual([expect.stringMatching(/Wrote the notes on a\.jpg in notes\s+3 saves/)]);
    const line = await screen.opened('Wrote the notes on a.jpg');
    await line.getByText('“as it was” → “gold”').waitFor();
    await line.getByText('Each save').click();
    await line.getByText('go', { exact: true }).waitFor();
    await line.getByRole('button', { name: 'Restore a.jpg to before this' }).click();
    await waitFor(async () => (await labelOf(server, '/notes/a.jpg')).notes === 'as it was', 'the text of before');
    await screen.end();

    const gallery = await LabellingOnScreen.open(server.url, 'notes');
    await gallery.choose('a.jpg');
    await gallery.page.getByText('History', { exact: true }).click();
    await gallery.inspector.getByText('Wrote the notes in 3 saves').click();
    await gallery.inspector.getByText('“go”').waitFor();
    await gallery.page.keyboard.press('Shift+H');
    const pieces = gallery.page.getByRole('button', { name: '3 saves: Wrote the notes on a.jpg' });
    await pieces.click();
    const takeBack = gallery.page.getByRole('button', { name: /^Take back: a piece of the notes on a\.jpg/ });
    await waitFor(async () => (await takeBack.count()) === 3, 'a button for each save');
    await gallery.end();
  });

  test('UI24: what others wrote in between is not one’s own text, whoever is chosen', async () => {
    for (const [by, text] of [
      ['Ana', 'one'],
      ['Bea', 'two'],
      ['Ana', 'three'],
    ] as const)
      await patch(server, '/notes/b.jpg', { set_notes: text }, { by });
    const screen = await open('?by=Ana');
    await waitFor(async () => (await screen.lines()).length === 2, 'a line for each');
    await screen.page
      .getByRole('button', { name: /^What was changed/ })
      .first()
      .click();
    await screen.page.getByText('“two” → “three”').waitFor();
    await screen.page.getByRole('button', { name: 'Restore b.jpg to before this' }).click();
    await waitFor(async () => (await labelOf(server, '/notes/b.jpg')).notes === 'two', 'what Bea wrote');
    await screen.end();
  });

  test('UI24: of a text each save says whether it was taken back, and the line when all were; so does the dialog', async () => {
    const saves: string[] = [];
    for (const text of ['s', 'sa', 'sand']) {
      const { body } = await patch(server, '/notes/c.jpg', { set_notes: text }, { by: 'Gil' });
      saves.unshift(body.gesture_id!);
    }
    await undo(server, saves[0]!, { by: 'Hal' });
    const screen = await open('');
    const line = await screen.opened('Wrote the notes on c.jpg');
    await line.getByText('Each save').click();
    const pieces = line.locator('.piece');
    await pieces.nth(0).getByText('Taken back by Hal').waitFor();
    expect(await line.getByText('Taken back by Hal').count()).toBe(1);
    expect(await line.getByRole('button', { name: /^Take back/ }).count()).toBe(2);
    for (const save of saves.slice(1)) await undo(server, save, { by: 'Hal' });
    await screen.page.getByRole('button', { name: '2 new changes' }).waitFor();
    await waitFor(async () => (await line.getByText('Taken back by Hal').count()) === 4, 'each save and the line');
    expect(await line.getByRole('button', { name: /^Take back/ }).count()).toBe(0);
    await screen.end();

    const gallery = await LabellingOnScreen.open(server.url, 'notes');
    await gallery.page.keyboard.press('Shift+H');
    const dialog = gallery.page.getByRole('dialog', { name: 'Changes' });
    await dialog.getByRole('button', { name: '3 saves: Wrote the notes on c.jpg' }).click();
    await waitFor(async () => (await dialog.getByText('Taken back by Hal').count()) === 4, 'the same in the dialog');
    expect(await dialog.getByRole('button', { name: /^Take back: a piece of the notes on c\.jpg/ }).count()).toBe(0);
    await gallery.end();
  });

  test('UI24 UI26: what is new is counted, and moves nothing until it is wanted', async () => {
    await patch(server, '/live/a.jpg', { set_star: 1 }, { by: 'Quin' });
    const screen = await open('?by=Quin');
    const line = screen.line('★1 on a.jpg');
    await screen.live();
    const before = await line.boundingBox();
    for (const name of names) await patch(server, `/live/${name}`, { set_star: 3 }, { by: 'Quin' });
    await patch(server, '/live/c.jpg', { set_star: 4 }, { by: 'somebody else' });
    const pill = screen.page.getByRole('button', { name: '3 new changes' });
    await pill.waitFor();
    expect(await line.boundingBox()).toEqual(before);
    expect(await screen.lines()).toHaveLength(1);
    await pill.click();
    await screen.line('★3 on c.jpg').waitFor();
    expect(await screen.lines()).toHaveLength(4);
    await pill.waitFor({ state: 'detached' });
    await screen.end();
  });

  test('UI24: many images are a few and a number, which opens all of them page by page; earlier changes come as one scrolls', async () => {
    const paths = Array.from({ length: 60 }, (_, at) => `/many/image-${String(at + 1).padStart(4, '0')}.jpg`);
    await bulk(server, { scope: { paths }, patch: { add_tags: ['all'] } }, { by: 'Rob' });
    for (let turn = 0; turn < 119; turn += 1)
      await patch(server, paths[turn % 60]!, { set_star: turn < 60 ? 1 : 2 }, { by: 'Rob' });
    const screen = await open('?by=Rob');
    await waitFor(async () => (await screen.lines()).length >= 50, 'the first page');
    await waitFor(async () => {
      await screen.list.evaluate((list) => list.scrollTo({ top: list.scrollHeight }));
      return (await screen.lines()).length === 120;
    }, 'all pages');
    await screen.page.getByText('That is all.').waitFor();
    // Whoever looks at an image and comes back finds the place again.
    await screen.line('★1 on image-0002.jpg').scrollIntoViewIfNeeded();
    const top = await screen.list.evaluate((list) => list.scrollTop);
    await screen.line('★1 on image-0002.jpg').getByRole('link', { name: 'image-0002.jpg' }).click();
    await screen.page.getByRole('region', { name: 'Viewer' }).waitFor();
    await screen.page.goBack();
    await screen.line('+all on 60 images').waitFor();
    expect(await screen.lines()).toHaveLength(120);
    await waitFor(async () => (await screen.list.evaluate((list) => list.scrollTop)) === top, 'the same place');
    const line = screen.line('+all on 60 images');
    await line.getByRole('button', { name: '55 more images: +all on 60 images' }).click();
    await waitFor(async () => (await line.getByRole('listitem').count()) === 8, 'the first few');
    await line.getByRole('button', { name: 'More images', exact: true }).click();
    await waitFor(async () => (await line.getByRole('listitem').count()) === 58, 'the second page');
    await line.getByRole('button', { name: 'More images', exact: true }).click();
    await waitFor(async () => (await line.getByRole('listitem').count()) === 60, 'all of them');
    await line.getByRole('button', { name: 'More images', exact: true }).waitFor({ state: 'detached' });
    // Also with the line open, and from an image far down in it.
    const far = line.locator('.name').getByRole('link', { name: 'image-0050.jpg' });
    await far.scrollIntoViewIfNeeded();
    const inLine = await screen.list.evaluate((list) => list.scrollTop);
    await far.click();
    await screen.page.getByRole('region', { name: 'Viewer' }).waitFor();
    await screen.page.goBack();
    await far.waitFor();
    expect(await line.getByRole('listitem').count()).toBe(60);
    await waitFor(async () => (await screen.list.evaluate((list) => list.scrollTop)) === inLine, 'the same place');
    await screen.end();
  });

  test('UI24: images that are gone are told as such', async () => {
    const paths = names.map((name) => `/gone/${name}`);
    await bulk(server, { scope: { paths }, patch: { set_star: 5 } }, { by: 'Sam' });
    rmSync(`${root}/gone/b.jpg`);
    const screen = await open('?by=Sam');
    await waitFor(async () => {
      await screen.page.reload();
      await screen.line('★5 on 3 images').waitFor();
      return (await screen.page.getByRole('img', { name: 'b.jpg, not there any more' }).count()) === 1;
    }, 'the image to be told as gone');
    const line = await screen.opened('★5 on 3 images');
    await waitFor(async () => (await line.getByRole('button', { name: /^Restore/ }).count()) === 2, 'two to restore');
    await screen.end();
  });
});
