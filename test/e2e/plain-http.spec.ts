import { writeImage } from '../support/images.ts';
import { startServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { TokenHolders } from '../support/token-holders.ts';
import { sendForms } from './support/attacks.ts';
import { describeInBrowser, visit } from './support/browser.ts';
import { GalleryOnScreen } from './support/gallery-page.ts';
import { OtherPage, OtherSite } from './support/other-site.ts';

describeInBrowser('plain http under a name of the network', () => {
  test('H21: people sign in, browse and come back, and other pages are refused without the help of the browser', async () => {
    const root = tempFolder('gallery');
    await writeImage(root, 'one.jpg');
    const people = new TokenHolders();
    await people.add('ada', 'admin');
    const args = ['--host', '0.0.0.0', '--token-file', people.file, '--allow-host', 'gallery.lan'];
    const server = await startServer({ root, args: [...args, '--log-level', 'debug'] });
    const url = `http://gallery.lan:${new URL(server.url).port}`;
    const { page, complaints } = await visit(`${url}/`);
    // What only secure pages have is not there: randomUUID, the clipboard, Sec-Fetch headers.
    expect(await page.evaluate(() => isSecureContext)).toBe(false);
    await page.getByLabel('Access token').fill(people.tokens.get('ada')!);
    await page.keyboard.press('Enter');
    const gallery = new GalleryOnScreen(page);
    await gallery.painted();
    await page.reload();
    await gallery.painted();
    await gallery.tile('one.jpg').dblclick();
    await gallery.shows('one.jpg');
    const known = complaints.filter((each) => !/Cross-Origin-Opener-Policy|401/.test(each));
    expect(known).toEqual([]);

    const site = await OtherSite.start();
    for (const name of ['gallery.lan', 'evil.example']) {
      const other = await OtherPage.open(page.context(), `http://${name}:${String(site.port)}/`);
      const logged = server.output().length;
      const targets = ['/refresh?path=/', '/logout', '/presence'].map((path) => ({
        ...{ method: 'POST', url: url + path, body: '{"gallery_id":"/","client_id":"evil"}' },
      }));
      expect(await other.page.evaluate(sendForms, targets)).toEqual([]);
      await other.quiet();
      const posts = server
        .output()
        .slice(logged)
        .split('\n')
        .filter((line) => /"method":"POST","route":"\/(?:refresh|logout|presence)"/.test(line));
      expect(posts.map((line) => /"status":(\d+)/.exec(line)?.[1])).toEqual(Array.from({ length: 9 }, () => '403'));
      await other.page.close();
    }
    expect(await page.evaluate(async () => (await fetch('/me')).status)).toBe(200);
  });
});
