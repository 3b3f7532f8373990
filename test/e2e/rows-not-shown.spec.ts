import { startImageServer, type ImageServer } from '../support/image-server.ts';
import { writeImage } from '../support/images.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tableRead } from '../support/table-gallery.ts';
import { writeTable } from '../support/tables.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { describeInBrowser, visit } from './support/browser.ts';
import { GalleryOnScreen } from './support/gallery-page.ts';

describeInBrowser('SR6: rows of a table that cannot be shown', () => {
  const folder = tempFolder('table');
  let theirs: ImageServer;
  let server: TestServer;

  beforeAll(async () => {
    await writeImage(folder, 'near.jpg');
    theirs = await startImageServer({ '/broken.jpg': (_request, response) => response.writeHead(500).end() });
    const elsewhere = theirs.url.replace('127.0.0.1', '127.0.0.2');
    const sources = {
      ...{ near: 'near.jpg', gone: 'gone.jpg', outside: '../outside.jpg', bucket: 's3://theirs/one.jpg' },
      ...{ broken: `${theirs.url}/broken.jpg`, inner: `${elsewhere}/inner.jpg` },
    };
    const rows = Object.entries(sources).map(([shown, source]) => ({ source, shown }));
    const root = writeTable(folder, 'table.csv', rows);
    const args = ['--path-column', 'shown', '--allow-remote', '--remote-host', '127.0.0.1'];
    server = await startServer({ root, args });
    await tableRead(server);
  });

  afterAll(() => Promise.all([server.stop(), theirs.stop()]));

  test('say so on their tiles', async () => {
    const { page } = await visit(`${server.url}/`);
    const gallery = new GalleryOnScreen(page);
    const words = {
      gone: 'Missing',
      outside: 'Not read',
      bucket: 'Not read',
      broken: 'Out of reach',
      inner: 'Not read',
    };
    for (const [name, word] of Object.entries(words)) {
      const label = `${name}.jpg, ${word}`;
      await waitFor(() => gallery.tile(label).isVisible(), label, { seconds: 60 });
    }
    await page.context().close();
  });

  test.each([
    ['gone', 'The file is missing', 'The table names a file for this image that is not there.'],
    ['outside', 'This image is not read', 'see --base-dir'],
    ['bucket', 'This image is not read', 'an object of a bucket'],
    ['inner', 'This image is not read', 'which the operator has not named with --remote-host'],
    [
      'broken',
      'The image is out of reach',
      'The server that has this image, which is another one, does not give it now.',
    ],
  ])('have their reason in the viewer: %s', async (name, heading, sentence) => {
    const { page } = await visit(`${server.url}/?image=/${name}.jpg`);
    const { viewer } = new GalleryOnScreen(page);
    await viewer.getByRole('heading', { name: heading }).waitFor({ timeout: 60_000 });
    await viewer.getByText(sentence).waitFor({ timeout: 60_000 });
    await page.context().close();
  });

  test('have no size and no date in the inspector, and others have both', async () => {
    const { page } = await visit(`${server.url}/`);
    const gallery = new GalleryOnScreen(page);
    const names = page.locator('ll-inspector dt');
    const says = (): Promise<string[]> => names.allInnerTexts();
    await page.locator('[role=gridcell][aria-label^="near.jpg"]').click();
    await waitFor(async () => (await says()).includes('File date'), 'what is known of the file', { seconds: 60 });
    expect(await says()).toContain('Size');
    await page.locator('[role=gridcell][aria-label^="gone.jpg"]').click();
    await page.locator('ll-inspector').getByText('gone.jpg').waitFor();
    await waitFor(async () => !(await says()).includes('File date'), 'nothing to be said of the file', { seconds: 60 });
    expect(await says()).toContain('Type');
    expect(await says()).not.toContain('Size');
    expect(await gallery.total()).toBe('6 images');
    await page.context().close();
  });
});
