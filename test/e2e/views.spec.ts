import { writeImage } from '../support/images.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { TokenHolders } from '../support/token-holders.ts';
import { waitFor } from '../support/wait-for.ts';
import { troublesOn } from './support/axe.ts';
import { describeInBrowser } from './support/browser.ts';
import { ViewsOnScreen, viewWritesOf, viewsOn } from './support/views-page.ts';

const plain = 'path=/one&sort=name:asc';
const onlyB = `path=/one&sort=name:desc&filters=${encodeURIComponent('[{"name":{"contains":"b"}}]')}`;

describeInBrowser('UI21: views', () => {
  const root = tempFolder('gallery');
  const people = new TokenHolders();
  let server: TestServer;

  beforeAll(async () => {
    for (const folder of ['one', 'two'])
      for (const name of ['a.jpg', 'b.jpg']) await writeImage(`${root}/${folder}`, name);
    await people.add('ann', 'labeller');
    await people.add('bob', 'labeller');
    await people.add('vera', 'viewer');
    await people.add('root', 'admin');
  });

  beforeEach(async () => {
    server = await startServer({ root, args: ['--token-file', people.file, '--workspace', tempFolder('workspace')] });
    await waitFor(async () => (await viewsOn(server, people.headersOf('ann'))).version === 1, 'the labels to be there');
  });

  afterEach(() => server.stop());

  const open = (name: string, query = plain): Promise<ViewsOnScreen> =>
    ViewsOnScreen.open(server.url, query, { token: people.tokens.get(name) ?? '' });

  test('what is shown is kept under a name, and shown again: by a click, by back and forward, after a reload, by its link', async () => {
    const ann = await open('ann', onlyB);
    await ann.section.getByText('Keep what you see under a name').waitFor();
    await ann.save('Only b');
    await ann.showsView('Only b');
    await ann.page.goto(`${server.url}/?path=/two&sort=name:asc`);
    await ann.showsTotal('2');
    await ann.lists('Only b');
    expect(await ann.shown()).toEqual([]);
    await ann.link('Only b').click();
    await ann.showsTotal('1');
    await ann.showsView('Only b');
    expect([ann.place().get('path'), ann.place().get('sort'), ann.place().get('sub')]).toEqual([
      '/one',
      'name:desc',
      null,
    ]);
    await ann.page.goBack();
    await ann.showsTotal('2');
    await ann.showsView();
    await ann.page.goForward();
    await ann.showsView('Only b');
    await ann.page.reload();
    await ann.showsView('Only b');
    expect(await ann.names()).toEqual(['b.jpg']);
    const link = (await ann.link('Only b').getAttribute('href')) ?? '';
    const bob = await open('bob', new URL(link).search.slice(1));
    expect(await bob.names()).toEqual(['b.jpg']);
    await ann.end();
    await bob.end();
  });

  test('others see what is shared, with whose it is, and may change but not delete it', async () => {
    const [ann, bob] = [await open('ann'), await open('bob')];
    await ann.save('Mine alone');
    await ann.page.getByRole('button', { name: 'Sort: Name' }).waitFor();
    await ann.save('For all', true);
    // By the stream: bob has not looked anywhere else meanwhile.
    await bob.lists('For all');
    await bob.row('For all').getByText(', by ann').waitFor();
    const menu = await bob.menuOf('For all');
    expect(await menu.getByRole('menuitem', { name: 'Delete' }).isDisabled()).toBe(true);
    await menu.getByText('ann made it, and can delete it.').waitFor();
    await menu.getByRole('menuitem', { name: 'Rename…' }).click();
    await bob.fillDialog('For everyone');
    await bob.toastSays('“For everyone” is saved');
    await ann.lists('Mine alone', 'For everyone');
    await ann.choose('For everyone', 'Everyone sees it');
    await ann.toastSays('“For everyone” is in your own list only');
    await bob.lists();
    await bob.section.getByText('Keep what you see under a name').waitFor();
    await ann.end();
    await bob.end();
  });

  test('they are put in another order by mouse, by key and by menu, and stay in it', async () => {
    const ann = await open('ann');
    for (const name of ['1', '2', '3']) await ann.save(name);
    await ann.link('3').focus();
    await ann.page.keyboard.press('Alt+ArrowUp');
    await ann.lists('1', '3', '2');
    await ann.page.keyboard.press('Alt+ArrowUp');
    await ann.page.keyboard.press('Alt+ArrowUp');
    await ann.lists('3', '1', '2');
    await ann.section.getByText('3 is number 1 of 3 now').waitFor();
    // The row has taken the keyboard along.
    await ann.page.keyboard.press('ArrowDown');
    await waitFor(
      () => ann.link('1').evaluate((link) => link === document.activeElement),
      'the next row to have the keys',
    );
    await ann.choose('3', /^Move down/);
    await ann.lists('1', '3', '2');
    await ann.row('2').dragTo(ann.row('1'), { targetPosition: { x: 40, y: 4 } });
    await ann.lists('2', '1', '3');
    await waitFor(
      async () => (await viewsOn(server, people.headersOf('ann'))).views.map(({ name }) => name).join() === '2,1,3',
      'the order to be saved',
    );
    await ann.page.reload();
    await ann.lists('2', '1', '3');
    await ann.end();
  });

  test('one that is deleted is gone at once, and comes back to its place with Undo', async () => {
    const ann = await open('ann');
    for (const name of ['1', '2', '3']) await ann.save(name);
    await ann.link('2').focus();
    await ann.page.keyboard.press('Delete');
    await ann.lists('1', '3');
    await ann.toastSays('“2” is deleted');
    await ann.page.reload();
    await ann.lists('1', '3');
    await ann.choose('1', 'Delete');
    await ann.toastSays('“1” is deleted');
    await ann.page.getByRole('button', { name: 'Undo' }).click();
    await ann.toastSays('Undone');
    await ann.page.reload();
    await ann.lists('1', '3');
    await ann.end();
  });

  test('one whose question was changed says so, and can be made to show what is shown now', async () => {
    const ann = await open('ann');
    await ann.save('One');
    expect(await ann.row('One').getByText('Changed').count()).toBe(0);
    await ann.page.getByRole('button', { name: 'Subfolders' }).click();
    await ann.row('One').getByText('Changed').waitFor();
    await ann.showsView();
    await ann.page.getByRole('button', { name: 'Update view' }).click();
    await ann.showsView('One');
    await ann.toastSays('“One” shows this from now on');
    await ann.page.getByRole('button', { name: 'Undo' }).click();
    await ann.row('One').getByText('Changed').waitFor();
    // In another folder one is done with it.
    await ann.page.getByRole('treeitem', { name: /^two/ }).click();
    await ann.row('One').getByText('Changed').waitFor({ state: 'detached' });
    await ann.end();
  });

  for (const [answer, name] of [
    ['Keep mine', 'Of ann'],
    ['Keep theirs', 'Bob says'],
  ] as const)
    test(`two who change the same one are asked, and nothing is lost: ${answer}`, async () => {
      const [ann, bob] = [await open('ann'), await open('bob')];
      await ann.save('Shared', true);
      await ann.save('Other');
      // What ann is told of the views comes late.
      const headers = people.headersOf('ann');
      let told = await viewsOn(server, headers);
      await ann.page.route('**/views', (route) =>
        route.request().method() === 'GET' ? route.fulfill({ json: told }) : route.continue(),
      );
      await bob.choose('Shared', 'Rename…');
      await bob.fillDialog('Of bob');
      await bob.toastSays('“Of bob” is saved');
      // What bob did to that one is no obstacle to this one.
      await ann.choose('Other', 'Rename…');
      await ann.fillDialog('Mine');
      await ann.toastSays('“Mine” is saved');
      await ann.lists('Of bob', 'Mine');
      told = await viewsOn(server, headers);
      await bob.choose('Of bob', 'Rename…');
      await bob.fillDialog('Bob says');
      await bob.toastSays('“Bob says” is saved');
      await ann.choose('Of bob', 'Rename…');
      await ann.fillDialog('Of ann');
      await ann.question.getByText('renamed it to “Bob says”').waitFor();
      await ann.question.getByText('renamed it to “Of ann”').waitFor();
      expect(await troublesOn(ann.page)).toEqual([]);
      // Whoever does not decide now finds it beside the views.
      await ann.page.keyboard.press('Escape');
      await ann.section.getByRole('button', { name: 'Decide…' }).click();
      await ann.question.getByRole('button', { name: answer }).click();
      await ann.lists(name, 'Mine');
      await ann.question.waitFor({ state: 'detached' });
      await bob.lists(name);
      await ann.end();
      await bob.end();
    });

  test('without an answer the same request goes again, nothing else can be changed until then, and it is taken once', async () => {
    const ann = await open('ann');
    await ann.save('One');
    const keys = viewWritesOf(ann.page);
    // The server takes it, and the answer is lost on the way.
    await ann.page.route('**/views', async (route) => {
      if (route.request().method() === 'PUT') await route.fetch();
      await route.abort();
    });
    await ann.choose('One', 'Rename…');
    await ann.fillDialog('Two');
    await ann.section.getByText('Not saved yet.').waitFor();
    expect(await ann.section.getByRole('button', { name: 'Save view…' }).isDisabled()).toBe(true);
    await ann.page.unroute('**/views');
    await ann.section.getByRole('button', { name: 'Try now' }).or(ann.page.getByText('“Two” is saved')).first().click();
    await ann.toastSays('“Two” is saved');
    expect(keys.length).toBeGreaterThan(1);
    expect(new Set(keys).size).toBe(1);
    expect(await viewsOn(server, people.headersOf('ann'))).toMatchObject({ version: 3, views: [{ name: 'Two' }] });
    await ann.section.getByText('Not saved yet.').waitFor({ state: 'detached' });
    await ann.end();
  });

  test('while the server is away they say so, and nothing can be changed', async () => {
    const ann = await open('ann');
    await ann.save('One');
    await ann.page.route('**/*', (route) => route.abort());
    await ann.section
      .getByText('The server cannot be reached: views cannot be changed now.')
      .waitFor({ timeout: 20_000 });
    const menu = await ann.menuOf('One');
    for (const item of ['Rename…', 'Delete'])
      expect(await menu.getByRole('menuitem', { name: item }).isDisabled()).toBe(true);
    await ann.page.keyboard.press('Escape');
    await ann.link('One').focus();
    await ann.page.keyboard.press('Delete');
    await ann.lists('One');
    await ann.page.unroute('**/*');
    await ann.section.getByText('The server cannot be reached').waitFor({ state: 'detached', timeout: 20_000 });
    await ann.save('Two');
    await ann.lists('One', 'Two');
    await ann.end();
  });

  test('UI19: who may only look opens them, and is told why nothing else can be done', async () => {
    const [ann, vera] = [await open('ann', onlyB), await open('vera')];
    await ann.save('For all', true);
    await vera.lists('For all');
    await vera.section.getByText('You may open views, not change them.').waitFor();
    const keys = viewWritesOf(vera.page);
    expect(await vera.section.getByRole('button', { name: 'Save view…' }).isDisabled()).toBe(true);
    await vera.link('For all').focus();
    for (const key of ['Delete', 'F2', 'Alt+ArrowDown']) await vera.page.keyboard.press(key);
    await vera.page.keyboard.press('Enter');
    await vera.showsView('For all');
    await vera.lists('For all');
    expect([await vera.page.getByRole('dialog').count(), keys]).toEqual([0, []]);
    expect(await troublesOn(vera.page)).toEqual([]);
    await ann.end();
    await vera.end();
  });
});
