import type { ItemsUpdated, ItemUpdated, NumberedEvent } from '#contracts';
import { indexed } from '../../support/gallery-state.ts';
import { StreamReader, type Frame } from '../../support/event-stream.ts';
import { ask } from '../../support/http-client.ts';
import { writeImage, writeMany } from '../../support/images.ts';
import { bulk, freshKey, labelOf, patch, push, put, undo, writeHeaders } from '../../support/labels.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const many = 620;
const paths = Array.from({ length: many }, (_, at) => `/many/image-${String(at + 1).padStart(4, '0')}.jpg`);
/** Nobody else writes to it: it tells that everything before it was told. */
const mark = '/mark.jpg';
const oddPaths = ['/new\nline/a\r\nb.jpg', '/data: x\n\nevent: evil/id: 1.jpg', '/tab\t\u2028/\u0085.jpg'];
const listed = 500;
/** Of all paths of an event together. */
const pathCharacters = 100_000;
const deep = `/${'d'.repeat(200)}/${'e'.repeat(200)}`;
const longPaths = Array.from({ length: 300 }, (_, at) => `${deep}/image-${String(at + 1).padStart(4, '0')}.jpg`);

describe('what a stream tells', () => {
  const root = tempFolder('gallery');
  let server: TestServer;
  let reader: StreamReader;
  let begin: string;
  let marks = 0;

  beforeAll(async () => {
    await writeMany(`${root}/many`, many, { width: 8, height: 8 });
    await writeMany(`${root}${deep}`, longPaths.length, { width: 8, height: 8 });
    for (const path of [mark, ...oddPaths]) await writeImage(root, path.slice(1), { width: 8, height: 8 });
    server = await startServer({ root });
    await indexed(server, many + longPaths.length + oddPaths.length + 1);
    reader = await StreamReader.open(server);
    begin = (await reader.greeted()).head;
  });

  /** All frames that come of this, but for signs of life. */
  const framesOf = async (action: () => Promise<unknown>): Promise<Frame[]> => {
    const head = (await ask(server, 'item', { query: { path: mark } })).headers['x-sync-cursor'];
    await reader.until(({ cursor }) => cursor === head, 'what was written before');
    const before = reader.frames.length;
    await action();
    const { version } = (await patch(server, mark, { set_notes: `mark ${(marks += 1)}` })).body;
    const isMark = ({ event, data }: Frame): boolean =>
      event === 'item-updated' && data.path === mark && data.version === version;
    await reader.until(({ frames }) => frames.slice(before).some(isMark), 'the mark');
    return reader.frames.slice(before).filter((frame) => frame.event !== 'hb' && !isMark(frame));
  };
  /** The one event of it. */
  const eventOf = async (action: () => Promise<unknown>): Promise<NumberedEvent> => {
    const frames = await framesOf(action);
    expect(frames).toHaveLength(1);
    const { event, data, id } = frames[0]!;
    const told = { name: event, event: data } as NumberedEvent;
    expect(id).toBe(`${begin.split('.')[0]!}.${told.event.event_id}`);
    return told;
  };
  const itemOf = async (path: string): Promise<Omit<ItemUpdated, 'event_id' | 'gesture_id'>> => {
    const { version, tags, notes, star, updated_at, updated_by, metrics } = await labelOf(server, path);
    return { path, version, tags, notes, star, updated_at, updated_by, ...(metrics ? { metrics } : {}) };
  };
  const manyEvent = async (action: () => Promise<unknown>): Promise<ItemsUpdated> => {
    const { name, event } = await eventOf(action);
    expect(name).toBe('items-updated');
    // Just seen.
    return event as ItemsUpdated;
  };

  it('ST1, ST2: an edit is one event, which tells the item as it is', async () => {
    const [path] = paths as [string];
    let gesture_id: string | undefined;
    const edit = async (action: Promise<{ body: { gesture_id?: string } }>): Promise<void> => {
      gesture_id = (await action).body.gesture_id;
    };
    const edits = [
      () => edit(patch(server, path, { set_star: 3, set_notes: 'x', add_tags: ['b', 'a'] }, { by: 'Ada' })),
      () => edit(put(server, path, { tags: ['c'], notes: '', star: null })),
      () => edit(patch(server, path, { set_tags: [] }, { client: 'tab' })),
    ];
    for (const each of edits) {
      const { name, event } = await eventOf(each);
      expect(name).toBe('item-updated');
      const item = await itemOf(path);
      expect(event).toEqual({ event_id: event.event_id, gesture_id, ...item });
    }
  });

  it('ST1, ST2: metrics of one item are one event of their own, and edits tell them too', async () => {
    const path = paths[1]!;
    const { name, event } = await eventOf(() => push(server, [{ path, metrics: { score: 0.5, size: 1e-7 } }]));
    const { version, updated_at, updated_by, metrics } = await labelOf(server, path);
    expect(name).toBe('metrics-updated');
    expect(event).toEqual({ event_id: event.event_id, path, version, metrics, updated_at, updated_by });
    const edit = await eventOf(() => patch(server, path, { set_star: 1 }));
    expect(edit.event).toMatchObject({ metrics: { score: 0.5, size: 1e-7 } });
  });

  it('ST1: a write to many items is one event with all paths, versions and the patch', async () => {
    const some = [paths[2]!, paths[3]!, paths[4]!];
    await patch(server, some[1]!, { set_star: 2 });
    const change = { set_star: 4, add_tags: ['t'] } as const;
    let gesture_id: string | null = '';
    const event = await manyEvent(async () => {
      const patchOf = { ...change, add_tags: [...change.add_tags] };
      ({ gesture_id } = (await bulk(server, { scope: { paths: some }, patch: patchOf }, { by: 'Ada' })).body);
    });
    const { updated_at } = await labelOf(server, some[0]!);
    expect(event).toEqual({
      ...{ event_id: event.event_id, gesture_id, count: 3, paths: some, versions: [2, 3, 2], patch: change },
      ...{ updated_at, updated_by: 'Ada' },
    });
    const one = await manyEvent(() => bulk(server, { scope: { paths: [some[0]!] }, patch: { set_star: 1 } }));
    expect(one).toMatchObject({ count: 1, paths: [some[0]], versions: [3], patch: { set_star: 1 } });
  });

  it('ST1: what a write to many items leaves as it is, is not told of', async () => {
    const some = [paths[5]!, paths[6]!];
    await patch(server, some[0]!, { set_star: 5 });
    const event = await manyEvent(() => bulk(server, { scope: { paths: some }, patch: { set_star: 5 } }));
    expect(event).toMatchObject({ count: 1, paths: [some[1]], versions: [2] });
  });

  it('ST1: of more than 500 items the first 500 are told, and that there are more', async () => {
    const event = await manyEvent(() => bulk(server, { scope: { paths }, patch: { add_tags: ['many'] } }));
    expect(event).toMatchObject({ count: many, truncated: true, patch: { add_tags: ['many'] } });
    expect(event.paths).toEqual(paths.slice(0, listed));
    const versions = await Promise.all(event.paths.map(async (path) => (await labelOf(server, path)).version));
    expect(event.versions).toEqual(versions);
    const all = paths.slice(0, listed);
    const whole = await manyEvent(() => bulk(server, { scope: { paths: all }, patch: { add_tags: ['500'] } }));
    expect(whole).not.toHaveProperty('truncated');
    expect(whole.paths).toHaveLength(listed);
  });

  it('B24, ST1: of long paths as many are told as fit', async () => {
    const patchOf = { add_tags: ['long'] };
    const event = await manyEvent(() => bulk(server, { scope: { paths: longPaths }, patch: patchOf }));
    expect(event).toMatchObject({ count: longPaths.length, truncated: true });
    expect(event.paths).toEqual(longPaths.slice(0, Math.floor(pathCharacters / longPaths[0]!.length)));
    expect(event.versions).toHaveLength(event.paths.length);
  });

  it('ST1: metrics of many items and an undo tell which items, and say no patch', async () => {
    const some = [paths[7]!, paths[8]!];
    const pushed = await manyEvent(() =>
      push(
        server,
        some.map((path) => ({ path, metrics: { a: 1, b: 2 } })),
      ),
    );
    expect(pushed).toMatchObject({ count: 2, paths: some, versions: [4, 4], metric_keys: ['a', 'b'] });
    expect(pushed).not.toHaveProperty('patch');
    const { gesture_id } = (await bulk(server, { scope: { paths: some }, patch: { set_star: 2 } })).body;
    const undone = await manyEvent(() => undo(server, gesture_id!));
    expect(undone).toMatchObject({ count: 2, paths: some, versions: [6, 6] });
    expect(undone).not.toHaveProperty('patch');
    expect(undone.gesture_id).not.toBe(gesture_id);
  });

  it('ST1: an undo of one edit tells the item as it is', async () => {
    const path = paths[9]!;
    const { gesture_id } = (await patch(server, path, { set_notes: 'taken back' })).body;
    const { name, event } = await eventOf(() => undo(server, gesture_id!));
    expect([name, event]).toMatchObject(['item-updated', await itemOf(path)]);
  });

  it('ST1: progress of a job is told as it is said, without a number', async () => {
    const progress = { percent: 42, message: 'half\nway' };
    const frames = await framesOf(() =>
      ask(server, 'pushMetrics', {
        body: { items: [{ path: paths[10]!, metrics: { a: 1 } }], gallery_id: '/many', progress },
        headers: writeHeaders(),
      }),
    );
    expect(frames.map(({ event }) => event).sort()).toEqual(['metrics-progress', 'metrics-updated']);
    const told = frames.find(({ event }) => event === 'metrics-progress');
    expect(told).toEqual({ event: 'metrics-progress', id: undefined, data: { gallery_id: '/many', ...progress } });
  });

  it('ST1: a folder that is listed again says so, without a number', async () => {
    const before = reader.frames.length;
    // One folder is below it.
    const [scope] = deep.match(/^\/d+/) as [string];
    expect((await ask(server, 'refresh', { query: { path: scope } })).status).toBe(202);
    const isDone = ({ event, data }: Frame): boolean =>
      event === 'index-progress' && data.scope === scope && data.state === 'ready';
    await reader.until(({ frames }) => frames.slice(before).some(isDone), 'the folder to be listed');
    const told = reader.frames.find(isDone)!;
    expect(told).toMatchObject({ id: undefined, data: { done: 2, total: 2 } });
    // What is over is not told to those who come later.
    const later = await StreamReader.open(server);
    await later.greeted();
    expect(later.all('index-progress')).toEqual([]);
    later.close();
  });

  it('B22, ST2: what changes no label is no event', async () => {
    const path = paths[11]!;
    const key = freshKey();
    const { body } = await patch(server, path, { set_star: 2 }, { key });
    const quiet: (() => Promise<{ status: number }>)[] = [
      () => patch(server, path, { set_star: 2 }),
      () => patch(server, path, { set_star: 2 }, { key }),
      () => patch(server, path, { set_star: 3 }, { base: body.version - 1 }),
      () => patch(server, path, { set_star: 3 }, { key }),
      () => patch(server, '/nowhere.jpg', { set_star: 3 }),
      // B22: no text has a NUL in it.
      () => patch(server, path, { set_notes: 'a\0b' }),
      () => bulk(server, { scope: { paths: [path] }, patch: { set_star: 2 } }),
      () => bulk(server, { scope: { paths: [] }, patch: { set_star: 2 } }),
      () => undo(server, body.gesture_id!, { isDry: true }),
    ];
    for (const action of quiet) expect(await framesOf(action)).toEqual([]);
  });

  it('ST1: a change of the views is told without a number', async () => {
    const query = { path: '/', recursive: false, sort: { key: 'name', dir: 'asc' } };
    const body = { views: [{ id: 'one', name: 'One', query }] };
    const frames = await framesOf(() => ask(server, 'replaceViews', { body, headers: writeHeaders({ base: '*' }) }));
    expect(frames).toEqual([{ event: 'views-updated', id: undefined, data: { version: 2 } }]);
  });

  it.each([
    ...['\n', '\r', '\r\n', '\n\n', '\u2028', '\u2029', '\u0085', 'data: x', '\ndata: x\n\n', 'id: 9\nevent: evil'],
    ...['\n\nevent: evil\ndata: {}\n\n', ': hb', 'retry: 1', '\ufeff', '"\\', '</script>', '😀', 'é́', '\u0001\u007f'],
  ])('B22, ST2: notes of %j are one event with this text', async (text) => {
    for (const notes of [text, `a${text}b`, `${text}${text}`]) {
      const path = paths[12]!;
      const { event } = await eventOf(() => patch(server, path, { set_notes: notes, set_tags: [`t${marks}`] }));
      const item = await itemOf(path);
      expect(event).toMatchObject(item);
      expect(reader.frames.at(-1)!.event).not.toBe('evil');
    }
  });

  it.each(oddPaths)('B23, ST2: the name %j is one event with this name', async (path) => {
    const { event } = await eventOf(() => patch(server, path, { set_notes: 'n' }));
    expect(event).toMatchObject(await itemOf(path));
    const both = await manyEvent(() => bulk(server, { scope: { paths: [path, paths[13]!] }, patch: { set_star: 1 } }));
    expect(both.paths[0]).toBe(path);
  });

  it('B24: the largest label there can be is one event, and far below what may wait for a reader', async () => {
    const path = paths[14]!;
    // Six bytes each in JSON; four in a tag; and long names of metrics.
    const label = { tags: [] as string[], notes: '\u0001'.repeat(16 * 1024), star: 5 as const };
    for (let turn = 0; turn < 64; turn += 1) label.tags.push(`${String(turn).padStart(3, '0')}${'😀'.repeat(120)}`);
    const names = Array.from({ length: 256 }, (_, turn) => `${String(turn).padStart(3, '0')}${'ü'.repeat(120)}`);
    await push(server, [{ path, metrics: Object.fromEntries(names.map((name) => [name, -1.2345678901234e-200])) }]);
    const bytes = reader.bytes;
    const { event } = await eventOf(() => put(server, path, label));
    expect(event).toMatchObject(await itemOf(path));
    expect(reader.bytes - bytes).toBeGreaterThan(150_000);
    expect(reader.bytes - bytes).toBeLessThan(2 ** 20);
  });

  it('ST4: everything that was told is told again in the same words, but for metrics, which are those of now', async () => {
    const again = await StreamReader.open(server, { cursor: begin });
    await again.until(({ events }) => events.length >= reader.events.length, 'all of it', 20);
    const withoutMetrics = ({ name, event }: NumberedEvent): object => ({ name, ...event, metrics: undefined });
    expect(again.events.map(withoutMetrics)).toEqual(reader.events.map(withoutMetrics));
    expect(again.frames.filter(({ id }) => id !== undefined).map(({ id }) => id)).toEqual(
      reader.frames.filter(({ id }) => id !== undefined).map(({ id }) => id),
    );
    const first = Number(begin.split('.')[1]);
    expect(again.eventIds).toEqual(again.eventIds.map((_, at) => first + 1 + at));
    again.close();
  });
});
