import { indexed } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { writeMany } from '../../support/images.ts';
import { bulk, gesturesOf, historyOf, labelOf, patch, put, undo } from '../../support/labels.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const root = tempFolder('gallery');
let server: TestServer;
let count = 0;
const fresh = (): string => `/image-${String((count += 1)).padStart(4, '0')}.jpg`;

beforeAll(async () => {
  await writeMany(root, 40, { width: 8, height: 8 });
  server = await startServer({ root });
  await indexed(server, 40);
});

describe('IT10: history', () => {
  it('tells of each accepted change what was before and after, by whom, from where and when', async () => {
    const path = fresh();
    const { body } = await patch(
      server,
      path,
      { set_star: 4, set_notes: 'n', add_tags: ['a'] },
      { by: 'Ada', client: 'tab' },
    );
    await put(server, path, { tags: ['a', 'b'], notes: 'n', star: null });
    const { operations, next } = (await ask(server, 'itemHistory', { query: { path } })).body;
    expect(next).toBeUndefined();
    const [last, first] = operations;
    expect(operations).toHaveLength(2);
    expect(first).toMatchObject({
      path,
      version: 2,
      gesture_id: body.gesture_id,
      changes: { star: [null, 4], notes: ['', 'n'], tags: [[], ['a']] },
      updated_by: 'Ada',
      at: body.updated_at,
    });
    expect(first?.client).toMatch(/\S/);
    expect(last).toMatchObject({ version: 3, changes: { star: [4, null], tags: [['a'], ['a', 'b']] } });
    expect(last?.changes).not.toHaveProperty('notes');
    expect(last!.seq).toBeGreaterThan(first!.seq);
  });

  it('is empty where nobody wrote, and not there where nothing is', async () => {
    expect((await ask(server, 'itemHistory', { query: { path: fresh() } })).body).toEqual({ operations: [] });
    const { status, problem } = await ask(server, 'itemHistory', { query: { path: '/nowhere.jpg' } });
    expect([status, problem?.error]).toEqual([404, 'item_not_found']);
  });

  it('comes in pages of fifty, the newest first, and none twice', async () => {
    const path = fresh();
    for (let turn = 0; turn < 120; turn += 1) await patch(server, path, { set_notes: `turn ${turn}` });
    const sizes = [];
    const versions = [];
    let before: number | undefined;
    do {
      const query = { path, ...(before === undefined ? {} : { before }) };
      const { operations, next } = (await ask(server, 'itemHistory', { query })).body;
      sizes.push(operations.length);
      versions.push(...operations.map(({ version }) => version));
      before = next;
    } while (before !== undefined);
    expect(sizes).toEqual([50, 50, 20]);
    expect(versions).toEqual(Array.from({ length: 120 }, (_, turn) => 121 - turn));
  });

  it('a page that is just full has no next one', async () => {
    const path = fresh();
    for (let turn = 0; turn < 50; turn += 1) await patch(server, path, { set_notes: `turn ${turn}` });
    const { operations, next } = (await ask(server, 'itemHistory', { query: { path } })).body;
    expect([operations.length, next]).toEqual([50, undefined]);
  });

  it.each(['-1', '1.5', 'x', '1e3', ''])('before=%s is refused', async (before) => {
    for (const name of ['itemHistory', 'gestures'] as const) {
      const query = { ...(name === 'itemHistory' ? { path: '/image-0001.jpg' } : {}), before };
      const { status, problem } = await ask(server, name, { query });
      expect([status, problem?.field]).toEqual([400, 'before']);
    }
  });

  it('of gestures can be asked by person and by time', async () => {
    const path = fresh();
    const from = new Date().toISOString();
    await patch(server, path, { set_notes: '1' }, { by: 'Grace' });
    await patch(server, path, { set_notes: '2' }, { by: 'Edsger' });
    await bulk(server, { scope: { paths: [path] }, patch: { set_star: 1 } }, { by: 'Grace' });
    const kinds = async (filter: Record<string, string>): Promise<string[]> =>
      (await gesturesOf(server, 0, filter)).map(({ kind, updated_by }) => `${updated_by}: ${kind}`);
    expect(await kinds({ by: 'Grace' })).toEqual(['Grace: edit', 'Grace: bulk']);
    expect(await kinds({ from, by: 'Edsger' })).toEqual(['Edsger: edit']);
    expect(await kinds({ from })).toEqual(['Grace: edit', 'Edsger: edit', 'Grace: bulk']);
    const times = (await gesturesOf(server, 0, { from })).map(({ at }) => at);
    expect(await kinds({ from, to: from })).toEqual([]);
    expect(await kinds({ from: times[2]!, by: 'Grace' })).toContain('Grace: bulk');
    expect((await gesturesOf(server, 0, { to: times[0]! })).some(({ updated_by }) => updated_by === 'Grace')).toBe(
      false,
    );
    expect(await kinds({ by: 'nobody' })).toEqual([]);
    for (const query of [{ from: 'yesterday' }, { to: '' }, { from: '2026-13-01T00:00:00Z' }])
      expect((await ask(server, 'gestures', { query })).status).toBe(400);
  });
});

describe('IT10: undo', () => {
  it('takes an edit back, and is a gesture of its own that can be taken back', async () => {
    const path = fresh();
    await patch(server, path, { set_star: 1, set_notes: 'old' });
    const edit = await patch(server, path, { set_star: 5, set_notes: 'new', add_tags: ['x'] });
    const first = await undo(server, edit.body.gesture_id!, { by: 'Ada' });
    expect(first.body).toMatchObject({ reverted: 1, skipped: [], durability: 'disk' });
    expect(await labelOf(server, path)).toMatchObject({
      star: 1,
      notes: 'old',
      tags: [],
      version: 4,
      updated_by: 'Ada',
    });
    expect((await gesturesOf(server)).at(-1)).toMatchObject({
      kind: 'undo',
      undoes: edit.body.gesture_id,
      gesture_id: first.body.gesture_id,
      count: 1,
      updated_by: 'Ada',
    });
    expect((await historyOf(server, path)).at(-1)).toMatchObject({
      version: 4,
      changes: { star: [5, 1], notes: ['new', 'old'], tags: [['x'], []] },
    });
    const second = await undo(server, first.body.gesture_id!);
    expect(second.body.reverted).toBe(1);
    expect(await labelOf(server, path)).toMatchObject({ star: 5, notes: 'new', tags: ['x'], version: 5 });
  });

  it('restores field by field, and leaves and names what others changed since', async () => {
    const [one, two, three] = [fresh(), fresh(), fresh()];
    const scope = { paths: [one, two, three] };
    const { gesture_id } = (await bulk(server, { scope, patch: { set_star: 4, add_tags: ['x'] } })).body;
    await patch(server, two, { set_star: 2 }, { by: 'Bo' });
    await patch(server, three, { set_star: 1, add_tags: ['y'] }, { by: 'Cy' });
    const skipped = [
      { path: two, field: 'star', by: 'Bo' },
      { path: three, field: 'star', by: 'Cy' },
      { path: three, field: 'tags', by: 'Cy' },
    ];
    const sorted = (list: readonly object[]): string[] => list.map((each) => JSON.stringify(each)).sort();
    const dry = await undo(server, gesture_id!, { isDry: true });
    expect(dry.body).toMatchObject({ reverted: 2, gesture_id: null });
    expect(sorted(dry.body.skipped)).toEqual(sorted(skipped));
    expect((await labelOf(server, one)).version).toBe(2);
    const real = await undo(server, gesture_id!);
    expect(real.body.reverted).toBe(2);
    expect(real.body.gesture_id).toMatch(/\S/);
    expect(sorted(real.body.skipped)).toEqual(sorted(skipped));
    expect(await labelOf(server, one)).toMatchObject({ star: null, tags: [], version: 3 });
    expect(await labelOf(server, two)).toMatchObject({ star: 2, tags: [], version: 4 });
    expect(await labelOf(server, three)).toMatchObject({ star: 1, tags: ['x', 'y'], version: 3, updated_by: 'Cy' });
  });

  it('of what was undone already restores nothing, and is no gesture', async () => {
    const path = fresh();
    const { gesture_id } = (await patch(server, path, { set_star: 4 })).body;
    await undo(server, gesture_id!);
    const seq = (await gesturesOf(server)).at(-1)!.seq;
    const again = await undo(server, gesture_id!);
    expect(again.body).toMatchObject({ reverted: 0, gesture_id: null });
    expect(await gesturesOf(server, seq)).toEqual([]);
    expect((await labelOf(server, path)).version).toBe(3);
  });

  it('somebody who wrote the same again has not changed it', async () => {
    const path = fresh();
    const { gesture_id } = (await patch(server, path, { set_star: 4 })).body;
    await patch(server, path, { set_star: 2 });
    await patch(server, path, { set_star: 4 });
    expect((await undo(server, gesture_id!)).body).toMatchObject({ reverted: 1, skipped: [] });
    expect((await labelOf(server, path)).star).toBeNull();
  });

  it('of nothing that is known is refused', async () => {
    for (const id of ['nothing', 'AAAAAAAAAAAAAAAA', '__proto__', '1', 'x'.repeat(150)]) {
      const { status, problem } = await undo(server, id);
      expect([id, status, problem?.error]).toEqual([id, 404, 'gesture_not_found']);
    }
  });
});
