import { describeInBrowser, visit } from './support/browser.ts';
import { GalleryOnScreen } from './support/gallery-page.ts';
import { galleryWithReal, pointerText, writePointer } from '../support/pointers.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';

describeInBrowser('folders that stand for others', () => {
  let server: TestServer;
  let root: string;

  beforeAll(async () => {
    root = await galleryWithReal();
    writePointer(`${root}/here`, pointerText('real', { label: 'The archive' }));
    writePointer(`${root}/lost`, pointerText('not/there'));
    writePointer(`${root}/away`, pointerText('not/there/either', { label: 'The cellar' }));
    server = await startServer({ root });
  });

  afterAll(() => server.stop());

  test('SR5 the tree shows what they are called, that they are no folders of their own, and which lead nowhere', async () => {
    const { page } = await visit(`${server.url}/`);
    const archive = page.getByRole('treeitem', { name: 'The archive, stands for a folder elsewhere, 2 images' });
    await archive.waitFor({ timeout: 30_000 });
    const lost = page.getByRole('treeitem', {
      name: 'lost, The pointer "/lost" leads nowhere: its target is not there.',
    });
    await lost.waitFor({ timeout: 30_000 });
    await archive.click();
    await new GalleryOnScreen(page).showsTotal('2');
  });

  test.each([
    ['beside the tree', {}],
    ['where there is no room for it', { isPhone: true }],
  ])('SR5 a label stands for the folder in the path and in the title, %s', async (_, wish) => {
    const { page } = await visit(`${server.url}/?path=/here`, wish);
    await page.getByRole('navigation', { name: 'Folder' }).getByText('The archive').waitFor({ timeout: 30_000 });
    await page.getByRole('grid', { name: 'The archive' }).waitFor();
    await waitFor(async () => (await page.title()).includes('The archive'), 'the title', { seconds: 30 });
    await page.goto(`${server.url}/?path=/away`);
    await page.getByRole('heading', { name: '“The cellar” cannot be shown' }).waitFor({ timeout: 30_000 });
    await page.context().close();
  });

  test('SR5 one that leads nowhere says why in place of its images, and shows them when it is mended', async () => {
    const { page } = await visit(`${server.url}/?path=/lost`);
    await page.getByRole('heading', { name: '“lost” cannot be shown' }).waitFor({ timeout: 30_000 });
    const sentence = page.locator('ll-gallery-state').getByText('leads nowhere: its target is not there');
    await sentence.waitFor();
    // Once is enough.
    expect((await page.locator('ll-gallery-state').innerText()).match(/leads nowhere/g)).toHaveLength(1);
    writePointer(`${root}/lost`, pointerText('real/deep'));
    const tile = new GalleryOnScreen(page).tile('two.png');
    await waitFor(() => tile.isVisible(), 'the image', { seconds: 60 });
  });
});
