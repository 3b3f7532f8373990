import { writeMany } from '../support/images.ts';
import { historyOf, labelsReady } from '../support/labels.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { describeInBrowser } from './support/browser.ts';
import { badgesOf, LabellingOnScreen, recordBadge } from './support/labelling-page.ts';

const isTorture = process.env['LENSLET_TORTURE'] === '1';
const outageMs = isTorture ? 60_000 : 9000;
const count = isTorture ? 400 : 100;
const KEY_MS = 250;

/** A letter for each word of the badge, to say in which order they may come. */
const letters: Readonly<Record<string, string>> = {
  Offline: 'O',
  'Reconnecting…': 'R',
  'Not saved — retry': 'N',
  'Syncing…': 'Y',
  'All changes saved': 'S',
};

describeInBrowser('labelling while the server is away', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    await writeMany(`${root}/many`, count, { width: 24, height: 16 });
    server = await startServer({ root });
    await labelsReady(server);
  });

  afterAll(() => server.stop());

  const nameOf = (at: number): string => `image-${String(at + 1).padStart(4, '0')}.jpg`;

  test('UI10 UI12 UI15: four keys a second, with tags and notes, through a server that is killed: each gesture once, and the badge says how it stands', async () => {
    const screen = await LabellingOnScreen.open(server.url, 'many', { before: recordBadge });
    const { keyboard } = screen.page;
    await screen.choose(nameOf(0));
    const begun = performance.now();
    let keys = 0;
    const press = async (key: string): Promise<void> => {
      const due = begun + (keys += 1) * KEY_MS;
      await waitFor(() => performance.now() >= due, 'the next key to be due', { everyMs: 5 });
      await keyboard.press(key);
    };
    /** What was done to each image, as its history has to tell it. */
    const done: object[][] = [];
    const labelNext = async (): Promise<void> => {
      const at = done.length;
      const gestures: object[] = [];
      if (at % 4 === 2) {
        const tag = `tag ${String(at)}`;
        await press('t');
        await keyboard.type(tag);
        await press('Enter');
        await press('Escape');
        gestures.push({ tags: [[], [tag]] });
      } else if (at % 4 === 3) {
        const text = `note ${String(at)}`;
        await press('n');
        await keyboard.type(text);
        await press('Escape');
        gestures.push({ notes: ['', text] });
      }
      const star = (at % 5) + 1;
      await press(`Shift+${String(star)}`);
      done.push([...gestures, { star: [null, star] }]);
    };
    const labelFor = async (ms: number): Promise<void> => {
      const until = performance.now() + ms;
      while (performance.now() < until) await labelNext();
    };
    await labelFor(2500);
    const { port } = new URL(server.url);
    await server.kill();
    await waitFor(async () => /^(Offline|Reconnecting)/.test(await screen.badge()), 'the loss to be told', {
      seconds: 3,
    });
    const lost = (await badgesOf(screen.page)).length - 1;
    await labelFor(outageMs);
    // All of it is painted, though nobody has taken it.
    const last = done.length - 1;
    await screen.tileHasKeys(nameOf(last + 1));
    const stars = `${String((last % 5) + 1)} ${last % 5 === 0 ? 'star' : 'stars'}`;
    await waitFor(async () => (await screen.labelOf(nameOf(last))).startsWith(stars), 'the last key to be painted');
    const away = (await badgesOf(screen.page)).slice(lost);
    const back = startServer({ root, workspace: server.workspace, args: ['--port', port] });
    await Promise.all([back, labelFor(3000)]);
    server = await back;
    await screen.badgeSays('All changes saved', 60);
    await screen.isLive();
    for (const [at, gestures] of done.entries()) {
      const history = (await historyOf(server, `/many/${nameOf(at)}`)).map(({ changes }) => changes);
      expect({ at, history }).toEqual({ at, history: gestures });
    }
    const words = await badgesOf(screen.page);
    const courseOf = (some: readonly string[]): string =>
      some.map((word) => letters[word.replace(/ Live$/, '')] ?? word).join('');
    // While it is away nothing is said that sounds as if it were there: first that the stream is lost, then that the server is.
    expect(courseOf(away)).toMatch(/^[ORN]*O[ORN]*$/);
    // Before, saved or on its way; after, sent, and saved for good.
    expect(courseOf(words)).toMatch(/^[YS]+[ORN]+[NY]*Y[NYS]*S$/);
    expect(words.filter((word) => word === 'Reconnecting… Live')).toEqual([]);
    await screen.end();
  });
});
