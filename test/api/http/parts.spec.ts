import { renameSync } from 'node:fs';
import type { BrowseQuery, Filter, PartProgress, ViewDraft } from '#contracts';
import { indexed } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { writeImage, writeMany } from '../../support/images.ts';
import { patch, writeHeaders } from '../../support/labels.ts';
import { naivePart } from '../../support/naive-part.ts';
import { pointerText, writePointer } from '../../support/pointers.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const of = 3;
const sort = { key: 'name', dir: 'asc' } as const;

function part(index: number, others: readonly Filter[] = [], path = '/'): BrowseQuery {
  return { path, recursive: true, filters: { and: [...others, { part: { of, index } }] }, sort };
}

describe('parts of a query', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  beforeAll(async () => {
    for (const folder of ['cats', 'dogs']) await writeMany(`${root}/${folder}`, 30);
    writePointer(`${root}/elsewhere`, pointerText('/nowhere at all'));
    server = await startServer({ root });
    await indexed(server, 60);
  });

  const found = async (query: BrowseQuery): Promise<string[]> => {
    const { status, body } = await ask(server, 'browse', { body: { ...query, limit: 500, fields: ['name'] } });
    expect(status).toBe(200);
    return body.items.map(({ path }) => path);
  };
  const all = (): Promise<string[]> => found({ path: '/', recursive: true, sort });
  const partsNow = (): Promise<string[][]> => Promise.all([1, 2, 3].map((index) => found(part(index))));
  const progress = async (path = '/'): Promise<PartProgress[]> => (await ask(server, 'stats', { query: { path } })).body.parts; // prettier-ignore
  const save = async (views: readonly ViewDraft[]): Promise<void> => {
    const { body } = await ask(server, 'views');
    await ask(server, 'replaceViews', { body: { views }, headers: writeHeaders({ base: body.version, by: 'Ada' }) });
  };

  it('BR20: have no image in common, and all of them between them, as the definition has it', async () => {
    const parts = await partsNow();
    expect(parts.flat().sort()).toEqual((await all()).sort());
    for (const [at, images] of parts.entries()) {
      expect(images.length).toBeGreaterThan(5);
      for (const image of images) expect([image, naivePart(image, of)]).toEqual([image, at + 1]);
    }
  });

  it('BR20: stay when others come, each of which is in one of them', async () => {
    const before = await partsNow();
    await writeMany(`${root}/birds`, 12);
    await waitFor(async () => (await all()).length === 72, 'the new images to be there');
    const after = await partsNow();
    for (const [at, images] of before.entries()) expect(after[at]).toEqual(expect.arrayContaining(images));
    expect(after.flat()).toHaveLength(72);
    expect(new Set(after.flat()).size).toBe(72);
  });

  it('BR20: are told from one another by the path, so a file that is renamed may change its part', async () => {
    const name = Array.from({ length: 50 }, (_, at) => `/birds/new ${String(at)}.jpg`).find((path) => naivePart(path, of) === 2) ?? ''; // prettier-ignore
    renameSync(`${root}/birds/image-0001.jpg`, `${root}${name}`);
    await waitFor(async () => (await found(part(2))).includes(name), 'the renamed image to be in part 2');
    expect((await partsNow()).flat()).toHaveLength(72);
  });

  it('IT14: are told with how far each is, in the order of the views', async () => {
    const unrated: Filter[] = [{ not: { stars: { in: [5] } } }];
    const views = [
      { id: 'whole', name: 'All', query: { path: '/', recursive: true, sort } },
      ...[2, 1, 3].map((index) => ({ id: `p${index}`, name: `Cats · part ${index}`, query: part(index, [], '/cats') })),
      ...[1, 2].map((index) => ({ id: `u${index}`, name: `Open ${index}`, query: part(index, unrated) })),
      { id: 'lost', name: 'Lost', query: part(1, [], '/gone') },
      { id: 'broken', name: 'Broken', query: part(1, [], '/elsewhere') },
    ];
    await save(views);
    const [mine = '', other = ''] = await found(part(1, [], '/cats'));
    await patch(server, mine, { set_star: 5 });
    await patch(server, other, { add_tags: ['cat'] });
    const sizeOf = async (query: BrowseQuery): Promise<number> => (await found(query)).length;
    const cats = (index: number): Promise<number> => sizeOf(part(index, [], '/cats'));
    const told = await progress();
    for (const { view, query, total } of told)
      if (view !== 'lost' && view !== 'broken') expect([view, await sizeOf(query)]).toEqual([view, total]);
    const plain = told.map(({ view, name, of, index, total, labelled }) => ({
      view,
      name,
      of,
      index,
      total,
      labelled,
    }));
    expect(plain).toEqual([
      { view: 'p2', name: 'Cats · part 2', of, index: 2, total: await cats(2), labelled: 0 },
      { view: 'p1', name: 'Cats · part 1', of, index: 1, total: await cats(1), labelled: 2 },
      { view: 'p3', name: 'Cats · part 3', of, index: 3, total: await cats(3), labelled: 0 },
      { view: 'u1', name: 'Open 1', of, index: 1, total: await sizeOf(part(1, unrated)), labelled: 1 },
      { view: 'u2', name: 'Open 2', of, index: 2, total: await sizeOf(part(2, unrated)), labelled: 0 },
      { view: 'lost', name: 'Lost', of, index: 1, total: 0, labelled: 0 },
      { view: 'broken', name: 'Broken', of, index: 1, total: null, labelled: null },
    ]);
    expect((await cats(1)) + (await cats(2)) + (await cats(3))).toBe(30);
    // Whatever folder the statistics are of.
    expect(await progress('/dogs')).toHaveLength(7);
  });

  it('IT14: hold images that come, at once', async () => {
    const sum = (parts: readonly PartProgress[]): number => parts.filter(({ view }) => view.startsWith('p')).reduce((all, { total }) => all + (total ?? 0), 0); // prettier-ignore
    expect(sum(await progress())).toBe(30);
    await writeImage(`${root}/cats`, 'late.jpg');
    await waitFor(async () => sum(await progress()) === 31, 'the new image to be in one part');
  });

  it('IT14: of what had no label when it was split grow with each label', async () => {
    const filters: Filter[] = [{ labelled: { is: false } }, { stars: { in: [null] } }, { name: { contains: 'image' } }];
    await save([{ id: 'mine', name: 'Mine', query: part(1, filters, '/dogs') }]);
    const [before] = await progress();
    const [path = ''] = await found(part(1, [], '/dogs'));
    expect([before?.total, before?.labelled]).toEqual([(await found(part(1, [], '/dogs'))).length, 0]);
    await patch(server, path, { set_star: 4 });
    const [after] = await progress();
    expect([after?.total, after?.labelled]).toEqual([before?.total, 1]);
  });
});
