import type { BrowserContext, Page } from 'playwright-core';
import { embedAll, fetchAll, frameAll, listenTo, sendBeacons, sendForms } from './support/attacks.ts';
import { AttackedServer } from './support/attacked-server.ts';
import { describeInBrowser, newPerson } from './support/browser.ts';
import { GalleryOnScreen } from './support/gallery-page.ts';
import { OtherPage, OtherSite } from './support/other-site.ts';
import { waitFor } from '../support/wait-for.ts';

const doors = [
  ['where nobody signs in', false],
  ['where somebody has signed in', true],
] as const;
/** Another site; and one that a browser takes for the same, since to it and to its cookies a port is nothing. */
const names = ['evil.example', '127.0.0.1'];

describeInBrowser.each(doors)('a page of another site, %s', (_, isSignedIn) => {
  let attacked: AttackedServer;
  let site: OtherSite;
  let person: BrowserContext;

  beforeAll(async () => {
    attacked = await AttackedServer.start(isSignedIn);
    site = await OtherSite.start();
  });

  beforeEach(async () => {
    person = await newPerson();
    await attacked.signIn(person);
  });

  afterEach(() => person.close());

  const openFrom = (name: string): Promise<OtherPage> => OtherPage.open(person, `http://${name}:${String(site.port)}/`);
  const me = async (): Promise<unknown> => (await person.request.get(`${attacked.url}/me`)).json();

  /** Does it, and holds the server to what may come of it: nothing. */
  async function attackFrom(name: string, attack: (page: Page) => Promise<readonly string[]>): Promise<OtherPage> {
    const [before, whoBefore, logged] = [await attacked.state(), await me(), attacked.server.output().length];
    const other = await openFrom(name);
    expect(await attack(other.page)).toEqual([]);
    await other.quiet();
    expect(await attacked.state()).toEqual(before);
    expect(await me()).toEqual(whoBefore);
    const taken = attacked
      .answersSince(logged)
      .filter(({ method, status }) => !/GET|HEAD/.test(method) && status < 400);
    expect(taken).toEqual([]);
    return other;
  }

  describe.each(names)('at %s', (name) => {
    test('H2, H4: can send forms to every route, and changes nothing', async () => {
      const other = await attackFrom(name, (page) => page.evaluate(sendForms, attacked.changing()));
      expect(other.sent.filter((each) => each.startsWith('POST')).length).toBeGreaterThanOrEqual(42);
      expect(await shownInFrames(other.page)).toEqual([]);
    });

    test('H2, H3, H5: can fetch every route in every mode, reads nothing and changes nothing', async () => {
      await attackFrom(name, (page) => page.evaluate(fetchAll, attacked.targets()));
    });

    test('H4: can send beacons to every route, and changes nothing', async () => {
      const other = await attackFrom(name, (page) => page.evaluate(sendBeacons, attacked.changing()));
      expect(other.sent.length).toBeGreaterThan(60);
    });

    test('H3, H6: can have no image, script, style, video or object of us', async () => {
      const { page } = await attackFrom(name, (other) => other.evaluate(embedAll, attacked.addresses()));
      expect(await shownInFrames(page)).toEqual([]);
    });

    test('H20: frames nothing of us', async () => {
      const addresses = attacked.addresses();
      const { page } = await attackFrom(name, (other) => other.evaluate(frameAll, addresses));
      expect(page.frames()).toHaveLength(addresses.length + 1);
      expect(await shownInFrames(page)).toEqual([]);
    });

    test('H3: opens no stream and no socket', async () => {
      await attackFrom(name, (page) => page.evaluate(listenTo, `${attacked.url}/events`));
    });

    test('SC7: holds nothing of a window that it opens', async () => {
      const { page } = await openFrom(name);
      const opened = page.waitForEvent('popup');
      await page.evaluate((url) => {
        Object.assign(window, { held: window.open(url) });
      }, `${attacked.url}/`);
      const ours = await opened;
      await new GalleryOnScreen(ours).painted();
      expect(await ours.evaluate(() => window.opener as unknown)).toBeNull();
      const held = await page.evaluate(() => {
        const { held: ours } = window as unknown as { held: Window };
        ours.postMessage('anyone there?', '*');
        return { isClosed: ours.closed, frames: ours.length };
      });
      expect(held).toEqual({ isClosed: true, frames: 0 });
    });

    test('H3: can lead people to us, which is what links are for', async () => {
      const { page } = await openFrom(name);
      await page.evaluate((url) => {
        location.href = url;
      }, `${attacked.url}/`);
      await page.waitForURL(`${attacked.url}/**`);
      // A strict cookie stays at home when somebody comes from another site; the page to sign in sees that it is there.
      await new GalleryOnScreen(page).painted();
    });
  });

  test('SC2: the site on another port was sent the cookie, so all of this was tried by Ada herself', async () => {
    await openFrom('127.0.0.1');
    expect(site.cookies.some((cookie) => cookie.includes('lenslet_'))).toBe(isSignedIn);
  });

  test('H1: gets nowhere by having its own name lead to us', async () => {
    const site = await OtherSite.start();
    const other = `http://evil.example:${String(site.port)}`;
    const { page } = await OtherPage.open(person, `${other}/`);
    site.leadTo(attacked.url);
    const before = await attacked.state();
    const targets = attacked.targets(other);
    // To the browser all of this is one and the same site: it asks nobody, and hides nothing.
    const answers = await page.evaluate(
      (all) =>
        Promise.all(
          all.map(async ({ method, url, body }) => {
            const headers = { 'content-type': 'application/json', 'if-match': '*', 'idempotency-key': 'evil' };
            const answer = await fetch(url, method === 'GET' ? {} : { method, headers, body });
            return `${method} ${url} ${String(answer.status)}`;
          }),
        ),
      targets,
    );
    expect(answers).toEqual(targets.map(({ method, url }) => `${method} ${url} 421`));
    expect(await page.evaluate(listenTo, `${other}/events`)).toEqual([]);
    expect((await page.goto(`${other}/`))?.status()).toBe(421);
    expect(await attacked.state()).toEqual(before);
  });
});

/** Frames of ours in which anything is, when each has come to an end: a refused one holds the browser's own words, and none has an address before that. */
async function shownInFrames(page: Page): Promise<string[]> {
  await waitFor(() => page.frames().every((frame) => frame.url() !== ''), 'all frames to come to an end', {
    seconds: 20,
  });
  const urls = page
    .frames()
    .slice(1)
    .map((frame) => frame.url());
  return urls.filter((url) => url !== 'chrome-error://chromewebdata/' && url !== 'about:blank');
}
