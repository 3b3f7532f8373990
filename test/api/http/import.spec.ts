import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { importPolicies } from '#contracts';
import { runCli } from '../../support/cli.ts';
import { StreamReader } from '../../support/event-stream.ts';
import { indexed } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { writeMany } from '../../support/images.ts';
import { importAtOnce, importKept, preview } from '../../support/imports.ts';
import { freshKey, gesturesOf, historyOf, labelOf, patch, push, undo } from '../../support/labels.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { TokenHolders } from '../../support/token-holders.ts';
import { waitFor } from '../../support/wait-for.ts';

const root = tempFolder('gallery');
const [one, two, three] = ['/image-0001.jpg', '/image-0002.jpg', '/image-0003.jpg'] as const;
const dated = '2026-01-23T19:22:05.000Z';
let server: TestServer;

const start = async (...args: string[]): Promise<void> => {
  server = await startServer({ root, args });
  await indexed(server, 5);
};
const spooled = (workspace = server.workspace): string[] =>
  readdirSync(workspace).filter((name) => name.startsWith('.import-'));

beforeAll(() => writeMany(root, 5, { width: 8, height: 8 }));
afterEach(() => server.stop());

describe('EX5: what a file would do', () => {
  it('is told before anything is done: counts, lists, and what each policy would change', async () => {
    await start();
    await patch(server, one, { set_star: 2, set_notes: 'here' }, { by: 'Ada' });
    await patch(server, two, { set_star: 4 });
    const csv =
      '\ufeffwidth,path,star,tags,mood\r\n8,image-0001.jpg,5,,x\r\n8,image-0002.jpg,4,,x\r\n8,image-0003.jpg,1,a;b,x\r\n8,later/gone.jpg,3,,x\r\n';
    const found = await preview(server, 'csv', csv);
    expect(found).toMatchObject({
      read: 4,
      new: { count: 2, items: [{ path: three, file: { star: 1, tags: ['a', 'b'] } }, { path: '/later/gone.jpg' }] },
      conflicts: { count: 1, items: [{ path: one, here: { star: 2, updated_by: 'Ada' }, file: { star: 5 } }] },
      unchanged: { count: 1, paths: [two] },
      unknown: { count: 1, paths: ['/later/gone.jpg'] },
      refused: { count: 0, lines: [], is_cut_short: false },
      ignored_columns: ['width', 'mood'],
      // Without a date only what is empty is filled, and there is nothing newer.
      changes: { keep: 2, take: 3, newer: 2, merge: 2 },
    });
    // The file says nothing of notes, so it takes none away.
    expect(found.conflicts.items[0]?.file.notes).toBe('here');
    expect(await labelOf(server, three)).toMatchObject({ version: 1, star: null });
    expect(spooled()).toHaveLength(1);
    const { body } = await importKept(server, found.id, 'take');
    expect(body).toMatchObject({ read: 4, new: 2, changed: 1, unchanged: 1, kept: 0, refused: 0, durability: 'disk' });
    expect(await labelOf(server, one)).toMatchObject({ star: 5, notes: 'here', version: 3 });
    expect(spooled()).toEqual([]);
    expect((await ask(server, 'importState', { id: found.id })).body).toEqual({
      id: found.id,
      state: 'done',
      done: 4,
      total: 4,
    });
  });

  it('names every line that cannot be taken, and refuses the file unless these are to be left out', async () => {
    await start();
    const lines = ['{"path":"a.jpg","star":9}', 'no json', '{"path":"image-0001.jpg","star":3,"mood":1}'];
    const content = `${lines.join('\n')}\n{"path":"/image-0001.jpg","star":1}\n{"star":1}\n{"path":"b.jpg","notes":7}\n`;
    const found = await preview(server, 'ndjson', content);
    expect(found.refused).toEqual({
      count: 5,
      is_cut_short: false,
      lines: [
        { line: 1, reason: 'star must be a whole number from 0 to 5, or null.' },
        { line: 2, reason: 'This is not valid JSON.' },
        { line: 4, reason: 'The item "/image-0001.jpg" is there twice.' },
        { line: 5, reason: 'The path must be a text.' },
        { line: 6, reason: 'notes must be a text.' },
      ],
    });
    expect(found).toMatchObject({ read: 1, ignored_columns: ['mood'] });
    const refused = await importKept(server, found.id, 'take');
    expect(refused).toMatchObject({ status: 422, problem: { error: 'invalid_labels_file' } });
    expect(refused.problem?.message).toContain('Line 1: star must be');
    expect((await labelOf(server, one)).version).toBe(1);
    expect((await importAtOnce(server, 'ndjson', content, 'take')).status).toBe(422);
    const { body } = await importKept(server, found.id, 'take', { skips: true });
    expect(body).toMatchObject({ read: 1, new: 1, refused: 5 });
    expect((await labelOf(server, one)).star).toBe(3);
  });

  it.each<[string, 'csv' | 'ndjson' | 'json', string | Buffer, string]>([
    ['UTF-16', 'csv', Buffer.from('\ufeffpath,star\n', 'utf16le'), 'UTF-16'],
    ['UTF-16 without its mark', 'csv', Buffer.from('path,star\n', 'utf16le'), 'UTF-16'],
    ['a quote that is never closed', 'csv', 'path,notes\na.jpg,"x\nb.jpg,y\n', 'never closed'],
    ['no column of paths', 'csv', 'star\n1\n', 'column path is missing'],
    ['an empty table', 'csv', ' ', 'column path is missing'],
    ['JSON that is cut short', 'json', '{"version":1,"items":{"a.jpg":{"star":1}', 'cut short'],
    ['JSON of somebody else', 'json', '{"images":[]}', 'no labels.json'],
    ['a newer labels.json', 'json', '{"version":2,"items":{}}', 'newer Lenslet'],
  ])('refuses %s in words, also when lines may be left out', async (_name, format, content, words) => {
    await start();
    const found = await preview(server, format, content);
    expect(found.refused).toMatchObject({ is_cut_short: true });
    expect(found.refused.lines.at(-1)?.reason).toContain(words);
    const answer = await importKept(server, found.id, 'take', { skips: true });
    expect(answer).toMatchObject({ status: 422, problem: { error: 'invalid_labels_file' } });
  });
});

describe('EX6: an import', () => {
  it('is one gesture under one number, told live, and what was there before can be had back, numbers too', async () => {
    await start();
    await patch(server, one, { set_star: 2, add_tags: ['ours'] });
    await push(server, [{ path: one, metrics: { score: 0.5, size: 3 } }]);
    const before = await labelOf(server, one);
    const stream = await StreamReader.open(server);
    await stream.greeted();
    const content = JSON.stringify({
      version: 1,
      items: {
        'image-0001.jpg': { star: 5, tags: ['theirs'], metrics: { score: 0.75, fresh: 1 } },
        'image-0002.jpg': { notes: 'new', metrics: { score: 1 } },
      },
    });
    const { body } = await importAtOnce(server, 'json', content, 'take', { headers: { 'x-updated-by': 'Grace' } });
    await waitFor(() => stream.frames.some(({ event }) => event === 'items-updated'), 'it to be told');
    const told = stream.frames.find(({ event }) => event === 'items-updated');
    expect(told?.data).toMatchObject({ count: 2, updated_by: 'Grace', gesture_id: body.gesture_id });
    stream.close();
    expect(await labelOf(server, one)).toMatchObject({ star: 5, metrics: { score: 0.75, size: 3, fresh: 1 } });
    const [gesture] = (await gesturesOf(server)).slice(-1);
    expect(gesture).toMatchObject({ kind: 'import', count: 2, updated_by: 'Grace' });
    const undone = await undo(server, body.gesture_id ?? '');
    expect(undone.body).toMatchObject({ reverted: 2, skipped: [] });
    const { star, tags, notes, metrics } = before;
    expect(await labelOf(server, one)).toMatchObject({ star, tags, notes, metrics });
    expect(await labelOf(server, two)).toMatchObject({ star: null, notes: '' });
    expect((await labelOf(server, two)).metrics ?? {}).toEqual({});
    // And the taking back can be taken back.
    await undo(server, undone.body.gesture_id ?? '');
    expect(await labelOf(server, one)).toMatchObject({ star: 5, metrics: { score: 0.75, size: 3, fresh: 1 } });
  });

  it('leaves numbers alone that a job has set again since', async () => {
    await start();
    const content = '{"path":"image-0001.jpg","star":1,"metrics":{"score":1,"other":2}}';
    const { body } = await importAtOnce(server, 'ndjson', content, 'take');
    await push(server, [{ path: one, metrics: { score: 7 } }]);
    await undo(server, body.gesture_id ?? '');
    expect(await labelOf(server, one)).toMatchObject({ star: null, metrics: { score: 7 } });
  });

  it.each(['json', 'ndjson', 'csv'] as const)('of an export as %s makes the same gallery', async (format) => {
    await start('--flush-interval', '1');
    await patch(server, one, { set_star: 5, set_notes: '=1+1, "q"\nline', add_tags: ['b;', 'a', 'ü'] }, { by: 'Ada' });
    await patch(server, one, { add_tags: ['later'] }, { by: 'Bob' });
    await push(server, [{ path: two, metrics: { score: 0.25 } }]);
    const from = server.workspace;
    const out = `${tempFolder('export')}/labels`;
    await server.stop();
    expect(await runCli(['export', '--workspace', from, '--format', format, '--output', out])).toMatchObject({
      code: 0,
    });
    const itemsIn = (workspace: string): unknown =>
      readFileSync(`${workspace}/labels.json`, 'utf8').split('"items"')[1] ?? '';
    const items = itemsIn(from);
    server = await startServer({ root });
    await indexed(server, 5);
    const { body } = await importAtOnce(server, format, readFileSync(out), 'newer');
    expect(body).toMatchObject({ read: 2, new: 2 });
    await server.stop();
    expect(itemsIn(server.workspace)).toBe(items);
    // The command does the same, and tells the same numbers.
    const workspace = tempFolder('by-command');
    const file = `${out}.${format}`;
    writeFileSync(file, readFileSync(out));
    const told = await runCli(['import', file, '--workspace', workspace, '--policy', 'newer']);
    expect(told.out).toContain('2 labels read');
    expect(told.out).toContain('2 new, 0 changed, 0 unchanged, 0 left as they are');
    server = await startServer({ root, workspace });
    await indexed(server, 5);
    await server.stop();
    expect(itemsIn(workspace)).toBe(items);
  });

  it('IT8: is done once, however often it is asked for, also when its file is gone', async () => {
    await start();
    const found = await preview(server, 'csv', 'path,star\nimage-0001.jpg,3\n');
    const key = freshKey();
    const first = await importKept(server, found.id, 'take', { key });
    const again = await importKept(server, found.id, 'take', { key });
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotency-replayed']).toBe('true');
    const { workspace } = server;
    await server.kill();
    server = await startServer({ root, workspace });
    await indexed(server, 5);
    expect((await importKept(server, found.id, 'take', { key })).body).toEqual(first.body);
    expect((await importKept(server, found.id, 'take')).problem?.error).toBe('import_not_found');
    // With other bytes it is another request.
    const wish = { key: freshKey() };
    await importAtOnce(server, 'csv', 'path,star\nimage-0002.jpg,3\n', 'take', wish);
    const other = await importAtOnce(server, 'csv', 'path,star\nimage-0002.jpg,4\n', 'take', wish);
    expect(other.problem?.error).toBe('idempotency_key_reused');
    expect(await historyOf(server, two)).toHaveLength(1);
  });

  it('says of a file that it was imported already, and does not do it twice, whatever the key', async () => {
    await start();
    const found = await preview(server, 'csv', 'path,star\nimage-0001.jpg,3\n');
    expect((await importKept(server, found.id, 'take')).body.new).toBe(1);
    const again = await importKept(server, found.id, 'take');
    expect(again).toMatchObject({ status: 409, problem: { error: 'already_imported' } });
    expect(again.problem?.message).not.toContain('Nothing');
    expect(await historyOf(server, one)).toHaveLength(1);
    expect((await ask(server, 'importState', { id: found.id })).body.state).toBe('done');
  });

  it('by policy decides what holds where both have a label', async () => {
    await start();
    const items = Object.fromEntries(
      importPolicies.map((_, at) => [`image-000${at + 1}.jpg`, { star: 5, updated_at: dated, updated_by: 'Grace' }]),
    );
    for (const [at, policy] of importPolicies.entries()) {
      const path = `/image-000${at + 1}.jpg`;
      await patch(server, path, { set_star: 1 });
      const name = path.slice(1);
      await importAtOnce(server, 'json', JSON.stringify({ version: 1, items: { [name]: items[name] } }), policy);
    }
    const stars = await Promise.all(
      importPolicies.map(async (_, at) => (await labelOf(server, `/image-000${at + 1}.jpg`)).star),
    );
    // What is here is newer than the file.
    expect(stars).toEqual([1, 5, 1, 1]);
  });
});

describe('EX7: whose labels they are', () => {
  it('is what the file says for an admin; a labeller writes as who they are, within the limits', async () => {
    const people = new TokenHolders();
    for (const [name, role] of [
      ['vic', 'viewer'],
      ['lab', 'labeller'],
      ['adm', 'admin'],
    ] as const) {
      await people.add(name, role);
    }
    server = await startServer({ root, args: ['--token-file', people.file] });
    const as = (name: string): { headers: Readonly<Record<string, string>> } => ({ headers: people.headersOf(name) });
    await waitFor(async () => (await ask(server, 'health', as('adm'))).body.indexing.items === 5, 'the index');
    const of = (name: string): string =>
      JSON.stringify({ path: name, star: 4, updated_by: 'somebody else', updated_at: dated, version: 77 });
    const found = async (path: string): Promise<unknown> =>
      (await ask(server, 'item', { query: { path }, ...as('adm') })).body;
    expect((await importAtOnce(server, 'ndjson', of('image-0001.jpg'), 'take', as('vic'))).status).toBe(403);
    await importAtOnce(server, 'ndjson', of('image-0001.jpg'), 'take', as('lab'));
    expect(await found(one)).toMatchObject({ star: 4, updated_by: 'lab', version: 2 });
    expect(await found(one)).not.toMatchObject({ updated_at: dated });
    await importAtOnce(server, 'ndjson', of('image-0002.jpg'), 'take', as('adm'));
    expect(await found(two)).toMatchObject({ updated_by: 'somebody else', updated_at: dated, version: 77 });
    const tags = Array.from({ length: 65 }, (_, at) => `t${at}`);
    const many = JSON.stringify({ path: 'image-0003.jpg', tags });
    const refused = await importAtOnce(server, 'ndjson', many, 'take', as('lab'));
    expect(refused.problem?.message).toContain('at most 64 tags');
    expect((await importAtOnce(server, 'ndjson', many, 'take', as('adm'))).body.new).toBe(1);
    // Nobody gets at what somebody else has handed over.
    const { id } = await preview(server, 'ndjson', of('image-0004.jpg'), people.headersOf('adm'));
    expect((await importKept(server, id, 'take', as('lab'))).problem?.error).toBe('import_not_found');
    expect((await ask(server, 'importState', { id, ...as('lab') })).problem?.error).toBe('import_not_found');
  });
});
