import type { Sidecar } from '#contracts';
import { limits } from '#contracts';
import { indexed } from '../../support/gallery-state.ts';
import { addressOf, ask, send, type Answer } from '../../support/http-client.ts';
import { writeMany } from '../../support/images.ts';
import { historyOf, labelOf, patch, put, writeHeaders } from '../../support/labels.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const path = '/image-0001.jpg';
const root = tempFolder('gallery');
const whole = { tags: [], notes: '', star: null };
let server: TestServer;

beforeAll(async () => {
  await writeMany(root, 2);
  server = await startServer({ root });
  await indexed(server, 2);
});

// Whatever was refused left no trace.
afterEach(async () => expect((await labelOf(server, '/image-0002.jpg')).version).toBe(1));

const write = (
  name: 'patchItem' | 'replaceItem',
  body: unknown,
  target = '/image-0002.jpg',
): Promise<Answer<Sidecar>> =>
  ask(server, name, { query: { path: target }, body, headers: writeHeaders({ base: '*' }) });

const expectRefused = async (field: string, value: unknown): Promise<void> => {
  const inPatch = await write('patchItem', { [`set_${field}`]: value });
  expect([inPatch.status, inPatch.problem?.error]).toEqual([400, 'invalid_field']);
  expect(inPatch.problem?.field).toMatch(new RegExp(`^set_${field}\\b`));
  const inWhole = await write('replaceItem', { ...whole, [field]: value });
  expect([inWhole.status, inWhole.problem?.error]).toEqual([400, 'invalid_field']);
  expect(inWhole.problem?.field).toMatch(new RegExp(`^${field}\\b`));
};

describe('E1: star', () => {
  it.each(['5', true, false, 2.5, 6, -1, 1e300, [], {}, [4], '', 'null'])('%j is refused', (star) =>
    expectRefused('star', star),
  );

  it('0 is a star, null is none, and left out it stays', async () => {
    const starAfter = async (body: object): Promise<unknown> => (await patch(server, path, body)).body.star;
    expect(await starAfter({ set_star: 0 })).toBe(0);
    expect(await starAfter({ set_notes: 'x' })).toBe(0);
    expect(await starAfter({ set_star: 5 })).toBe(5);
    expect(await starAfter({ set_star: null })).toBeNull();
  });
});

describe('E2: notes', () => {
  it.each([null, 4, true, [], {}, 'a\0b', 'x'.repeat(limits.notesBytes + 1), 'é'.repeat(limits.notesBytes / 2 + 1)])(
    '%.30j is refused',
    (notes) => expectRefused('notes', notes),
  );

  it('as long as they may be are kept to the byte, whatever they hold', async () => {
    for (const notes of ['é'.repeat(limits.notesBytes / 2), ' \n\r\n\t\u2028 data: x\u202e<b>🦩 e\u0301 ', '']) {
      expect((await patch(server, path, { set_notes: notes })).body.notes).toBe(notes);
      expect((await labelOf(server, path)).notes).toBe(notes);
    }
  });

  it('of ten megabytes are not even read', async () => {
    const told = await send(server.url + addressOf('patchItem', { query: { path } }), {
      method: 'PATCH',
      headers: { ...writeHeaders({ base: '*' }), 'content-type': 'application/json' },
      body: JSON.stringify({ set_notes: 'x'.repeat(10 * 1024 * 1024) }),
    }).then(
      ({ status }) => status,
      // It may end the connection while we still send.
      () => 413,
    );
    expect(told).toBe(413);
  });
});

describe('E3: tags', () => {
  const many = (count: number): string[] => Array.from({ length: count }, (_, turn) => `tag ${turn}`);

  it.each([
    ['a'],
    [null],
    [1],
    [{}],
    [[1]],
    [[null]],
    [['a\0b']],
    [['a', true]],
    [[['a']]],
    [many(65)],
    [['x'.repeat(129)]],
  ])('%.40j is refused', (tags) => expectRefused('tags', tags));

  it.each(['add_tags', 'remove_tags'])('%s follows the same rules', async (field) => {
    for (const value of ['a', null, [1], [null], ['x'.repeat(129)]]) {
      const { status, problem } = await write('patchItem', { [field]: value });
      expect([status, problem?.error]).toEqual([400, 'invalid_field']);
      expect(problem?.field).toMatch(new RegExp(`^${field}\\b`));
    }
  });

  it('are trimmed, composed, and each there once, in their order; case makes a difference', async () => {
    const tags = ['  b ', '', '   ', 'a', 'b', 'B', 'cafe\u0301', 'café', '\ta\n', '🦩'.repeat(128)];
    const expected = ['b', 'a', 'B', 'café', '🦩'.repeat(128)];
    expect((await patch(server, path, { set_tags: tags })).body.tags).toEqual(expected);
    expect((await put(server, path, { ...whole, star: 1, tags })).body.tags).toEqual(expected);
    expect((await patch(server, path, { remove_tags: [' cafe\u0301', 'B  '] })).body.tags).toEqual([
      'b',
      'a',
      expected[4],
    ]);
    expect((await labelOf(server, path)).tags).toEqual(['b', 'a', expected[4]]);
  });

  it('are 64 at most, however they come together', async () => {
    expect((await patch(server, path, { set_tags: many(64) })).body.tags).toHaveLength(64);
    const { version } = await labelOf(server, path);
    const { status, problem } = await patch(server, path, { add_tags: ['one more'] });
    expect([status, problem?.error, problem?.field]).toEqual([400, 'invalid_field', 'add_tags']);
    expect((await labelOf(server, path)).version).toBe(version);
    expect((await patch(server, path, { remove_tags: ['tag 0'], add_tags: ['one more'] })).body.tags).toHaveLength(64);
  });
});

describe('what does not belong there', () => {
  it.each([
    ['strar', 5],
    ['star', 5],
    ['tags', []],
    ['version', 9],
    ['updated_by', 'somebody'],
    ['updated_at', '2020-01-01T00:00:00Z'],
    ['seq', 1],
    ['metrics', { a: 1 }],
    ['path', path],
    ['gesture_id', 'x'],
  ])('E4, H13: a patch with a field %s is refused, and told so', async (field, value) => {
    const { status, problem } = await write('patchItem', { set_star: 1, [field]: value });
    expect([status, problem?.error, problem?.field]).toEqual([400, 'invalid_field', field]);
  });

  it.each(['strar', 'version', 'updated_by', 'set_star', 'metrics'])(
    'E4, H13: and so is a whole label with %s',
    async (field) => {
      const { status, problem } = await write('replaceItem', { ...whole, [field]: 1 });
      expect([status, problem?.error, problem?.field]).toEqual([400, 'invalid_field', field]);
    },
  );

  it.each(['tags', 'notes', 'star'])('a whole label without %s is none', async (field) => {
    const body: Record<string, unknown> = { ...whole };
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- that is the test
    delete body[field];
    const { status, problem } = await write('replaceItem', body);
    expect([status, problem?.error, problem?.field]).toEqual([400, 'invalid_field', field]);
  });

  it.each([[], null, 'x', 4, true])('a body that is %j is no patch', async (body) => {
    const { status } = await write('patchItem', body);
    expect(status).toBe(400);
  });

  it.each([
    '{"__proto__":{"set_star":5},"set_star":1}',
    '{"set_star":1,"constructor":{"prototype":{"polluted":1}}}',
    '{"add_tags":{"__proto__":["x"]}}',
    '{"set_star":1,"prototype":1}',
  ])('E6: %s reaches into nothing', async (body) => {
    const { status } = await send(server.url + addressOf('patchItem', { query: { path: '/image-0002.jpg' } }), {
      method: 'PATCH',
      headers: { ...writeHeaders({ base: '*' }), 'content-type': 'application/json' },
      body,
    });
    expect(status).toBe(400);
    expect(Object.keys((await labelOf(server, path)).exif)).not.toContain('polluted');
  });

  it('E6: tags and notes with such words are words', async () => {
    const tags = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    expect((await patch(server, path, { set_tags: tags, set_notes: '__proto__' })).body).toMatchObject({ tags });
    const { body } = await ask(server, 'tags');
    for (const tag of tags) expect(body.tags).toContainEqual({ tag, count: 1 });
  });

  it('is found before anyone looks whether the item exists', async () => {
    const target = '/nowhere.jpg';
    expect((await write('patchItem', { set_star: 9 }, target)).status).toBe(400);
    const headers = { 'if-match': '*' };
    const keyless = await ask(server, 'patchItem', { query: { path: target }, body: { set_star: 1 }, headers });
    expect([keyless.status, keyless.problem?.error]).toEqual([400, 'missing_idempotency_key']);
    expect((await write('patchItem', { set_star: 1 }, target)).status).toBe(404);
    for (const bad of ['', '/..', `/${'x'.repeat(5000)}`]) {
      const answer = await write('patchItem', { set_star: 1 }, bad);
      expect([400, 404]).toContain(answer.status);
    }
    expect(await historyOf(server, '/image-0002.jpg')).toEqual([]);
  });
});
