import type { BrowseAnswer, Filter } from '#contracts';
import { limits } from '#contracts';
import { indexed } from '../../support/gallery-state.ts';
import { addressOf, ask, send } from '../../support/http-client.ts';
import { writeMany } from '../../support/images.ts';
import { patch, push, put } from '../../support/labels.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const root = tempFolder('gallery');
let server: TestServer;

const name = (turn: number): string => `/image-${String(turn).padStart(4, '0')}.jpg`;
const browse = async (...and: Filter[]): Promise<BrowseAnswer> =>
  (await ask(server, 'browse', { body: { path: '/', recursive: true, filters: { and } } })).body;
const found = async (...and: Filter[]): Promise<number[]> =>
  (await browse(...and)).items.map(({ path }) => Number(path.slice(-8, -4)));

beforeAll(async () => {
  await writeMany(root, 8, { width: 8, height: 8 });
  server = await startServer({ root });
  await indexed(server, 8);
  await patch(server, name(1), { set_star: 5, set_tags: ['cat', 'cute'] });
  await patch(server, name(2), { set_star: 0, set_tags: ['cat'] });
  await patch(server, name(3), { set_star: 3, set_tags: ['dog', 'cute'] });
  await patch(server, name(4), { set_notes: 'only notes' });
  await push(server, [{ path: name(5), metrics: { score: 1 } }]);
  await patch(server, name(6), { set_star: 2, set_tags: ['cat'], set_notes: 'x' });
  // Written on, and as if nobody had.
  await put(server, name(6), { tags: [], notes: '', star: null });
});

describe('filters by label', () => {
  it.each<[string, Filter[], number[]]>([
    ['stars', [{ stars: { in: [5, 3] } }], [1, 3]],
    ['no star is no zero', [{ stars: { in: [0] } }], [2]],
    ['no star', [{ stars: { in: [null] } }], [4, 5, 6, 7, 8]],
    ['no star, or five', [{ stars: { in: [null, 5] } }], [1, 4, 5, 6, 7, 8]],
    ['all of the tags', [{ tags: { all: ['cat', 'cute'] } }], [1]],
    ['any of the tags', [{ tags: { any: ['dog', 'cat', 'bird'] } }], [1, 2, 3]],
    ['none of the tags', [{ tags: { none: ['cat'] } }], [3, 4, 5, 6, 7, 8]],
    ['all and none', [{ tags: { all: ['cute'], none: ['dog'] } }], [1]],
    ['case of tags matters', [{ tags: { any: ['Cat'] } }], []],
    ['a tag that nobody uses', [{ tags: { all: ['__proto__'] } }], []],
    [
      'IT13: labelled is what differs from the default, and metrics are no label',
      [{ labelled: { is: true } }],
      [1, 2, 3, 4],
    ],
    ['not labelled', [{ labelled: { is: false } }], [5, 6, 7, 8]],
    ['several at once', [{ tags: { any: ['cute'] } }, { stars: { in: [3] } }], [3]],
    ['either', [{ or: [{ stars: { in: [0] } }, { tags: { all: ['dog'] } }] }], [2, 3]],
    ['not', [{ not: { tags: { any: ['cat', 'dog'] } } }], [4, 5, 6, 7, 8]],
    ['in one another', [{ not: { or: [{ labelled: { is: false } }, { not: { stars: { in: [5, null] } } }] } }], [1, 4]],
    ['one of nothing', [{ or: [] }], []],
    ['none at all', [], [1, 2, 3, 4, 5, 6, 7, 8]],
  ])('%s', async (_, filters, expected) => {
    expect(await found(...filters)).toEqual(expected);
    // And never shares a result with the question without.
    expect((await browse()).total).toBe(8);
  });

  it.each<[string, unknown]>([
    ['no list', { and: { stars: { in: [1] } } }],
    ['a star that is none', { and: [{ stars: { in: ['1'] } }] }],
    ['a star out of range', { and: [{ stars: { in: [6] } }] }],
    ['a filter nobody knows', { and: [{ starz: { in: [1] } }] }],
    ['a field nobody knows', { and: [{ stars: { in: [1], out: [2] } }] }],
    ['two in one', { and: [{ stars: { in: [1] }, labelled: { is: true } }] }],
    ['a tag that is none', { and: [{ tags: { all: [1] } }] }],
    ['a word for a truth', { and: [{ labelled: { is: 'true' } }] }],
    ['nothing to deny', { and: [{ not: [] }] }],
    ['an empty one', { and: [{}] }],
    ['more than a hundred', { and: Array.from({ length: limits.filters + 1 }, () => ({ labelled: { is: true } })) }],
    [
      'more than a hundred inside',
      { and: [{ or: Array.from({ length: limits.filters + 1 }, () => ({ labelled: { is: true } })) }] },
    ],
  ])('with %s are refused', async (_, filters) => {
    const { status, problem } = await ask(server, 'browse', { body: { path: '/', recursive: true, filters } });
    expect([status, problem?.error]).toEqual([400, 'invalid_field']);
    expect(problem?.field).toMatch(/^filters/);
  });

  it('deeper than thirty levels are refused', async () => {
    let filter: unknown = { labelled: { is: true } };
    for (let turn = 0; turn < 40; turn += 1) filter = { not: filter };
    const body = JSON.stringify({ path: '/', recursive: true, filters: { and: [filter] } });
    const headers = { 'content-type': 'application/json' };
    const { status } = await send(server.url + addressOf('browse'), { method: 'POST', headers, body });
    expect(status).toBe(400);
  });

  it('freeze: who asked keeps what was found, its rows show what is so now, and who asks again gets a new result', async () => {
    const filter: Filter = { tags: { any: ['fleeting'] } };
    await patch(server, name(7), { add_tags: ['fleeting'] });
    await patch(server, name(8), { add_tags: ['fleeting'] });
    const first = await browse(filter);
    expect(first.total).toBe(2);
    await patch(server, name(7), { remove_tags: ['fleeting'], set_star: 1 });
    const query = { offset: 0, limit: 10 };
    const { items, total } = (await ask(server, 'browseWindow', { result: first.result, query })).body;
    expect(total).toBe(2);
    expect(items.map(({ path, tags, star }) => [path, tags, star])).toEqual([
      [name(7), [], 1],
      [name(8), ['fleeting'], null],
    ]);
    const second = await browse(filter);
    expect([second.total, second.result === first.result]).toEqual([1, false]);
    await patch(server, name(7), { set_star: null });
    await patch(server, name(8), { set_tags: [] });
  });
});

describe('GET /tags', () => {
  it('counts every tag in use, the most used first', async () => {
    const { tags } = (await ask(server, 'tags')).body;
    expect(tags.slice(0, 2).map(({ count }) => count)).toEqual([2, 2]);
    expect(new Map(tags.map(({ tag, count }) => [tag, count]))).toEqual(
      new Map([
        ['cat', 2],
        ['cute', 2],
        ['dog', 1],
      ]),
    );
  });

  it('follows what is written', async () => {
    await patch(server, name(8), { set_tags: ['dog', 'new'] });
    await patch(server, name(7), { set_tags: ['dog', 'Dog'] });
    expect((await ask(server, 'tags')).body.tags[0]).toEqual({ tag: 'dog', count: 3 });
    for (const turn of [7, 8]) await patch(server, name(turn), { set_tags: [] });
    const { tags } = (await ask(server, 'tags')).body;
    expect(tags.map(({ tag }) => tag).sort()).toEqual(['cat', 'cute', 'dog']);
  });
});
