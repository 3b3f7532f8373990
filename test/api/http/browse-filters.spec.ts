import { utimesSync } from 'node:fs';
import type { BrowseAnswer, BrowsePart, BrowseRequest, Filter, Sort } from '#contracts';
import { indexed } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { writeImage } from '../../support/images.ts';
import { patch, push } from '../../support/labels.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const root = tempFolder('gallery');
let server: TestServer;

const browse = async (question: Partial<BrowseRequest>): Promise<BrowseAnswer> =>
  (await ask(server, 'browse', { body: { path: '/', recursive: true, ...question } })).body;
const found = async (question: Partial<BrowseRequest>): Promise<string[]> =>
  (await browse(question)).items.map(({ name }) => name[0]!);

beforeAll(async () => {
  const files: [string, number, number, string][] = [
    ['a Café.jpg', 40, 20, '2026-01-01T00:00:00Z'],
    ['b.png', 80, 10, '2026-01-02T00:00:00Z'],
    ['c CAFE\u0301.webp', 20, 30, '2026-01-02T12:00:00Z'],
    ['d/d.jpg', 20, 20, '2026-01-03T00:00:00Z'],
  ];
  for (const [path, width, height, time] of files) {
    const file = await writeImage(root, path, { width, height });
    utimesSync(file, new Date(time), new Date(time));
  }
  server = await startServer({ root });
  await indexed(server, 4);
  await patch(server, '/a Café.jpg', { set_star: 1, set_notes: 'Grün' }, { by: 'Ada' });
  await patch(server, '/b.png', { set_star: 5 }, { by: 'Bob' });
  await push(server, [
    { path: '/c CAFE\u0301.webp', metrics: { score: 0.25 } },
    { path: '/d/d.jpg', metrics: { score: -1 } },
  ]);
});

describe('filters by file and by label', () => {
  it.each<[string, Filter, string]>([
    ['BR9: a name, whatever its case and accents', { name: { contains: 'café' } }, 'ac'],
    ['BR9: not a name', { name: { not_contains: 'CAFE' } }, 'bd'],
    ['BR9: notes', { notes: { contains: 'GRUN' } }, 'a'],
    ['BR9: not in the notes', { notes: { not_contains: 'gru' } }, 'bcd'],
    ['who wrote', { updated_by: { in: ['Ada', 'ada'] } }, 'a'],
    ['BR10: from, and to but not with', { added_at: { from: '2026-01-02', to: '2026-01-03' } }, 'bc'],
    ['BR10: another zone', { added_at: { from: '2026-01-03T02:00+02:00' } }, 'd'],
    ['when it was written', { updated_at: { from: '2026-01-01' } }, 'abcd'],
    ['BR11: width', { width: { op: '>', value: 20 } }, 'ab'],
    ['BR11: height', { height: { op: '=', value: 20 } }, 'ad'],
    ['size', { size: { op: '>=', value: 1 } }, 'abcd'],
    ['type', { type: { in: ['image/png', 'image/webp'] } }, 'bc'],
    ['BR13: a number within bounds', { metric: { key: 'score', min: -1, max: 0.25 } }, 'cd'],
    ['BR13: below', { metric: { key: 'score', max: 0.2499 } }, 'd'],
    ['BR13: without', { metric: { key: 'score', missing: true } }, 'ab'],
    ['BR13: below or without', { metric: { key: 'score', max: 0, missing: true } }, 'abd'],
    ['BR13: with', { metric: { key: 'score' } }, 'cd'],
    ['a number that nobody pushed', { metric: { key: 'toString' } }, ''],
    ['BR18: a category that no source gives', { category: { key: 'toString', in: ['a', ''] } }, ''],
    ['BR18: not in a category', { not: { category: { key: 'model', in: ['a'] } } }, 'abcd'],
  ])('%s', async (_, filter, expected) => {
    expect((await found({ filters: { and: [filter] } })).join('')).toBe(expected);
  });

  it.each<[Sort, string]>([
    [{ key: 'star', dir: 'asc' }, 'abcd'],
    [{ key: 'star', dir: 'desc' }, 'bacd'],
    [{ key: 'metric:score', dir: 'asc' }, 'dcab'],
    [{ key: 'metric:score', dir: 'desc' }, 'cdab'],
    [{ key: 'width', dir: 'desc' }, 'bacd'],
    [{ key: 'height', dir: 'asc' }, 'badc'],
    [{ key: 'updated_at', dir: 'asc' }, 'abcd'],
  ])('BR4: order by %j: ties by path, those without last', async (sort, expected) => {
    expect((await found({ sort })).join('')).toBe(expected);
  });

  it('BR4: random order is the same again, also after a restart', async () => {
    const sort: Sort = { key: 'random', dir: 'asc', seed: 7 };
    const before = await found({ sort });
    await server.stop();
    server = await startServer({ root, workspace: server.workspace });
    await indexed(server, 4);
    expect(await found({ sort })).toEqual(before);
  });

  it('BR4: an item tells when somebody wrote on it last', async () => {
    const { items } = await browse({ sort: { key: 'updated_at', dir: 'asc' } });
    const times = items.map(({ updatedAt }) => updatedAt ?? '');
    expect(times.slice(0, 4).every((time) => /^2\d{3}-.*Z$/.test(time))).toBe(true);
    expect(times.slice(0, 4)).toEqual(times.slice(0, 4).sort());
    const { body } = await patch(server, '/b.png', { set_star: 5, set_notes: 'again' });
    const [latest] = (await browse({ sort: { key: 'updated_at', dir: 'desc' } })).items;
    expect([latest?.path, latest?.updatedAt]).toEqual(['/b.png', body.updated_at]);
  });

  it('BR12: only the fields that are asked for', async () => {
    // Whoever names fields gets parts.
    const part = (await browse({ fields: ['star', 'metrics'] })) as BrowsePart;
    expect(part.items).toEqual([
      { path: '/a Café.jpg', star: 1 },
      { path: '/b.png', star: 5 },
      { path: '/c CAFE\u0301.webp', star: null, metrics: { score: 0.25 } },
      { path: '/d/d.jpg', star: null, metrics: { score: -1 } },
    ]);
    const query = { offset: 1, limit: 1, fields: 'name' };
    const window = await ask(server, 'browseWindow', { result: part.result, query });
    expect(window.body.items).toEqual([{ path: '/b.png', name: 'b.png' }]);
    for (const fields of ['nmae', '', 'name,', 'x'.repeat(300)]) {
      const { problem } = await ask(server, 'browseWindow', { result: part.result, query: { ...query, fields } });
      expect([problem?.error, problem?.field]).toEqual(['invalid_field', 'fields']);
    }
  });

  it('BR14: the head of an answer is where to open the stream', async () => {
    const answer = await ask(server, 'browse', { body: { path: '/' } });
    expect(answer.body.head).toBe(answer.headers['x-sync-cursor']);
    await patch(server, '/b.png', { set_star: 4 });
    expect((await browse({})).head).not.toBe(answer.body.head);
  });
});
