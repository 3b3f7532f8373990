import { renameSync } from 'node:fs';
import type { ItemReplacement, Sidecar } from '#contracts';
import { indexed } from '../../support/gallery-state.ts';
import { ask, type Answer } from '../../support/http-client.ts';
import { writeImage, writeMany } from '../../support/images.ts';
import { bulk, gesturesOf, historyOf, labelOf, patch, put, writeHeaders } from '../../support/labels.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { waitFor } from '../../support/wait-for.ts';

const root = tempFolder('gallery');
let server: TestServer;
let count = 0;
/** An item that nobody has written on. */
const fresh = (): string => `/many/image-${String((count += 1)).padStart(4, '0')}.jpg`;
/** And one that is at this version. */
const at = async (version: number): Promise<string> => {
  const path = fresh();
  for (let turn = 1; turn < version; turn += 1) await patch(server, path, { set_notes: `version ${turn + 1}` });
  return path;
};
const refusal = ({ status, problem }: Answer<unknown>): [number, string | undefined] => [status, problem?.error];

beforeAll(async () => {
  await writeMany(`${root}/many`, 120, { width: 8, height: 8 });
  await writeImage(root, 'away.jpg');
  await writeImage(root, 'never.jpg');
  server = await startServer({ root });
  await indexed(server, 122);
});

describe('an item and its versions', () => {
  it('IT1: begins at version 1, with nothing on it', async () => {
    const path = fresh();
    const { status, headers, body } = await ask(server, 'item', { query: { path } });
    expect([status, headers.etag]).toEqual([200, '"1"']);
    expect(body).toMatchObject({
      v: 1,
      path,
      tags: [],
      notes: '',
      star: null,
      version: 1,
      updated_at: '',
      updated_by: 'server',
    });
    expect(body).not.toHaveProperty('metrics');
    expect(body.exif).toMatchObject({ width: 8, height: 8 });
    expect(refusal(await ask(server, 'item', { query: { path: '/nowhere.jpg' } }))).toEqual([404, 'item_not_found']);
  });

  it('IT1, IT2: each accepted change raises the version by one, and tells when and by whom', async () => {
    const path = fresh();
    const before = new Date(Date.now() - 1000).toISOString();
    const first = await patch(server, path, { set_star: 4 }, { base: 1, by: 'Ada' });
    expect(first.headers.etag).toBe('"2"');
    expect(first.body).toMatchObject({ star: 4, version: 2, updated_by: 'Ada', durability: 'disk' });
    expect(first.body.gesture_id).toMatch(/\S/);
    expect(first.body.updated_at > before).toBe(true);
    const second = await put(server, path, { tags: ['x'], notes: 'n', star: null }, { base: 2, by: 'Bo' });
    expect([second.headers.etag, second.body.version, second.body.updated_by]).toEqual(['"3"', 3, 'Bo']);
    const { durability, gesture_id, ...kept } = second.body;
    expect([durability, typeof gesture_id]).toEqual(['disk', 'string']);
    for (let turn = 0; turn < 3; turn += 1) expect(await labelOf(server, path)).toEqual(kept);
  });

  it('A1, A25: a write says what it was made against', async () => {
    const path = await at(3);
    const label: ItemReplacement = { tags: [], notes: '', star: 1 };
    expect(refusal(await patch(server, path, { set_star: 1 }, { base: null }))).toEqual([400, 'missing_base_version']);
    expect(refusal(await put(server, path, label, { base: null }))).toEqual([400, 'missing_base_version']);
    expect((await labelOf(server, path)).version).toBe(3);
    expect((await put(server, path, { ...label, base_version: 3 }, { base: null })).body.version).toBe(4);
    expect((await patch(server, path, { base_version: 4, set_star: 2 }, { base: null })).body.version).toBe(5);
  });

  it('A2: in one voice', async () => {
    const path = await at(3);
    const both = await patch(server, path, { base_version: 4, set_star: 1 }, { base: 3 });
    expect(refusal(both)).toEqual([400, 'version_mismatch']);
    expect((await patch(server, path, { base_version: 3, set_star: 1 }, { base: 3 })).body.version).toBe(4);
  });

  it.each([
    ['A3: stale by one', 2],
    ['A4: from the future', 4],
    ['A4: from the far future', 4_000_000],
    ['the first', 1],
  ])('IT4: %s, it is refused, with what is there now', async (_, base) => {
    const path = await at(3);
    for (const answer of [
      await patch(server, path, { set_star: 1 }, { base }),
      await put(server, path, { tags: [], notes: '', star: 1 }, { base }),
      await patch(server, path, { set_star: 1, base_version: base }, { base: null }),
      // Even if it would change nothing.
      await patch(server, path, { set_notes: 'version 3' }, { base }),
    ]) {
      expect([...refusal(answer), answer.headers.etag]).toEqual([409, 'version_conflict', '"3"']);
      expect(answer.problem).toMatchObject({ current: { path, notes: 'version 3', version: 3, star: null } });
      if (base < 3) expect(answer.problem?.changed_fields).toEqual(['notes']);
      expect(answer.problem?.current).toEqual(await labelOf(server, path));
    }
    expect(await historyOf(server, path, 3)).toEqual([]);
  });

  it('IT4: a conflict names the fields that changed since, and those only', async () => {
    const path = fresh();
    await patch(server, path, { set_star: 1 }, { base: 1 });
    await patch(server, path, { add_tags: ['a'] }, { base: 2 });
    await patch(server, path, { set_notes: 'n' }, { base: 3 });
    const fields = async (base: number): Promise<unknown> =>
      [...((await patch(server, path, { set_star: 2 }, { base })).problem?.changed_fields ?? [])].sort();
    expect(await fields(1)).toEqual(['notes', 'star', 'tags']);
    expect(await fields(2)).toEqual(['notes', 'tags']);
    expect(await fields(3)).toEqual(['notes']);
  });

  it.each([
    ['A5: weak', 'W/"3"'],
    ['A6: a list', '"2", "3"'],
    ['A6: a list without blanks', '"3","9"'],
    ['A8: bare', '3'],
    ['A7: any', '*'],
    ['plain', '"3"'],
  ])('%s, If-Match: %s is taken', async (_, base) => {
    const path = await at(3);
    expect((await patch(server, path, { set_star: 5 }, { base })).body.version).toBe(4);
    // And is a real condition: the same is refused now, but for the one that holds always.
    const { status } = await patch(server, path, { set_star: 4 }, { base });
    expect(status).toBe(base === '*' ? 200 : 409);
  });

  it('A7: any version of nothing is nothing', async () => {
    for (const path of ['/nowhere.jpg', '/many/none.jpg', '/many']) {
      expect(refusal(await patch(server, path, { set_star: 5 }))).toEqual([404, 'item_not_found']);
      expect(refusal(await put(server, path, { tags: [], notes: '', star: 5 }))).toEqual([404, 'item_not_found']);
    }
  });

  it.each([
    '"03"',
    '"3 "',
    '"+3"',
    '"3.0"',
    '"1e1"',
    '"0x3"',
    '"9007199254740993"',
    '"-1"',
    '',
    '"3',
    "'3'",
    '"three"',
    '03',
    '*, "3"',
    '"3" "4"',
    `"${'3'.repeat(10_240)}"`,
  ])('A8: If-Match: %.20s is refused, not understood somehow', async (base) => {
    const path = await at(3);
    expect(refusal(await patch(server, path, { set_star: 5 }, { base }))).toEqual([400, 'invalid_if_match']);
    expect((await labelOf(server, path)).version).toBe(3);
  });

  it.each(['3', 3.5, null, true, 2 ** 53 + 1, -1, [3], {}])('A9: base_version %j is refused', async (base) => {
    const path = await at(3);
    for (const name of ['patchItem', 'replaceItem'] as const) {
      const label = name === 'patchItem' ? { set_star: 5 } : { tags: [], notes: '', star: 5 };
      const body = { ...label, base_version: base };
      const answer = await ask(server, name, { query: { path }, body, headers: writeHeaders() });
      expect([...refusal(answer), answer.problem?.field]).toEqual([400, 'invalid_field', 'base_version']);
    }
    expect((await labelOf(server, path)).version).toBe(3);
  });

  it('A12, IT5: a write that changes nothing makes no version and no history', async () => {
    const path = fresh();
    const first = await patch(
      server,
      path,
      { set_star: 2, set_notes: 'n', add_tags: ['a', 'b'] },
      { base: 1, by: 'Ada' },
    );
    const { seq } = (await gesturesOf(server)).at(-1)!;
    const same: (() => Promise<Answer<Sidecar>>)[] = [
      () => patch(server, path, { set_star: 2 }, { base: 2, by: 'Bo' }),
      () => patch(server, path, { add_tags: ['a'], remove_tags: ['z'] }, { base: 2, by: 'Bo' }),
      () => patch(server, path, { set_tags: ['a', 'b'], set_notes: 'n' }, { base: '*', by: 'Bo' }),
      () => put(server, path, { tags: ['a', 'b'], notes: 'n', star: 2 }, { base: 2, by: 'Bo' }),
    ];
    for (const write of same) {
      const { status, headers, body } = await write();
      expect([status, headers.etag]).toEqual([200, '"2"']);
      expect(body).toMatchObject({ version: 2, updated_by: 'Ada', updated_at: first.body.updated_at });
      expect(body).not.toHaveProperty('gesture_id');
    }
    expect(await historyOf(server, path)).toHaveLength(1);
    expect(await gesturesOf(server, seq)).toEqual([]);
  });

  it('A13, IT6: tags are set, then removed, then added', async () => {
    const path = fresh();
    const tagsAfter = async (body: object): Promise<string[]> => (await patch(server, path, body)).body.tags;
    expect(await tagsAfter({ add_tags: ['a'], remove_tags: ['a'] })).toEqual(['a']);
    expect(await tagsAfter({ set_tags: ['b', 'c', 'd'], remove_tags: ['c'], add_tags: ['e', 'b'] })).toEqual([
      'b',
      'd',
      'e',
    ]);
    expect(await tagsAfter({ remove_tags: ['b'], add_tags: ['b'] })).toEqual(['d', 'e', 'b']);
    expect(await tagsAfter({ set_tags: [] })).toEqual([]);
  });

  it('updated_by is the name that was given, else the tab, else the server', async () => {
    const path = fresh();
    const by = async (wish: object): Promise<string> =>
      (await patch(server, path, { set_notes: `${Math.random()}` }, wish)).body.updated_by;
    expect(await by({ by: 'Ada Lovelace', client: 'tab 1' })).toBe('Ada Lovelace');
    const tab = await by({ client: 'tab 1' });
    expect(tab).toMatch(/^client:[\w-]{8}$/);
    expect(await by({ client: 'tab 1' })).toBe(tab);
    expect(await by({ client: 'tab 2' })).not.toBe(tab);
    expect(await by({})).toBe('server');
    expect(await by({ by: '' })).toBe('server');
    const clients = (await historyOf(server, path)).map(({ client }) => client);
    expect(clients[0]).toBe(clients[1]);
    expect(clients[3]).not.toBe(clients[1]);
    expect(JSON.stringify(clients)).not.toContain('tab 1');
  });

  it('labels show in folders, pages and browse rows', async () => {
    const path = await at(2);
    const { version } = (await patch(server, path, { set_star: 5, set_notes: 'seen', set_tags: ['x', 'y'] })).body;
    const row = { path, star: 5, comments: 'seen', tags: ['x', 'y'], version };
    const rows = [
      (await ask(server, 'folders', { query: { path: '/many' } })).body.items,
      (await ask(server, 'folders', { query: { recursive: true, page_size: 500 } })).body.items,
      (await ask(server, 'browse', { body: { path: '/many', recursive: false, limit: 500 } })).body.items,
    ];
    for (const items of rows) expect(items.find((item) => item.path === path)).toMatchObject(row);
  });

  it('A28: a file that went away keeps its label, and has it when it returns', async () => {
    const path = '/away.jpg';
    const { version } = (await patch(server, path, { set_star: 3, add_tags: ['kept'] })).body;
    for (const name of ['away', 'never']) renameSync(`${root}/${name}.jpg`, `${root}/${name}.aside`);
    await ask(server, 'refresh');
    await waitFor(async () => (await ask(server, 'item', { query: { path } })).status === 404, 'it to be missed');
    const key = 'only once';
    expect(refusal(await patch(server, path, { set_star: 1 }, { base: version, key }))).toEqual([404, 'item_gone']);
    expect(refusal(await put(server, path, { tags: [], notes: '', star: 1 }))).toEqual([404, 'item_gone']);
    await waitFor(
      async () => (await patch(server, '/never.jpg', { set_star: 1 })).problem?.error === 'item_not_found',
      'the other to be missed',
    );
    const { body } = await bulk(server, { scope: { paths: [path] }, patch: { set_star: 1 } });
    expect(body).toMatchObject({ changed: 0, missing: 1, gesture_id: null });
    expect((await historyOf(server, path)).map((operation) => operation.version)).toEqual([version]);
    renameSync(`${root}/away.aside`, `${root}/away.jpg`);
    await ask(server, 'refresh');
    const back = await waitFor(
      async () => (await patch(server, path, { set_star: 1 }, { base: version, key })).body,
      'it',
    );
    expect(back).toMatchObject({ star: 1, tags: ['kept'], version: version + 1 });
  });
});
