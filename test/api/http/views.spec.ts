import type { ViewDraft, ViewsDocument } from '#contracts';
import { limits } from '#contracts';
import { indexed } from '../../support/gallery-state.ts';
import { ask, type Answer } from '../../support/http-client.ts';
import { StreamReader } from '../../support/event-stream.ts';
import { writeImage } from '../../support/images.ts';
import { labelsReady, writeHeaders, type WriteWish } from '../../support/labels.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

describe('saved views', () => {
  const root = tempFolder('gallery');
  let server: TestServer;

  const query = { path: '/', recursive: true, sort: { key: 'added_at', dir: 'desc' } } as const;
  const draft = (id: string, more: Partial<ViewDraft> = {}): ViewDraft => ({ id, name: `view ${id}`, query, ...more });
  const read = (): Promise<Answer<ViewsDocument>> => ask(server, 'views');
  const save = (views: readonly unknown[], wish: WriteWish = {}, more: object = {}): Promise<Answer<ViewsDocument>> =>
    ask(server, 'replaceViews', { body: { views, ...more }, headers: writeHeaders(wish) });

  beforeAll(async () => {
    await writeImage(root, 'one.jpg');
    server = await startServer({ root });
    await indexed(server, 1);
  });

  it('are none at first, with a version to write on', async () => {
    const { body, headers } = await read();
    expect(body.views).toEqual([]);
    expect(headers.etag).toBe(`"${body.version}"`);
  });

  it('are replaced as a whole, on the version that was read', async () => {
    const { body } = await read();
    const filtered = {
      ...query,
      filters: { and: [{ stars: { in: [4, 5, null] } }, { not: { labelled: { is: true } } }] },
    };
    const views = [draft('a', { query: filtered as ViewDraft['query'] }), draft('b', { shared: true })];
    const saved = await save(views, { base: body.version, by: 'Ada' });
    expect([saved.status, saved.body.version, saved.headers.etag]).toEqual([
      200,
      body.version + 1,
      `"${body.version + 1}"`,
    ]);
    expect(saved.body.views.map(({ id, name, shared, created_by }) => [id, name, shared, created_by])).toEqual([
      ['a', 'view a', expect.any(Boolean), 'Ada'],
      ['b', 'view b', true, 'Ada'],
    ]);
    expect(saved.body.views[0]?.query).toEqual(filtered);
    const { durability, ...kept } = saved.body;
    expect([durability, (await read()).body]).toEqual(['disk', kept]);
  });

  it('A3, A4: on another version they are refused, with what is there', async () => {
    const { body } = await read();
    for (const base of [body.version - 1, body.version + 1]) {
      const { status, problem, headers } = await save([], { base });
      expect([status, problem?.error, headers.etag]).toEqual([409, 'version_conflict', `"${body.version}"`]);
      expect(problem?.current).toEqual(body);
    }
    expect((await save([], { base: null })).problem?.error).toBe('missing_base_version');
    expect((await save([], { base: body.version }, { base_version: body.version + 1 })).problem?.error).toBe(
      'version_mismatch',
    );
    expect((await save([], { base: '"x"' })).problem?.error).toBe('invalid_if_match');
    expect((await read()).body).toEqual(body);
  });

  it('keep who made them, whoever saves them and whatever is claimed', async () => {
    const { body } = await read();
    const [first] = body.views;
    const views = [{ ...first!, name: 'renamed', created_by: 'Mallory' }, draft('c', { created_by: 'Mallory' })];
    const saved = await save(views, { base: body.version, by: 'Bo' });
    expect(saved.body.views.map(({ id, name, created_by }) => [id, name, created_by])).toEqual([
      ['a', 'renamed', 'Ada'],
      ['c', 'view c', 'Bo'],
    ]);
  });

  it.each<[string, unknown[]]>([
    [
      'two of one id',
      [
        { id: 'x', name: 'x', query },
        { id: 'x', name: 'y', query },
      ],
    ],
    ['no name', [{ id: 'x', query }]],
    ['no query', [{ id: 'x', name: 'x' }]],
    ['a query that is none', [{ id: 'x', name: 'x', query: { ...query, sort: { key: 'colour', dir: 'asc' } } }]],
    ['a filter that is none', [{ id: 'x', name: 'x', query: { ...query, filters: { and: [{ colour: 'red' }] } } }]],
    ['a path that leads out', [{ id: 'x', name: 'x', query: { ...query, path: '/../..' } }]],
    ['a field nobody knows', [{ id: 'x', name: 'x', query, colour: 'red' }]],
    ['a window', [{ id: 'x', name: 'x', query: { ...query, offset: 0, limit: 5 } }]],
    [
      'more than there may be',
      Array.from({ length: limits.views + 1 }, (_, turn) => ({ id: `${turn}`, name: 'x', query })),
    ],
    ['words', ['x']],
  ])('with %s are refused', async (_, views) => {
    const { body } = await read();
    const { status } = await save(views, { base: '*' });
    expect(status).toBe(400);
    expect((await read()).body).toEqual(body);
  });

  it('IT4: of a hundred who save on one version, one does', async () => {
    const { version } = (await read()).body;
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, turn) => save([draft(`${turn}`)], { base: version })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(99);
    expect((await read()).body.version).toBe(version + 1);
  });

  it('are still there after the server was killed', async () => {
    const { body } = await read();
    await server.kill();
    server = await startServer({ root, workspace: server.workspace });
    await labelsReady(server);
    expect((await read()).body).toEqual(body);
  });

  it('ST1: whoever listens is told of another version at once, and of a request that is repeated once', async () => {
    const { body } = await read();
    const reader = await StreamReader.open(server);
    const wish = { base: body.version, key: 'told-once' };
    for (let turn = 0; turn < 2; turn += 1) expect((await save([draft('told')], wish)).status).toBe(200);
    await save([], { base: body.version + 1 });
    const told = (): unknown[] =>
      reader.frames.filter(({ event }) => event === 'views-updated').map(({ data }) => data);
    await waitFor(() => told().length >= 2, 'both versions to be told');
    expect(told()).toEqual([{ version: body.version + 1 }, { version: body.version + 2 }]);
    reader.close();
  });
});
