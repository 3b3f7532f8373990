import { rmSync } from 'node:fs';
import type { GestureItem, GestureItemsAnswer } from '#contracts';
import { indexed } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { writeImage, writeMany } from '../../support/images.ts';
import { bulk, patch, push, undo } from '../../support/labels.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const root = tempFolder('gallery');
let server: TestServer;

beforeAll(async () => {
  await writeMany(root, 60, { width: 8, height: 6 });
  for (const name of ['sub/stays.jpg', 'sub/goes.jpg', 'lost/a.jpg']) await writeImage(root, name);
  server = await startServer({ root });
  await indexed(server, 63);
});

afterAll(() => server.stop());

const image = (number: number): string => `/image-${String(number).padStart(4, '0')}.jpg`;

async function itemsOf(id: string, query: Record<string, number> = {}): Promise<GestureItemsAnswer> {
  return (await ask(server, 'gestureItems', { id, query })).body;
}

async function everyItemOf(id: string, limit: number): Promise<GestureItem[]> {
  const found: GestureItem[] = [];
  let after: number | undefined;
  do {
    const { items, next } = await itemsOf(id, { limit, ...(after === undefined ? {} : { after }) });
    expect(items.length).toBeLessThanOrEqual(limit);
    found.push(...items);
    after = next;
  } while (after !== undefined);
  return found;
}

describe('IT10: the images of a gesture', () => {
  it('are told with what was changed on each, and as they are now', async () => {
    const paths = [image(1), image(2)];
    await patch(server, image(1), { set_star: 1 });
    const { gesture_id } = (await bulk(server, { scope: { paths }, patch: { set_star: 4, add_tags: ['x'] } })).body;
    await patch(server, image(2), { set_notes: 'later' });
    const { items, next } = await itemsOf(gesture_id!);
    expect(next).toBeUndefined();
    expect(items).toMatchObject([
      { path: image(1), version: 3, changes: { star: [1, 4], tags: [[], ['x']] }, item: { star: 4, w: 8, h: 6 } },
      { path: image(2), version: 2, changes: { star: [null, 4] }, item: { comments: 'later', version: 3 } },
    ]);
    const thumb = { path: image(1), v: items[0]!.item!.fingerprint };
    expect((await ask(server, 'thumb', { query: thumb })).status).toBeLessThan(300);
  });

  it('come in pages, each once', async () => {
    const paths = Array.from({ length: 60 }, (_, at) => image(at + 1));
    const { gesture_id } = (await bulk(server, { scope: { paths }, patch: { add_tags: ['all'] } })).body;
    const found = await everyItemOf(gesture_id!, 7);
    expect(found.map(({ path }) => path).sort()).toEqual([...paths].sort());
    expect((await itemsOf(gesture_id!)).items).toHaveLength(50);
  });

  it('of metrics and of an undo are told as well', async () => {
    const pushed = (await push(server, [{ path: image(5), metrics: { loss: 1 } }])).body;
    expect((await itemsOf(pushed.gesture_id!)).items).toMatchObject([
      { path: image(5), changes: { metrics: ['loss'] } },
    ]);
    const edited = (await patch(server, image(6), { set_star: 2 })).body;
    const { gesture_id } = (await undo(server, edited.gesture_id!)).body;
    expect((await itemsOf(gesture_id!)).items).toMatchObject([{ path: image(6), changes: { star: [2, null] } }]);
  });

  it('that are gone are told as such, also with their folder', async () => {
    const paths = ['/sub/stays.jpg', '/sub/goes.jpg', '/lost/a.jpg'];
    const { gesture_id } = (await bulk(server, { scope: { paths }, patch: { set_star: 3 } })).body;
    rmSync(`${root}/sub/goes.jpg`);
    rmSync(`${root}/lost`, { recursive: true });
    const gone = await waitFor(async () => {
      const { items } = await itemsOf(gesture_id!);
      return items.filter(({ is_gone }) => is_gone).length === 2 ? items : undefined;
    }, 'the server to notice that two images are gone');
    expect(gone.map(({ path, item, is_gone }) => [path, item?.star, is_gone])).toEqual([
      ['/sub/stays.jpg', 3, undefined],
      ['/sub/goes.jpg', undefined, true],
      ['/lost/a.jpg', undefined, true],
    ]);
  });

  it('of nothing that is known are refused', async () => {
    for (const id of ['nothing', 'AAAAAAAAAAAAAAAA', '__proto__', '1', 'x'.repeat(150)]) {
      const { status, problem } = await ask(server, 'gestureItems', { id });
      expect([id, status, problem?.error]).toEqual([id, 404, 'gesture_not_found']);
    }
  });

  it.each([
    ['after', '-1'],
    ['after', 'x'],
    ['limit', '0'],
    ['limit', '51'],
    ['limit', '1.5'],
  ])('%s=%s is refused', async (field, value) => {
    const { status, problem } = await ask(server, 'gestureItems', { id: 'any', query: { [field]: value } });
    expect([status, problem?.field]).toEqual([400, field]);
  });
});
