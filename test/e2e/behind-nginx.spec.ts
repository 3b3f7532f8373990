import { writeMany } from '../support/images.ts';
import { canRunExamples, startExample, type Front } from '../support/nginx-example.ts';
import { startServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { TokenHolders } from '../support/token-holders.ts';
import { describeInBrowser, visit } from './support/browser.ts';
import { GalleryOnScreen } from './support/gallery-page.ts';

describeInBrowser('behind nginx, over https, under a path of its own', () => {
  const testBehind = canRunExamples ? test : test.skip;
  const base = '/team/gallery';
  const people = new TokenHolders();
  let front: Front;

  beforeAll(async () => {
    if (!canRunExamples) return;
    const root = tempFolder('gallery');
    await writeMany(root, 12, { width: 64, height: 48 });
    await people.add('ada', 'labeller');
    const args = ['--base-path', base, '--allow-host', 'images.example.com', '--token-file', people.file];
    front = await startExample('sub-path', await startServer({ root, args }));
  });

  testBehind('RU3, SC2, SC6: a person signs in, browses, reloads, and is asked again once put out', async () => {
    // Without its slash, as people write it.
    const { page, complaints } = await visit(front.url, { isSelfSigned: true });
    const gallery = new GalleryOnScreen(page);
    const place = () => page.url().slice(front.origin.length);
    expect(place()).toBe(`${base}/login?next=${encodeURIComponent(`${base}/`)}`);
    await page.getByLabel('Access token').fill(people.tokens.get('ada')!);
    await page.keyboard.press('Enter');
    await gallery.painted();
    const [cookie] = await page.context().cookies();
    expect(cookie).toMatchObject({ path: `${base}/`, secure: true, httpOnly: true, sameSite: 'Strict' });
    // What is spoken here: HTTP/1.1 has too few connections for streams.
    const spoken = await page.evaluate(() =>
      performance.getEntriesByType('resource').map((each) => Reflect.get(each, 'nextHopProtocol') as string),
    );
    expect(new Set(spoken.filter((each) => each !== ''))).toEqual(new Set(['h2']));

    await gallery.tile('image-0003.jpg').dblclick();
    await gallery.shows('image-0003.jpg');
    expect(place()).toMatch(new RegExp(`^${base}/\\?`));
    await page.reload();
    await gallery.shows('image-0003.jpg');
    await page.keyboard.press('Escape');
    await gallery.painted();
    expect(place()).toMatch(new RegExp(`^${base}/(\\?|$)`));
    // The page to sign in has asked whether it is needed.
    expect(complaints.filter((each) => !each.includes('401'))).toEqual([]);

    await people.revoke('ada');
    await page.waitForURL(`**${base}/login?next=*`, { timeout: 20_000 });
    expect(new URL(page.url()).searchParams.get('next')).toMatch(new RegExp(`^${base}/`));
  });
});
