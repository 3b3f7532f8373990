import type { Operation } from '#contracts';
import { indexed } from '../../support/gallery-state.ts';
import { ask } from '../../support/http-client.ts';
import { writeMany } from '../../support/images.ts';
import { bulk, historyOf, labelOf, patch, put, rebase } from '../../support/labels.ts';
import { rounds } from '../../support/seeded-random.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, turn) => turn);
const nameOf = (turn: number): string => `/image-${String(turn + 1).padStart(4, '0')}.jpg`;

describe('many who write at the same time', () => {
  const root = tempFolder('gallery');
  const all = upTo(500).map(nameOf);
  let server: TestServer;

  beforeAll(async () => {
    await writeMany(root, 500, { width: 8, height: 8 });
    server = await startServer({ root });
    await indexed(server, 500);
  });

  it('A10: of a hundred patches of one version, exactly one is accepted, and 99 are told of it', async () => {
    const path = nameOf(0);
    for (let round = 0; round < rounds(3, 100); round += 1) {
      const { version } = await labelOf(server, path);
      const answers = await Promise.all(
        upTo(100).map((turn) => patch(server, path, { set_notes: `${round}, ${turn}` }, { base: version })),
      );
      const accepted = answers.filter(({ status }) => status === 200);
      expect(accepted.map(({ body }) => body.version)).toEqual([version + 1]);
      const { notes } = accepted[0]!.body;
      for (const { status, headers, problem } of answers.filter((answer) => answer !== accepted[0])) {
        expect([status, headers.etag]).toEqual([409, `"${version + 1}"`]);
        expect(problem).toMatchObject({
          error: 'version_conflict',
          current: { path, notes, version: version + 1 },
          changed_fields: ['notes'],
        });
      }
      expect(await labelOf(server, path)).toMatchObject({ notes, version: version + 1 });
      expect(await historyOf(server, path, version)).toHaveLength(1);
    }
  });

  it('A10, A25: the same among those who replace and those who patch', async () => {
    const path = nameOf(1);
    const answers = await Promise.all(
      upTo(100).map((turn) =>
        turn % 2 === 0
          ? patch(server, path, { add_tags: [`tag ${turn}`] }, { base: 1 })
          : put(server, path, { tags: [], notes: `notes ${turn}`, star: null }, { base: 1 }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(99);
    expect((await labelOf(server, path)).version).toBe(2);
  });

  it('A11: a hundred who rebase and try again all get their line in, each at a version of its own', async () => {
    const path = nameOf(2);
    const ended = await Promise.all(
      upTo(100).map((turn) =>
        rebase(server, path, ({ notes }) => ({ set_notes: `${notes}line ${turn}\n` }), { by: `writer ${turn}` }),
      ),
    );
    const sorted = (numbers: number[]): number[] => numbers.sort((a, b) => a - b);
    expect(sorted(ended.map(({ version }) => version))).toEqual(upTo(100).map((turn) => turn + 2));
    const { notes, version } = await labelOf(server, path);
    expect(version).toBe(101);
    const lines = [...notes.matchAll(/line (\d+)\n/g)].map(([, turn]) => Number(turn));
    expect(sorted(lines)).toEqual(upTo(100));
    // What each was told is what its version holds.
    for (const { version: at, notes: told } of ended) expect([at, told.split('\n').length]).toEqual([at, at]);
    const history = await historyOf(server, path);
    expect(history.map((operation) => operation.version)).toEqual(upTo(100).map((turn) => turn + 2));
  });

  it('A11, IT6: as many tags as an item may have, one by each of them, and then no more', async () => {
    const path = nameOf(3);
    await Promise.all(upTo(64).map((turn) => rebase(server, path, () => ({ add_tags: [`tag ${turn}`] }))));
    const { tags, version } = await labelOf(server, path);
    expect(new Set(tags)).toEqual(new Set(upTo(64).map((turn) => `tag ${turn}`)));
    expect([tags.length, version]).toEqual([64, 65]);
    const { status, problem } = await patch(server, path, { add_tags: ['one more'] });
    expect([status, problem?.error, problem?.field]).toEqual([400, 'invalid_field', 'add_tags']);
    expect((await labelOf(server, path)).version).toBe(65);
    // Room for those of the next tests.
    await patch(server, path, { set_tags: [] });
  });

  it('A26, IT9: a tag on 500 items and the edits of others are all there, and nobody sees half of it', async () => {
    const busy = upTo(12).map((turn) => nameOf(100 + turn));
    for (let round = 0; round < rounds(3, 40); round += 1) {
      const tag = `bulk ${round}`;
      let isOver = false;
      const seen = new Set<number>();
      const looking = upTo(3).map(async () => {
        while (!isOver) {
          const { items } = (await ask(server, 'browse', { body: { path: '/', recursive: false, limit: 500 } })).body;
          seen.add(items.filter(({ tags }) => tags.includes(tag)).length);
        }
      });
      const editing = busy.map(async (path, person) => {
        let count = 0;
        while (!isOver) {
          const number = (count += 1);
          await rebase(server, path, ({ notes }) => ({ set_notes: `${notes.slice(-200)}|${round}.${number}` }), {
            by: `person ${person}`,
          });
        }
        return count;
      });
      const before = await Promise.all(busy.map((path) => labelOf(server, path)));
      const { body } = await bulk(server, { scope: { paths: all }, patch: { add_tags: [tag] } }).finally(async () => {
        isOver = true;
        await Promise.allSettled([...looking, ...editing]);
      });
      await Promise.all(looking);
      const counts = await Promise.all(editing);
      expect(body).toMatchObject({ matched: 500, changed: 500, unchanged: 0, missing: 0, durability: 'disk' });
      expect([...seen].filter((count) => count !== 0 && count !== 500)).toEqual([]);
      for (const [person, path] of busy.entries()) {
        const { tags, notes } = await labelOf(server, path);
        expect(tags).toContain(tag);
        expect(notes.endsWith(`|${round}.${counts[person]!}`)).toBe(true);
        const history = await historyOf(server, path, before[person]!.version);
        expect(history.filter(({ gesture_id }) => gesture_id === body.gesture_id)).toHaveLength(1);
      }
      const { items } = (await ask(server, 'browse', { body: { path: '/', recursive: false, limit: 500 } })).body;
      expect(items.every(({ tags }) => tags.includes(tag))).toBe(true);
    }
  });

  it('A27: bulk writes over the same items in any order come one after the other', async () => {
    const paths = upTo(200).map((turn) => nameOf(200 + turn));
    for (let round = 0; round < rounds(3, 50); round += 1) {
      const base = await labelOf(server, paths[0]!);
      const answers = await Promise.all(
        upTo(8).map((turn) =>
          bulk(server, {
            scope: { paths: turn % 2 === 0 ? paths : [...paths].reverse() },
            patch: { set_star: (turn % 6) as 0 | 1 | 2 | 3 | 4 | 5, add_tags: [`${round} ${turn}`] },
          }),
        ),
      );
      expect(answers.map(({ body }) => body.changed)).toEqual(upTo(8).map(() => 200));
      const order = (operations: readonly Operation[]): string[] => operations.map(({ gesture_id }) => gesture_id);
      const first = order(await historyOf(server, paths[0]!, base.version));
      expect(new Set(first)).toEqual(new Set(answers.map(({ body }) => body.gesture_id)));
      const { star, tags } = await labelOf(server, paths[0]!);
      for (const path of paths.slice(1)) {
        expect(order(await historyOf(server, path, base.version))).toEqual(first);
        expect(await labelOf(server, path)).toMatchObject({ star, tags });
      }
      // Room for the tags of the next round.
      await bulk(server, { scope: { paths }, patch: { remove_tags: tags } });
    }
  });
});
