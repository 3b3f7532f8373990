import { isDeepStrictEqual } from 'node:util';
import type { Operation } from '#contracts';
import { indexed } from '../../support/gallery-state.ts';
import { writeMany } from '../../support/images.ts';
import { historyOf } from '../../support/labels.ts';
import { contradictionsOf, disorderOf, isOneMoment } from '../../support/linearizability.ts';
import { RecordedClient, Recording, type Told } from '../../support/recorded-client.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const seed = chooseSeed();
const perRound = 3;
const nothing: Told = { star: null, tags: [], notes: '' };

/** From which number on, and up to which, an item was at that version. */
function spanOf(operations: readonly Operation[], version: number): { from: number; to: number } {
  return {
    from: operations.find((operation) => operation.version === version)?.seq ?? 0,
    to: operations.find((operation) => operation.version === version + 1)?.seq ?? Infinity,
  };
}

/** Of a conflict: it names at least what differs, and at most what was ever changed in between. */
function isFair(operations: readonly Operation[], base: number, current: number, told: readonly string[]): boolean {
  const between = operations.filter(({ version }) => version > base && version <= current);
  const touched = new Set(between.flatMap(({ changes }) => Object.keys(changes)));
  const differing = (['star', 'tags', 'notes'] as const).filter((field) => {
    const steps = between.map(({ changes }) => changes[field]).filter((step) => step !== undefined);
    return !isDeepStrictEqual(steps[0]?.[0], steps.at(-1)?.[1]);
  });
  return told.every((field) => touched.has(field)) && differing.every((field) => told.includes(field));
}

describe('IT4, IT9, IT10, IT12, LB2: what many clients do and see could have happened one after the other', () => {
  const root = tempFolder('gallery');
  const count = rounds(4, 150);
  let server: TestServer;

  beforeAll(async () => {
    for (let round = 0; round < count; round += 1)
      await writeMany(`${root}/${round}`, perRound, { width: 8, height: 8 });
    server = await startServer({ root });
    await indexed(server, count * perRound);
  });

  it(`with 12 clients on ${perRound} items, seed ${seed}`, async () => {
    const random = new SeededRandom(seed);
    const seen = { writes: 0, reads: 0, refusals: 0, gestures: 0, pictures: 0 };
    for (let round = 0; round < count; round += 1) {
      const paths = Array.from({ length: perRound }, (_, turn) => `/${round}/image-000${turn + 1}.jpg`);
      const recording = new Recording();
      const clients = Array.from(
        { length: 12 },
        (_, turn) => new RecordedClient(server, recording, random, paths, `client ${turn}`),
      );
      await Promise.all(
        clients.map(async (client) => {
          for (let turn = 0; turn < 40; turn += 1) await client.act();
        }),
      );
      const histories = new Map<string, Operation[]>();
      for (const path of paths) histories.set(path, await historyOf(server, path));
      for (const client of clients) for (const [path, told] of histories) client.histories.set(path, told);

      const seqs = new Map([...histories.values()].flat().map(({ gesture_id, seq }) => [gesture_id, seq]));
      for (const [path, operations] of histories) {
        for (const { gesture, apply, invokedAt, answeredAt } of recording.gestures) {
          const operation = operations.find(({ gesture_id }) => gesture_id === gesture);
          if (!operation) continue;
          const { version } = operation;
          recording.add(path, {
            kind: 'write',
            version,
            apply: (state) => apply(state, path),
            invokedAt,
            answeredAt,
          });
        }
        const events = recording.events.get(path) ?? [];
        expect({ round, path, wrong: contradictionsOf(events, nothing) }).toEqual({ round, path, wrong: [] });
        seen.writes += events.filter(({ kind }) => kind === 'write').length;
        seen.reads += events.filter(({ kind }) => kind === 'read').length;
      }
      const numbered = [...recording.accepted, ...recording.gestures].map(({ gesture, ...times }) => ({
        seq: seqs.get(gesture) ?? NaN,
        ...times,
      }));
      expect(numbered.filter(({ seq }) => Number.isNaN(seq))).toEqual([]);
      expect(disorderOf(numbered)).toEqual([]);
      for (const { path, base, current, fields } of recording.refusals) {
        const isRight = isFair(histories.get(path)!, base, current, fields);
        expect({ path, base, current, fields, isRight }).toMatchObject({ isRight: true });
      }
      for (const { versions } of recording.pictures) {
        const spans = [...versions].map(([path, version]) => spanOf(histories.get(path)!, version));
        expect({ versions: [...versions], isOne: isOneMoment(spans) }).toMatchObject({ isOne: true });
      }
      seen.refusals += recording.refusals.length;
      seen.gestures += recording.gestures.length;
      seen.pictures += recording.pictures.length;
    }
    // A history without any of them would prove nothing.
    for (const [what, number] of Object.entries(seen)) expect([what, number > 20]).toEqual([what, true]);
  });
});
