import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowseQuery, Drift, FacetsAnswer, Filter } from '#contracts';
import { indexed } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { writeImage, writeMany } from '../../support/images.ts';
import { bulk, patch, push, undo } from '../../support/labels.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const root = tempFolder('gallery');
let server: TestServer;

const name = (turn: number): string => `/image-${String(turn).padStart(4, '0')}.jpg`;
const where = (...and: Filter[]): BrowseQuery => ({
  ...{ path: '/', recursive: true, sort: { key: 'name', dir: 'asc' } },
  ...(and.length === 0 ? {} : { filters: { and } }),
});
const freeze = async (query: BrowseQuery): Promise<string> =>
  (await ask(server, 'browse', { body: query })).body.result;
const driftOf = async (result: string): Promise<Drift> => (await ask(server, 'browseDrift', { result })).body;
const facetsOf = async (query: BrowseQuery): Promise<FacetsAnswer> =>
  (await ask(server, 'facets', { body: query })).body;

beforeAll(async () => {
  await writeMany(root, 8, { width: 8, height: 8 });
  server = await startServer({ root });
  await indexed(server, 8);
});

describe('GET /browse/:result/drift', () => {
  it('BR15: follows edits, bulk writes and undo, there and back', async () => {
    await patch(server, name(1), { set_star: 5 });
    const result = await freeze(where({ stars: { in: [5] } }));
    expect(await driftOf(result)).toEqual({ no_longer_match: 0, newly_match: 0 });
    await patch(server, name(1), { set_star: 4 });
    await patch(server, name(2), { set_star: 5 });
    expect(await driftOf(result)).toEqual({ no_longer_match: 1, newly_match: 1 });
    const { body } = await bulk(server, { scope: { query: where() }, patch: { set_star: 5 } });
    expect(await driftOf(result)).toEqual({ no_longer_match: 0, newly_match: 7 });
    await undo(server, body.gesture_id!);
    expect(await driftOf(result)).toEqual({ no_longer_match: 1, newly_match: 1 });
    await patch(server, name(1), { set_star: 5 });
    await patch(server, name(2), { set_star: null });
    expect(await driftOf(result)).toEqual({ no_longer_match: 0, newly_match: 0 });
  });

  it('BR15: follows files that come and go', async () => {
    const [all, labelled] = [await freeze(where()), await freeze(where({ labelled: { is: true } }))];
    rmSync(join(root, name(8)));
    rmSync(join(root, name(1)));
    await writeImage(root, 'new/one.jpg', { width: 8, height: 8 });
    await writeImage(root, 'new/two.jpg', { width: 8, height: 8 });
    await waitFor(
      async () => {
        expect(await driftOf(all)).toEqual({ no_longer_match: 2, newly_match: 2 });
        return true;
      },
      'the files to be noticed',
      { seconds: 15 },
    );
    expect(await driftOf(labelled)).toEqual({ no_longer_match: 1, newly_match: 0 });
    expect(await driftOf(await freeze(where()))).toEqual({ no_longer_match: 0, newly_match: 0 });
  });

  it('BR3: is not known of a result that is not kept any more', async () => {
    const { problem } = await ask(server, 'browseDrift', { result: 'unknown' });
    expect(problem?.error).toBe('result_expired');
  });
});

describe('POST /browse/facets', () => {
  it('BR16: counts, and follows what is written', async () => {
    await patch(server, '/new/one.jpg', { set_star: 3, set_tags: ['sea', 'sun'] }, { by: 'Ada' });
    await patch(server, name(2), { set_star: 1, set_tags: ['sea'] }, { by: 'Bob' });
    await push(server, [
      { path: '/new/one.jpg', metrics: { score: 0.5 } },
      { path: name(3), metrics: { score: 1 } },
    ]);
    const query = where({ stars: { in: [3] } });
    const facets = await facetsOf(query);
    expect(facets).toMatchObject({
      total: 1,
      tags: {
        values: [
          { tag: 'sea', count: 1 },
          { tag: 'sun', count: 1 },
        ],
        distinct: 2,
      },
      folders: { values: [{ name: 'new', count: 1 }], distinct: 1 },
      labelled: { yes: 1, no: 0 },
      metrics: { values: [{ key: 'score', count: 1, min: 0.5, max: 0.5 }], distinct: 1 },
      partial: false,
    });
    // Its own condition is left out: so many there would be with another star.
    const starsIn = ({ stars }: FacetsAnswer): unknown =>
      Object.fromEntries(stars.map((each) => [each.star, each.count]));
    expect(starsIn(facets)).toEqual({ 0: 0, 1: 1, 2: 0, 3: 1, 4: 0, 5: 0, null: 6 });
    await patch(server, '/new/two.jpg', { set_star: 3 }, { by: 'Ada' });
    const after = await facetsOf(query);
    expect([after.total, starsIn(after)]).toEqual([2, { 0: 0, 1: 1, 2: 0, 3: 2, 4: 0, 5: 0, null: 5 }]);
    expect(after.head).not.toBe(facets.head);
  });

  it.each<[string, object]>([
    ['path', {}],
    ['offset', { path: '/', offset: 0 }],
    ['sort.key', { path: '/', sort: { key: 'x' } }],
    ['filters.and[0].stars.in', { path: '/', filters: { and: [{ stars: { in: [9] } }] } }],
  ])('E16: refuses by name: %s in %j', async (field, body) => {
    const { status, problem } = await ask(server, 'facets', { body });
    expect([status, problem?.error, problem?.field]).toEqual([400, 'invalid_field', field]);
  });
});
