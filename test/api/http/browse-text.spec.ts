import { rm } from 'node:fs/promises';
import { request } from 'node:http';
import type { BrowseAnswer, BrowseQuery, BrowseRequest, SortDir } from '#contracts';
import { indexed } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { writeImage } from '../../support/images.ts';
import { bulk, patch } from '../../support/labels.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const root = tempFolder('gallery');
const files = [
  'beach.jpg',
  'x/beaches.jpg',
  'x/b.jpg',
  'x/my beach.jpg',
  'x/Café 写真.jpg',
  'y/notes.jpg',
  'y/other.jpg',
];
const everything = { path: '/', recursive: true };
let server: TestServer;

const browse = async (question: Partial<BrowseRequest>): Promise<BrowseAnswer> =>
  (await ask(server, 'browse', { body: { ...everything, ...question } })).body;
const found = async (text: string, question: Partial<BrowseRequest> = {}): Promise<string[]> =>
  (await browse({ text, ...question })).items.map(({ path }) => path);
const relevance = (dir: SortDir = 'asc'): Pick<BrowseRequest, 'sort'> => ({ sort: { key: 'relevance', dir } });

beforeAll(async () => {
  for (const file of files) await writeImage(root, file, { width: 8, height: 8 });
  server = await startServer({ root });
  await indexed(server, files.length);
  await patch(server, '/x/b.jpg', { set_tags: ['Beach'], set_star: 4 }, { by: 'Ada' });
  await patch(server, '/y/notes.jpg', { set_notes: 'at the\nbeach', set_star: 2 }, { by: 'Bob' });
});

describe('a query with a text', () => {
  it.each<[string, string[]]>([
    ['BEACH', ['/x/b.jpg', '/beach.jpg', '/x/beaches.jpg', '/x/my beach.jpg', '/y/notes.jpg']],
    ['"the beach"', ['/y/notes.jpg']],
    ['cafe 写', ['/x/Café 写真.jpg']],
    ['tag:beach', ['/x/b.jpg']],
    ['name:beach path:x', ['/x/beaches.jpg', '/x/my beach.jpg']],
    ['star:>=3 by:ada', ['/x/b.jpg']],
    ['beach star:none', ['/beach.jpg', '/x/beaches.jpg', '/x/my beach.jpg']],
    ['nothing', []],
  ])('BR17: finds what a search finds, in its own order: %s', async (text, expected) => {
    expect(await found(text)).toEqual(expected);
    const { body } = await ask(server, 'search', { query: { q: text } });
    expect(body.items.map(({ path }) => path).sort()).toEqual([...expected].sort());
    expect(await found(text, relevance())).toEqual(body.items.map(({ path }) => path));
  });

  it('BR17: is one more condition, in its folder', async () => {
    expect(await found('beach', { filters: { and: [{ stars: { in: [2, 4] } }] } })).toEqual([
      '/x/b.jpg',
      '/y/notes.jpg',
    ]);
    expect(await found('beach', { path: '/x', recursive: false })).toHaveLength(3);
    expect(await found('beach', { path: '/', recursive: false })).toEqual(['/beach.jpg']);
  });

  it('BR4: is ordered by relevance, both ways, equal ones by path', async () => {
    const best = ['/beach.jpg', '/x/beaches.jpg', '/x/b.jpg', '/x/my beach.jpg', '/y/notes.jpg'];
    expect(await found('beach', relevance())).toEqual(best);
    expect(await found('beach', relevance('desc'))).toEqual([3, 4, 2, 1, 0].map((at) => best[at]));
  });

  it.each(['', '  ', '"', 'tag:', 'star:>'])('BR17: asks for nothing while it is only begun: %j', async (text) => {
    expect(await found(text)).toHaveLength(files.length);
    expect((await browse({ text })).result).toBe((await browse({})).result);
    expect(await found(text, relevance())).toEqual(await found('', { sort: { key: 'path', dir: 'asc' } }));
  });

  it.each(['"', 'tag:', 'beach star:>'])('BR17: changes nothing while it is only begun: %j', async (text) => {
    const query: BrowseQuery = { ...everything, sort: { key: 'name', dir: 'asc' }, text };
    const { status, problem } = await bulk(server, { scope: { query }, patch: { set_star: 1 } });
    expect([status, problem?.error, problem?.field]).toEqual([400, 'invalid_field', 'text']);
    expect((await browse({ filters: { and: [{ stars: { in: [1] } }] } })).total).toBe(0);
  });

  it('BR17: has windows, a place, a layout, drift and facets', async () => {
    const { result, total } = await browse({ text: 'beach', limit: 1 });
    expect(total).toBe(5);
    const window = await ask(server, 'browseWindow', { result, query: { offset: 3, limit: 5 } });
    expect(window.body.items.map(({ path }) => path)).toEqual(['/x/my beach.jpg', '/y/notes.jpg']);
    expect((await browse({ text: 'beach', locate: '/x/beaches.jpg' })).located).toBe(2);
    expect((await browse({ text: 'beach', locate: '/y/other.jpg' })).located).toBeNull();
    await patch(server, '/y/other.jpg', { add_tags: ['Strand', 'beach'] });
    await patch(server, '/x/b.jpg', { set_tags: [] });
    expect((await ask(server, 'browseDrift', { result })).body).toEqual({ no_longer_match: 1, newly_match: 1 });
    const facets = await ask(server, 'facets', {
      body: { ...everything, text: 'beach', sort: { key: 'name', dir: 'asc' } },
    });
    expect(facets.body).toMatchObject({ total: 5, labelled: { yes: 2, no: 3 }, tags: { distinct: 2 } });
    expect((await browse({ text: 'beach' })).result).not.toBe(result);
    await patch(server, '/x/b.jpg', { set_tags: ['Beach'] });
    await patch(server, '/y/other.jpg', { set_tags: [] });
    expect((await ask(server, 'browseDrift', { result })).body).toEqual({ no_longer_match: 0, newly_match: 0 });
  });

  it('BR17: follows files that come and go', async () => {
    const { result } = await browse({ text: 'river' });
    await writeImage(root, 'y/river.jpg', { width: 8, height: 8 });
    await waitFor(
      async () => (await ask(server, 'browseDrift', { result })).body.newly_match === 1,
      'the file to be noticed',
    );
    expect(await found('river')).toEqual(['/y/river.jpg']);
    await rm(`${root}/y/river.jpg`);
    await waitFor(async () => (await found('river')).length === 0, 'the file to go');
  });

  it('BR17: is the scope of a write, and kept in a view as it was typed', async () => {
    const query = { ...everything, text: 'Beach name:my ', ...relevance() };
    const { body } = await bulk(server, { scope: { query }, patch: { add_tags: ['mine'] } });
    expect(body.changed).toBe(1);
    expect(await found('tag:mine')).toEqual(['/x/my beach.jpg']);
    const { body: views } = await ask(server, 'views');
    const kept = [{ id: 'v', name: 'mine', query }];
    const headers = { 'idempotency-key': 'keep' };
    const saved = await ask(server, 'replaceViews', { body: { base_version: views.version, views: kept }, headers });
    expect(saved.status).toBe(200);
    expect((await ask(server, 'views')).body.views[0]?.query).toEqual(query);
  });

  it('BR17: leaves nothing behind when nobody waits any more', async () => {
    const body = JSON.stringify({ ...everything, text: 'b e a c h', filters: { and: [{ stars: { in: [4] } }] } });
    const headers = { 'content-type': 'application/json' };
    await Promise.all(
      Array.from(
        { length: 40 },
        (_, turn) =>
          new Promise<void>((resolve) => {
            const sent = request(`${server.url}/browse`, { method: 'POST', headers }, (answer) =>
              answer.resume().once('close', resolve),
            );
            sent.once('error', () => resolve());
            sent.end(body);
            if (turn % 3 > 0) setImmediate(() => sent.destroy());
          }),
      ),
    );
    expect(await found('b e a c h', { filters: { and: [{ stars: { in: [4] } }] } })).toEqual(['/x/b.jpg']);
  });
});
