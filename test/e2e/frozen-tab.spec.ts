import { historyOf, labelOf, labelsReady, patch } from '../support/labels.ts';
import { writeImage } from '../support/images.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { describeInBrowser, visit } from './support/browser.ts';
import { countTicks, freeze, thaw, ticksOf } from './support/frozen.ts';
import { LabellingOnScreen } from './support/labelling-page.ts';
import { peopleAt, sees } from './support/people.ts';

/**
 * A browser that saves power stops a tab for minutes or hours. The long version lasts until presence (75 s) and the shared stream
 * (150 s) have forgotten it, the short one until every answer that the tab waited for is overdue (4 s).
 */
const isTorture = process.env['LENSLET_TORTURE'] === '1';
const frozenMs = isTorture ? 175_000 : 9000;

describeInBrowser('a tab that is frozen for a while', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    for (const folder of ['shared', 'alone']) {
      for (const name of ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg']) await writeImage(`${root}/${folder}`, name);
    }
    server = await startServer({ root, args: ['--presence-prune-interval', '1'] });
    await labelsReady(server);
  });

  afterAll(() => server.stop());

  for (const { how, folder, before } of [
    { how: 'with the shared stream', folder: 'shared', before: () => undefined },
    { how: 'with a stream of its own', folder: 'alone', before: () => Reflect.deleteProperty(window, 'SharedWorker') },
  ]) {
    test(`B34 UI10 UI13 UI14: shows within 5 s of waking what was written meanwhile, and its own edits are sent: ${how}`, async () => {
      const watcher = await visit(`${server.url}/?path=/${folder}`);
      const { gate, screen } = await LabellingOnScreen.openGated(server, folder, { before });
      const { page } = screen;
      await page.evaluate(countTicks);
      await sees(watcher.page, '2 viewing');
      await screen.choose('a.jpg');
      await page.keyboard.press('Shift+1');
      await screen.badgeSays('All changes saved');
      gate.cut();
      await page.keyboard.press('Shift+2');
      await page.keyboard.press('3');
      await screen.tagsField.fill('mine');
      await page.keyboard.press('Enter');
      await screen.badgeSays('Not saved — retry');
      await freeze(page);
      const [ticks, begun] = [await ticksOf(page), performance.now()];
      gate.letGo();
      // The network does not wait for it either.
      gate.dropAll();
      for (let at = 0; at < 20; at++) {
        for (const name of ['a.jpg', 'd.jpg']) {
          await patch(server, `/${folder}/${name}`, { set_star: at % 2 === 0 ? 5 : 1, add_tags: [`t${String(at)}`] });
        }
      }
      await patch(server, `/${folder}/c.jpg`, { add_tags: ['theirs'] });
      const isOver = (): boolean => performance.now() - begun > frozenMs;
      await waitFor(isOver, 'the tab to have been frozen for long', { seconds: frozenMs / 500, everyMs: 200 });
      // PR2: who says nothing for 75 s is not there.
      if (isTorture) await sees(watcher.page, '1 viewing');
      expect(await ticksOf(page)).toBe(ticks);
      await thaw(page);
      const tags = Array.from({ length: 20 }, (_, at) => `t${String(at)}`).join(', ');
      await Promise.all([
        ...['a.jpg', 'd.jpg'].map((name) => screen.says(name, `1 star, tags: ${tags}`, 5)),
        screen.badgeSays('All changes saved', 5),
      ]);
      const { tags: both } = await labelOf(server, `/${folder}/c.jpg`);
      expect(both.toSorted()).toEqual(['mine', 'theirs']);
      await screen.says('c.jpg', `3 stars, tags: ${both.join(', ')}`, 5);
      await screen.isLive();
      await waitFor(async () => (await peopleAt(watcher.page)).startsWith('2 viewing'), 'both to be counted', {
        seconds: 5,
      });
      // Each gesture once: theirs, the star and the tag.
      expect(await historyOf(server, `/${folder}/c.jpg`)).toHaveLength(3);
      expect((await historyOf(server, `/${folder}/b.jpg`)).map(({ changes }) => changes)).toEqual([
        { star: [null, 2] },
      ]);
      await waitFor(async () => (await ticksOf(page)) > ticks + 20, 'the timers to run again');
      await screen.end();
      await watcher.page.context().close();
    });
  }
});
