import type { BrowseQuery, Filter } from '#contracts';
import { limits } from '#contracts';
import { healthOf, indexed } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { writeMany } from '../../support/images.ts';
import { bulk, gesturesOf, historyOf, labelOf, patch, push, undo, writeHeaders } from '../../support/labels.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const root = tempFolder('gallery');
let server: TestServer;
let folders = 0;
/** One for each test, those of the tables included. */
const folderCount = 40;

const name = (folder: number, turn: number): string => `/${folder}/image-${String(turn).padStart(4, '0')}.jpg`;
const queryOf = (folder: number, ...and: Filter[]): BrowseQuery => ({
  path: `/${folder}`,
  recursive: true,
  sort: { key: 'name', dir: 'desc' },
  ...(and.length > 0 ? { filters: { and } } : {}),
});
/** Numbers of the images in a folder that have the tag. */
const tagged = async (folder: number, tag: string): Promise<number[]> => {
  const { items } = (await ask(server, 'folders', { query: { path: `/${folder}` } })).body;
  return items.filter(({ tags }) => tags.includes(tag)).map(({ path }) => Number(path.slice(-8, -4)));
};

beforeAll(async () => {
  for (let folder = 1; folder <= folderCount; folder += 1)
    await writeMany(`${root}/${folder}`, 12, { width: 8, height: 8 });
  server = await startServer({ root });
  await indexed(server, folderCount * 12);
});
beforeEach(() => (folders += 1));

describe('IT9: a write to many items', () => {
  it('by their names: says what became of each, and is one gesture', async () => {
    const [one, two, three] = [1, 2, 3].map((turn) => name(folders, turn)) as [string, string, string];
    await patch(server, one, { set_star: 4, add_tags: ['a'] });
    const paths = [one, two, three, two, '/nowhere.jpg', `/${folders}`];
    const { body } = await bulk(
      server,
      { scope: { paths }, patch: { set_star: 4, add_tags: ['a', ' a '] } },
      { by: 'Ada' },
    );
    expect(body).toMatchObject({ changed: 2, unchanged: 1, missing: 2, durability: 'disk' });
    expect(body.matched).toBe(3);
    const [, history, other] = await Promise.all([one, two, three].map((path) => historyOf(server, path)));
    expect(history).toHaveLength(1);
    expect(history![0]).toMatchObject({
      path: two,
      version: 2,
      changes: { star: [null, 4], tags: [[], ['a']] },
      gesture_id: body.gesture_id,
      updated_by: 'Ada',
    });
    // IT12: one number for all of it.
    expect(other![0]).toMatchObject({ seq: history![0]!.seq, gesture_id: body.gesture_id });
    expect((await historyOf(server, one)).map(({ gesture_id }) => gesture_id)).not.toContain(body.gesture_id);
    expect((await gesturesOf(server)).at(-1)).toMatchObject({
      seq: history![0]!.seq,
      gesture_id: body.gesture_id,
      kind: 'bulk',
      count: 2,
      patch: { set_star: 4 },
      updated_by: 'Ada',
    });
    expect(await labelOf(server, two)).toMatchObject({ star: 4, tags: ['a'], version: 2, updated_by: 'Ada' });
  });

  it('that changes nothing is no gesture', async () => {
    const paths = [name(folders, 1), name(folders, 2)];
    const before = (await healthOf(server)).labels.acked_seq;
    const { body } = await bulk(server, { scope: { paths }, patch: { remove_tags: ['none'] } });
    expect(body).toMatchObject({ gesture_id: null, matched: 2, changed: 0, unchanged: 2, missing: 0 });
    expect((await healthOf(server)).labels.acked_seq).toBe(before);
    expect((await labelOf(server, paths[0]!)).version).toBe(1);
  });

  it('by their places in a result, as it was frozen, but for some', async () => {
    const { result, total } = (await ask(server, 'browse', { body: queryOf(folders) })).body;
    expect(total).toBe(12);
    const scope = {
      result,
      ranges: [
        [0, 3],
        [5, 6],
        [2, 4],
      ] as [number, number][],
      except: [name(folders, 11)],
    };
    const { body } = await bulk(server, { scope, patch: { add_tags: ['placed'] } });
    // Of 12 down to 1: places 0 to 3 and 5, without number 11.
    expect(body).toMatchObject({ changed: 4, unchanged: 0, missing: 0 });
    expect(await tagged(folders, 'placed')).toEqual([7, 9, 10, 12]);
    const gone = await bulk(server, { scope: { ...scope, result: 'AAAAAAAAAAAAAAAA' }, patch: { add_tags: ['x'] } });
    expect([gone.status, gone.problem?.error]).toEqual([410, 'result_expired']);
  });

  it('by a result whose filter no longer holds: those that were meant are changed', async () => {
    await bulk(server, { scope: { paths: [1, 2, 3].map((turn) => name(folders, turn)) }, patch: { set_star: 1 } });
    const question = queryOf(folders, { stars: { in: [1] } });
    const { result, total } = (await ask(server, 'browse', { body: question })).body;
    expect(total).toBe(3);
    await patch(server, name(folders, 2), { set_star: 5 });
    const { body } = await bulk(server, { scope: { result, ranges: [[0, 3]] }, patch: { add_tags: ['meant'] } });
    expect(body.changed).toBe(3);
    expect(await tagged(folders, 'meant')).toEqual([1, 2, 3]);
  });

  it('by a query with filters', async () => {
    await bulk(server, { scope: { paths: [1, 2, 3].map((turn) => name(folders, turn)) }, patch: { set_star: 1 } });
    const query = queryOf(folders, { not: { stars: { in: [1] } } });
    const { body } = await bulk(server, { scope: { query }, patch: { add_tags: ['other'], set_star: 0 } });
    expect(body).toMatchObject({ matched: 9, changed: 9, unchanged: 0, missing: 0 });
    expect(await tagged(folders, 'other')).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12]);
    const none = await bulk(server, {
      scope: { query: queryOf(folders, { stars: { in: [5] } }) },
      patch: { set_star: 1 },
    });
    expect(none.body).toMatchObject({ gesture_id: null, matched: 0, changed: 0 });
  });

  it('is not done at all when it cannot be done on one of them', async () => {
    const full = name(folders, 7);
    await patch(server, full, { set_tags: Array.from({ length: 64 }, (_, turn) => `tag ${turn}`) });
    const { status, problem } = await bulk(server, { scope: { query: queryOf(folders) }, patch: { add_tags: ['x'] } });
    expect([status, problem?.error]).toEqual([400, 'invalid_field']);
    expect(await tagged(folders, 'x')).toEqual([]);
    for (let turn = 1; turn < 7; turn += 1) expect((await labelOf(server, name(folders, turn))).version).toBe(1);
  });

  it.each([
    ['an unknown field', { scope: { paths: [] }, patch: { set_notes: 'x' } }],
    ['no patch', { scope: { paths: ['/1/image-0001.jpg'] } }],
    ['no scope', { patch: { set_star: 1 } }],
    [
      'two scopes',
      {
        scope: { paths: [], query: { path: '/', recursive: true, sort: { key: 'name', dir: 'asc' } } },
        patch: { set_star: 1 },
      },
    ],
    ['a star that is none', { scope: { paths: ['/1/image-0001.jpg'] }, patch: { set_star: '1' } }],
    ['a path that is none', { scope: { paths: [1] }, patch: { set_star: 1 } }],
    ['a path that leads out', { scope: { paths: ['/../x'] }, patch: { set_star: 1 } }],
    ['a range backwards', { scope: { result: 'x', ranges: [[3, 1]] }, patch: { set_star: 1 } }],
    ['a range of words', { scope: { result: 'x', ranges: [['0', '1']] }, patch: { set_star: 1 } }],
    [
      'a filter that is none',
      {
        scope: {
          query: { path: '/', recursive: true, sort: { key: 'name', dir: 'asc' }, filters: { and: [{ starz: 1 }] } },
        },
        patch: { set_star: 1 },
      },
    ],
  ])('with %s is refused', async (_, body) => {
    const { status } = await ask(server, 'bulk', { body, headers: writeHeaders() });
    expect(status).toBe(400);
  });
});

describe('IT11: metrics', () => {
  it('are merged by name, raise the version, and leave only their names in history', async () => {
    const [one, two] = [name(folders, 1), name(folders, 2)];
    const first = await push(
      server,
      [
        { path: one, metrics: { sharpness: 0.5, noise: -3e-7 } },
        { path: two, metrics: { a: 1 } },
        { path: '/nowhere.jpg', metrics: { a: 1 } },
      ],
      { by: 'job' },
    );
    expect(first.body).toMatchObject({ matched: 2, changed: 2, unchanged: 0, missing: 1 });
    const second = await push(server, [
      { path: one, metrics: { noise: 2, score: 7 } },
      { path: two, metrics: { a: 1 } },
    ]);
    expect(second.body).toMatchObject({ changed: 1, unchanged: 1 });
    const metrics = { sharpness: 0.5, noise: 2, score: 7 };
    expect(await labelOf(server, one)).toMatchObject({ version: 3, metrics, star: null, tags: [] });
    expect((await labelOf(server, two)).version).toBe(2);
    const [row] = (await ask(server, 'folders', { query: { path: `/${folders}` } })).body.items;
    expect(row).toMatchObject({ path: one, metrics, version: 3 });
    const [, operation] = await historyOf(server, one);
    expect([...(operation?.changes.metrics ?? [])].sort()).toEqual(['noise', 'score']);
    expect(JSON.stringify(operation)).not.toMatch(/0\.5|"noise":/);
    const gesture = (await gesturesOf(server)).at(-1);
    expect(gesture).toMatchObject({ kind: 'metrics', count: 1, gesture_id: second.body.gesture_id });
    expect([...(gesture?.metric_keys ?? [])].sort()).toEqual(['noise', 'score']);
  });

  it('conflict with what was read before them, but name no field that people write', async () => {
    const path = name(folders, 1);
    await push(server, [{ path, metrics: { a: 1 } }]);
    const { status, problem } = await patch(server, path, { set_star: 1 }, { base: 1 });
    expect(status).toBe(409);
    for (const field of ['star', 'tags', 'notes']) expect(problem?.changed_fields).not.toContain(field);
  });

  it('cannot be undone', async () => {
    const { body } = await push(server, [{ path: name(folders, 1), metrics: { a: 1 } }]);
    const { status, problem } = await undo(server, body.gesture_id!);
    expect([status, problem?.error]).toEqual([409, 'not_undoable']);
  });

  const item = { path: '/40/image-0012.jpg', metrics: { a: 1 } };
  it.each([
    ['words', { items: [{ ...item, metrics: { a: '1' } }] }],
    ['null', { items: [{ ...item, metrics: { a: null } }] }],
    ['a list', { items: [{ ...item, metrics: [1] }] }],
    ['a name too long', { items: [{ ...item, metrics: { ['x'.repeat(limits.metricNameCharacters + 1)]: 1 } }] }],
    [
      'too many',
      {
        items: [
          {
            ...item,
            metrics: Object.fromEntries(
              Array.from({ length: limits.metricsPerItem + 1 }, (_, turn) => [`m${turn}`, 1]),
            ),
          },
        ],
      },
    ],
    ['too many items', { items: Array.from({ length: limits.metricsItems + 1 }, () => item) }],
    ['no items', {}],
    ['a field of another route', { items: [item], patch: {} }],
    ['progress past its end', { items: [item], gallery_id: '/40', progress: { percent: 101, message: '' } }],
  ])('with %s are refused', async (_, body) => {
    const { status, problem } = await ask(server, 'pushMetrics', { body, headers: writeHeaders() });
    expect([status, problem?.error]).toEqual([400, 'invalid_field']);
    expect((await labelOf(server, item.path)).version).toBe(1);
  });

  it('of ten thousand at once are taken', async () => {
    const items = Array.from({ length: limits.metricsItems }, (_, turn) => ({
      path: turn < 12 ? name(folders, turn + 1) : `/nowhere/${turn}.jpg`,
      metrics: { turn },
    }));
    const { body } = await push(server, items);
    expect(body).toMatchObject({ changed: 12, missing: limits.metricsItems - 12 });
  });
});
