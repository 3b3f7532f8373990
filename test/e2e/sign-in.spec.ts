import { writeImage } from '../support/images.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { TokenHolders } from '../support/token-holders.ts';
import { describeInBrowser, visit } from './support/browser.ts';
import { GalleryOnScreen } from './support/gallery-page.ts';

describeInBrowser('signing in', () => {
  const people = new TokenHolders();
  let server: TestServer;

  beforeAll(async () => {
    const root = tempFolder('gallery');
    await writeImage(root, 'holiday/one.jpg');
    await people.add('ada', 'labeller');
    await people.add('bob', 'admin');
    server = await startServer({ root, args: ['--token-file', people.file] });
  });

  test('SC2: asks for the token, says when it is wrong, and leads to where one wanted to go', async () => {
    const { page, complaints } = await visit(`${server.url}/?path=%2Fholiday`);
    expect(new URL(page.url()).pathname).toBe('/login');
    await page.getByLabel('Access token').fill('not mine');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('This token is not, or no longer, good here.').waitFor();
    await page.getByLabel('Access token').fill(people.tokens.get('ada')!);
    await page.keyboard.press('Enter');
    await new GalleryOnScreen(page).painted();
    expect(new URL(page.url()).searchParams.get('path')).toBe('/holiday');
    // The refusal is all that the browser had to say.
    expect(complaints.filter((each) => !each.includes('401'))).toEqual([]);
  });

  test.each([
    [{}, 'rgb(19, 20, 23)'],
    [{ theme: 'dark' }, 'rgb(19, 20, 23)'],
    [{ theme: 'light' }, 'rgb(246, 246, 247)'],
    // The browser of the tests prefers light.
    [{ theme: 'system' }, 'rgb(246, 246, 247)'],
  ])('UI: the page that asks for a token looks as the gallery does for %j', async (preferences, ground) => {
    const { page, complaints } = await visit(server.url, { preferences });
    await page.getByLabel('Access token').waitFor();
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(ground);
    expect(complaints.filter((each) => !each.includes('401'))).toEqual([]);
  });

  test('SC2: shows who one is, and signs out', async () => {
    const { page, complaints } = await visit(`${server.url}/?path=%2Fholiday`);
    await page.getByLabel('Access token').fill(people.tokens.get('ada')!);
    await page.keyboard.press('Enter');
    await new GalleryOnScreen(page).painted();
    await page.getByRole('button', { name: 'You: ada' }).click();
    await page.getByText('May look and label', { exact: true }).waitFor();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL('**/login?next=*');
    // Going back does not lead in again.
    await page.goto(`${server.url}/`);
    expect(new URL(page.url()).pathname).toBe('/login');
    expect(complaints.filter((each) => !each.includes('401'))).toEqual([]);
  });

  test('SC2: whoever has signed in is not asked again after a link on another site', async () => {
    const { page } = await visit(server.url);
    await page.getByLabel('Access token').fill(people.tokens.get('ada')!);
    await page.keyboard.press('Enter');
    await new GalleryOnScreen(page).painted();
    // Another name of this machine is another site.
    await page.route('http://elsewhere.test/', (route) =>
      route.fulfill({ contentType: 'text/html', body: `<a href="${server.url}/?path=%2Fholiday">there</a>` }),
    );
    await page.goto('http://elsewhere.test/');
    await page.getByText('there').click();
    await new GalleryOnScreen(page).painted();
    expect(new URL(page.url()).searchParams.get('path')).toBe('/holiday');
  });

  test('SC5: whoever is put out while they look is asked again, and keeps their place', async () => {
    const { page } = await visit(`${server.url}/?path=%2Fholiday`);
    await page.getByLabel('Access token').fill(people.tokens.get('bob')!);
    await page.keyboard.press('Enter');
    await new GalleryOnScreen(page).painted();
    await people.revoke('bob');
    await page.waitForURL('**/login?next=*', { timeout: 20_000 });
    expect(new URL(page.url()).searchParams.get('next')).toContain('path=/holiday');
  });
});
