import { limits } from '../../libs/contracts/src/index.ts';
import { writeImage } from '../support/images.ts';
import { labelsReady } from '../support/labels.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { troublesOn } from './support/axe.ts';
import { describeInBrowser } from './support/browser.ts';
import { ViewsOnScreen, viewsOn } from './support/views-page.ts';

const plain = 'path=/one&sort=name:asc';

describeInBrowser('UI21: views where nobody signs in', () => {
  const root = tempFolder('gallery');

  beforeAll(async () => {
    for (const name of ['a.jpg', 'b.jpg']) await writeImage(`${root}/one`, name);
  });

  test('are everybody’s as long as one has no name, and one’s own afterwards, whatever one is called later', async () => {
    const server = await startServer({ root });
    await labelsReady(server);
    const ann = await ViewsOnScreen.open(server.url, plain);
    // The list of commands, and what it leads to, come when they come: what is typed meanwhile is for them.
    await ann.page.keyboard.press('Control+k');
    await ann.page.keyboard.type('save view');
    await ann.page.keyboard.press('Enter');
    await ann.page.getByText('Everyone sees it: you have not said who you are.').waitFor();
    await ann.fillDialog('Of nobody');
    await ann.toastSays('“Of nobody” is saved');
    await ann.page.evaluate(() => {
      localStorage.setItem('lenslet:display-name', '"Ann"');
    });
    await ann.page.reload();
    await ann.lists('Of nobody');
    await ann.save('Of Ann');
    await ann.page.evaluate(() => {
      localStorage.setItem('lenslet:display-name', '"Änne"');
    });
    await ann.page.reload();
    await ann.lists('Of nobody', 'Of Ann');
    const bob = await ViewsOnScreen.open(server.url, plain, { preferences: { 'display-name': 'Bob' } });
    await bob.lists('Of nobody');
    expect((await viewsOn(server)).views.map(({ created_by }) => created_by)).toEqual(['server', 'Ann']);
    await ann.end();
    await bob.end();
    await server.stop();
  });

  test('are kept in memory where nothing may be written', async () => {
    const server = await startServer({ root, workspace: null, args: ['--no-write'] });
    await labelsReady(server);
    const ann = await ViewsOnScreen.open(server.url, plain);
    await ann.save('One');
    await ann.page.reload();
    await ann.lists('One');
    await ann.end();
    await server.stop();
  });

  const query = { path: '/one', recursive: false, sort: { key: 'name', dir: 'desc' } };

  async function keepMany(server: TestServer, count: number): Promise<void> {
    const views = Array.from({ length: count }, (_, at) => {
      return { id: String(at), name: `View ${String(at)}`, query, shared: true };
    });
    const written = await fetch(`${server.url}/views`, {
      method: 'PUT',
      headers: {
        'content-type': 'application/json',
        'if-match': '"1"',
        'idempotency-key': 'all',
        'x-updated-by': 'Ben',
      },
      body: JSON.stringify({ views }),
    });
    expect(written.status).toBe(200);
  }

  test('are as many as there may be, and leave the folders the larger part', async () => {
    const server = await startServer({ root });
    await labelsReady(server);
    await keepMany(server, limits.views);
    const ann = await ViewsOnScreen.open(server.url, plain);
    await ann.link('View 0').focus();
    await ann.page.keyboard.press('End');
    await waitFor(
      () =>
        ann.section
          .getByRole('link')
          .last()
          .evaluate((link) => link === document.activeElement),
      'the last to have the keyboard',
    );
    const seen = await ann.section.evaluate((section) => {
      const [frame, row] = [section.getBoundingClientRect(), document.activeElement?.getBoundingClientRect()];
      return {
        height: frame.height,
        isInside: (row?.bottom ?? Infinity) <= frame.bottom && (row?.top ?? 0) >= frame.top,
      };
    });
    expect(seen.isInside).toBe(true);
    expect(seen.height).toBeLessThan(800 / 2);
    const save = ann.section.getByRole('button', { name: 'Save view…' });
    expect(await save.isDisabled()).toBe(true);
    expect(await save.getAttribute('title')).toBe('There are 500 views, and no room for more.');
    await ann.end();
    await server.stop();
  });

  for (const theme of ['dark', 'light'] as const)
    test(`UI25: axe finds nothing serious in them, on a phone neither, ${theme}`, async () => {
      const server = await startServer({ root });
      await labelsReady(server);
      await keepMany(server, 6);
      const preferences = { theme };
      const ann = await ViewsOnScreen.open(server.url, plain, { preferences });
      await ann.link('View 0').focus();
      await ann.page.keyboard.press('Shift+F10');
      await ann.page.getByRole('menu', { name: 'View 0' }).waitFor();
      expect(await troublesOn(ann.page)).toEqual([]);
      await ann.page.keyboard.press('Escape');
      await ann.page.keyboard.press('F2');
      await ann.page.getByRole('dialog', { name: 'Rename view' }).waitFor();
      expect(await troublesOn(ann.page)).toEqual([]);
      await ann.end();

      const phone = await ViewsOnScreen.open(server.url, plain, { preferences, isPhone: true });
      await phone.page.getByRole('button', { name: 'Folders', exact: true }).tap();
      await phone.section.waitFor();
      expect(await troublesOn(phone.page)).toEqual([]);
      await phone.link('View 1').tap();
      await phone.section.waitFor({ state: 'detached' });
      expect(phone.place().get('sort')).toBe('name:desc');
      await phone.end();
      await server.stop();
    });
});
