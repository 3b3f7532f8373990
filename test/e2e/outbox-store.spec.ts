import { join } from 'node:path';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import type { Edit, ItemEdit } from '../../apps/web/src/app/sync/edit.ts';
import { HttpEditSender } from '../../apps/web/src/app/sync/edit-sender.ts';
import { historyOf, labelOf, patch } from '../support/labels.ts';
import { writeImage } from '../support/images.ts';
import { SeededRandom } from '../support/seeded-random.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { itemEdit } from '../web/support/edits.ts';
import { FakeGallery, fresh } from '../web/support/fake-gallery.ts';
import { describeInBrowser, visit } from './support/browser.ts';

const ann = { person: 'ann', storeId: 'store-1' };
const names = ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'];

let server: TestServer;
let script: string;

beforeAll(async () => {
  const root = tempFolder('outbox');
  for (const name of names) await writeImage(root, name);
  server = await startServer({ root });
  const bundled = await build({
    entryPoints: [join(__dirname, 'support/outbox-in-page.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2023',
  });
  script = bundled.outputFiles[0]?.text ?? '';
});

afterAll(async () => {
  await server.stop();
});

/** Through the debugger: the page's own policy lets no foreign script in. */
async function withOutbox(page: Page): Promise<void> {
  await page.evaluate(script);
}

async function newPage(): Promise<Page> {
  const { page } = await visit(`${server.url}/`);
  await withOutbox(page);
  return page;
}

async function again(page: Page): Promise<void> {
  await page.reload();
  await withOutbox(page);
}

function look(page: Page): Promise<{ readonly edits: readonly Edit[]; readonly isKept: boolean }> {
  return page.evaluate(() => outboxInPage.look());
}

function emptied(page: Page, seconds = 30): Promise<boolean> {
  return waitFor(async () => (await look(page)).edits.length === 0, 'the outbox to be empty', { seconds });
}

describeInBrowser('the outbox in the browser', () => {
  test('UI10: what was put is there after a reload, in the order of its first put, and by owner', async () => {
    const page = await newPage();
    const edits = ['x', 'y', 'z'].map((tag) => itemEdit(fresh('/a.jpg'), { add_tags: [tag] }));
    const others = [
      { person: 'bob', storeId: 'store-1' },
      { person: 'ann', storeId: 'store-2' },
    ];
    await page.evaluate(
      async ({ ann, others, edits }) => {
        const { store } = outboxInPage;
        for (const edit of edits) await store.put(ann, edit);
        for (const owner of others) for (const edit of edits.slice(1)) await store.put(owner, edit);
        const [first, second] = edits;
        if (first) await store.put(ann, { ...first, state: 'conflict' });
        if (second) await store.remove(ann, second.id);
      },
      { ann, others, edits },
    );
    await again(page);
    const kept = await page.evaluate(async (owner) => {
      const { store } = outboxInPage;
      return { mine: await store.load(owner), others: await store.others(owner) };
    }, ann);
    expect(kept.mine).toEqual([{ ...edits[0], state: 'conflict' }, edits[2]]);
    expect(kept.others).toEqual(expect.arrayContaining(others.map((owner) => ({ owner, count: 2 }))));
    expect(kept.others).toHaveLength(2);
  });

  test('UI10: two tabs that write at the same time lose nothing of each other', async () => {
    const page = await newPage();
    const tab = await page.context().newPage();
    await tab.goto(`${server.url}/`);
    await withOutbox(tab);
    const edits = Array.from({ length: 40 }, (_, at) => itemEdit(fresh('/a.jpg'), { add_tags: [`${at}`] }));
    const put = (each: Page, mine: readonly Edit[]): Promise<void> =>
      each.evaluate(
        async ({ ann, mine }) => {
          await Promise.all(mine.map((edit) => outboxInPage.store.put(ann, edit)));
        },
        { ann, mine },
      );
    await Promise.all([put(page, edits.slice(0, 20)), put(tab, edits.slice(20))]);
    const kept = await page.evaluate((owner) => outboxInPage.store.load(owner), ann);
    expect(kept.map(({ id }) => id).toSorted()).toEqual(edits.map(({ id }) => id).toSorted());
  });

  test('UI10: beside a newer version of the page nothing is kept, it says so, and edits are sent all the same', async () => {
    const page = await newPage();
    await page.evaluate(
      () =>
        new Promise<void>((done, fail) => {
          const request = indexedDB.open('lenslet', 99);
          request.onsuccess = () => {
            request.result.close();
            done();
          };
          request.onerror = () => {
            fail(new Error('The newer database could not be made.'));
          };
        }),
    );
    await page.context().setOffline(true);
    await page.evaluate((owner) => outboxInPage.open(owner), ann);
    const label = await labelOf(server, '/d.jpg');
    const edit = itemEdit({ ...fresh('/d.jpg'), version: label.version }, { set_star: 3 });
    await page.evaluate((mine) => outboxInPage.write([mine]), edit);
    expect((await look(page)).isKept).toBe(false);
    await page.context().setOffline(false);
    await page.evaluate(() => outboxInPage.hurry());
    await emptied(page);
    expect((await labelOf(server, '/d.jpg')).star).toBe(3);
  });

  test('IT8, LB3: reloaded while answers are on their way, each edit is in the history once', async () => {
    const page = await newPage();
    let isLosing = true;
    let lost = 0;
    await page.route('**/item?*', async (route) => {
      if (route.request().method() !== 'PATCH' || !isLosing) return route.continue();
      // The server takes it, and nobody hears of it.
      await route.fetch();
      lost += 1;
      return undefined;
    });
    await page.evaluate((owner) => outboxInPage.open(owner), ann);
    const edits = ['/b.jpg', '/c.jpg'].flatMap((path) => [
      itemEdit(fresh(path), { add_tags: ['one'] }),
      itemEdit(fresh(path), { set_star: 4 }),
      itemEdit(fresh(path), { set_notes: 'first' }),
    ]);
    await page.evaluate((all) => outboxInPage.write(all), edits);
    await waitFor(() => lost === 2, 'both requests to be taken');
    isLosing = false;
    await again(page);
    await page.evaluate((owner) => outboxInPage.open(owner), ann);
    await emptied(page);
    for (const path of ['/b.jpg', '/c.jpg']) {
      const history = await historyOf(server, path);
      expect(history.map(({ changes }) => Object.keys(changes))).toEqual([['tags'], ['star'], ['notes']]);
      expect(history.map(({ updated_by }) => updated_by)).toEqual(['ann', 'ann', 'ann']);
    }
    expect(await page.evaluate((owner) => outboxInPage.store.load(owner), ann)).toEqual([]);
  });

  test('UI10: a thousand edits made offline are sent when the network is back, in order and once', async () => {
    const page = await newPage();
    await page.context().setOffline(true);
    await page.evaluate((owner) => outboxInPage.open(owner), ann);
    const versions = new Map<string, number>();
    for (const name of names) versions.set(`/${name}`, (await labelOf(server, `/${name}`)).version);
    const edits = Array.from({ length: 1000 }, (_, at) => {
      const path = `/${names[at % names.length]}`;
      const round = Math.floor(at / names.length);
      // Each on top of what its person saw: the tag of the one before goes, its own comes.
      const patch = { remove_tags: [`r${round - 1}`], add_tags: [`r${round}`] };
      return itemEdit({ ...fresh(path), version: versions.get(path) ?? 1 }, patch);
    });
    await page.evaluate((all) => outboxInPage.write(all), edits);
    await page.context().setOffline(false);
    await page.evaluate(() => outboxInPage.hurry());
    await emptied(page, 60);
    for (const [path, version] of versions) {
      const added = (await historyOf(server, path, version)).map(({ changes }) => changes.tags?.[1].at(-1));
      expect(added).toEqual(Array.from({ length: 250 }, (_, round) => `r${round}`));
    }
  });
});

describe('the double of the gallery', () => {
  const random = new SeededRandom();

  test(`IT4, IT8: answers as the real one does, seed ${random.seed}`, async () => {
    const root = tempFolder('double');
    for (const name of names) await writeImage(root, name);
    const real = await startServer({ root });
    const double = new FakeGallery();
    const sender = new HttpEditSender(`${real.url}/`);
    const sent: ItemEdit[] = [];
    for (let step = 0; step < 300; step++) {
      const path = `/${random.pick(names)}`;
      const wish = random.pick([
        { add_tags: [`${random.below(5)}`, ' padded '] },
        { set_tags: ['s', `${random.below(3)}`], remove_tags: ['s'] },
        { set_star: random.pick([1, 2, null] as const) },
        { set_notes: `text ${random.below(3)}`, set_star: 5 as const },
      ]);
      if (random.chance(0.3)) {
        double.write(path, wish);
        await patch(real, path, wish, { by: 'bob' });
        continue;
      }
      const label = double.label(path);
      const stale = { ...label, version: Math.max(1, label.version - random.below(4)) };
      const repeated = random.chance(0.2) && sent.length > 0 ? random.pick(sent) : itemEdit(stale, wish);
      const edit = random.chance(0.05) ? { ...repeated, patch: { set_notes: 'another' } } : repeated;
      sent.push(edit);
      const expected = double.answer(edit);
      const answer = await sender.send(edit, { name: 'ann', clientId: null });
      expect({ step, ...comparable(answer) }).toEqual({ step, ...comparable(expected) });
    }
    await real.stop();
  });
});

/** Times and names of gestures are the server's own. */
function comparable(reply: Awaited<ReturnType<HttpEditSender['send']>>): object {
  if (reply.kind === 'refusal') return { kind: reply.kind, status: reply.status, code: reply.code };
  if (reply.kind === 'saved') return { kind: reply.kind, label: { ...reply.label, updatedAt: '' } };
  if (reply.kind === 'overtaken') return { ...reply, current: { ...reply.current, updatedAt: '' } };
  return reply;
}
