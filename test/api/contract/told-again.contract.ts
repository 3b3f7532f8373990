import { stars, type NumberedEvent } from '#contracts';
import { eventOfWrite } from '../../../apps/api/src/persistence/event-of-write.ts';
import type { Change, LabelStore } from '../../../apps/api/src/persistence/label-store.ts';
import { randomText } from '../../support/labels-file-samples.ts';
import { randomTags } from '../../support/random-labels.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';
import { asked, bulk, edit, labelIn, metrics, noon, undo } from '../../support/store-writes.ts';
import { comparable, eventOf, toldBetween } from '../../support/told-writes.ts';
import { withStore, type OpenStore } from './label-store.contract.ts';

const seed = chooseSeed();
const paths = [
  '/a.jpg',
  '/é ü.jpg',
  '/quo"te.jpg',
  '/line\nbreak.jpg',
  '/漢/😀.jpg',
  '/__proto__',
  '/%00.jpg',
  '/x/y.png',
];

export function promisesOfTellingAgain(open: OpenStore): void {
  it(`ST4: every accepted write is told again as it was told, with seed ${seed}`, async () => {
    const random = new SeededRandom(seed);
    for (let round = 0; round < rounds(4, 200); round += 1) {
      await withStore(open, async (store) => {
        const announced = await writeAtRandom(store, random, 150);
        const again = (await toldBetween(store, 0, announced.length)).map(eventOf);
        expect(await comparable(store, again)).toEqual(await comparable(store, announced));
        expect(again.map(({ event }) => event.event_id)).toEqual(announced.map((_, at) => at + 1));
        // From the middle to the middle, it is the same.
        const after = random.between(0, announced.length - 1);
        const until = random.between(after, announced.length);
        expect((await toldBetween(store, after, until)).map(eventOf)).toEqual(again.slice(after, until));
      });
    }
  });

  it('ST4: nothing is told where nothing was written', async () => {
    await withStore(open, async (store) => {
      expect(await store.writesBetween(0, 0)).toEqual([]);
      expect(await store.writesBetween(0, 100)).toEqual([]);
      await accept(store, edit('/a.jpg', { set_star: 1 }));
      for (const [after, until] of [
        [1, 1],
        [1, 100],
        [5, 1],
        [1, 0],
        [0, 0],
      ] as const) {
        expect([after, until, await store.writesBetween(after, until)]).toEqual([after, until, []]);
      }
      expect(await store.writesBetween(0, 1)).toHaveLength(1);
    });
  });

  it('ST4, ST8: thousands of writes come in pages, each once, in their order', async () => {
    await withStore(open, async (store) => {
      const notes = 'x'.repeat(100);
      const writes = Array.from({ length: 2500 }, (_, at) =>
        asked(edit(`/${at % 300}.jpg`, { set_notes: `${notes}${at}` })),
      );
      await Promise.all(writes.map((write) => store.commit(write)));
      const first = await store.writesBetween(0, 2500);
      expect(first.length).toBeLessThanOrEqual(1000);
      const told = await toldBetween(store, 0, 2500);
      expect(told.map(({ seq }) => seq)).toEqual(Array.from({ length: 2500 }, (_, at) => at + 1));
      expect(told.every(({ data }, at) => data.includes(`"${notes}${at}"`))).toBe(true);
    });
  });

  it('ST8: a page of large writes ends early, and always has one', async () => {
    await withStore(open, async (store) => {
      // The largest notes there may be, and the most that JSON makes of them.
      const notes = '\u0001'.repeat(16 * 1024);
      for (let at = 0; at < 12; at += 1) await accept(store, edit(`/${at}.jpg`, { set_notes: notes }));
      const page = await store.writesBetween(0, 12);
      expect([page.length >= 1, page.length < 12]).toEqual([true, true]);
      expect((await toldBetween(store, 0, 12)).map(({ seq }) => seq)).toEqual(
        Array.from({ length: 12 }, (_, at) => at + 1),
      );
    });
  });

  it('ST4: an item that was changed a thousand times is told with each of its states', async () => {
    await withStore(open, async (store) => {
      const text = (at: number): string => `${at} `.padEnd(4096, 'é');
      const writes = Array.from({ length: 1000 }, (_, at) =>
        asked(edit('/a.jpg', { set_notes: text(at), set_tags: [`t${at}`], set_star: stars[at % stars.length]! })),
      );
      await Promise.all(writes.map((write) => store.commit(write)));
      const told = (await toldBetween(store, 0, 1000)).map(eventOf);
      expect(told).toHaveLength(1000);
      for (const [at, { event }] of told.entries()) {
        const state = { notes: text(at), tags: [`t${at}`], star: stars[at % stars.length], version: at + 2 };
        expect(event).toMatchObject({ path: '/a.jpg', event_id: at + 1, ...state });
      }
    });
  });

  it('ST1, ST4: of a write to many, the first 500 are named, as they were the first time', async () => {
    await withStore(open, async (store) => {
      const many = Array.from({ length: 700 }, (_, at) => `/${at}.jpg`);
      const long = Array.from({ length: 60 }, (_, at) => `/${at}/${'é'.repeat(1990)}.jpg`);
      const announced = [
        await accept(store, bulk(many, { add_tags: ['t'] })),
        await accept(store, bulk(long, { set_star: 3 })),
        await accept(store, metrics(many.map((path, at) => ({ path, metrics: { loss: at } })))),
        await accept(store, bulk(['/one.jpg'], { set_star: 3 })),
      ];
      const again = (await toldBetween(store, 0, 4)).map(eventOf);
      expect(again).toEqual(announced);
      expect(again[0]).toMatchObject({ name: 'items-updated', event: { count: 700, truncated: true } });
      const [named, few] = again.map(({ event }) => ('paths' in event ? event.paths : []));
      expect(named).toEqual(many.slice(0, 500));
      expect(few!.join('').length).toBeLessThanOrEqual(100_000);
      expect(few!.length).toBeGreaterThan(40);
      // One item all the same, but a write to many by its kind.
      expect(again[3]).toMatchObject({ name: 'items-updated', event: { count: 1, paths: ['/one.jpg'] } });
    });
  });

  it('ST4: the last write on an item is told as it was, also when the clock was set back before it', async () => {
    await withStore(open, async (store) => {
      const announced: NumberedEvent[] = [];
      announced.push(await accept(store, edit('/a.jpg', { set_star: 1 }), noon));
      announced.push(await accept(store, edit('/a.jpg', { set_star: 2 }), noon - 3_600_000));
      announced.push(await accept(store, edit('/b.jpg', { set_star: 2 }), noon - 3_600_000));
      const again = (await toldBetween(store, 0, 3)).map(eventOf);
      expect(again).toEqual(announced);
      expect(again[1]!.event.updated_at).toBe((await store.history('/a.jpg', null)).operations[1]!.at);
    });
  });
}

/** Does it, and gives what everyone is told of it then. */
async function accept(store: LabelStore, change: Change, at = noon, actor = 'ann'): Promise<NumberedEvent> {
  const outcome = await store.commit(asked(change, { at, actor }));
  if (outcome.kind !== 'done' || !outcome.accepted)
    throw new Error(`This was to be accepted: ${JSON.stringify(outcome)}`);
  return eventOfWrite(outcome.accepted);
}

async function writeAtRandom(store: LabelStore, random: SeededRandom, count: number): Promise<NumberedEvent[]> {
  const announced: NumberedEvent[] = [];
  const gestures: string[] = [];
  for (let at = 0; announced.length < count; at += 1) {
    const wish = { at: noon + at * 1000, actor: random.pick(['ann', 'bob', 'client:üé', '"']) };
    const outcome = await store.commit(asked(someChange(random, gestures), wish));
    if (outcome.kind !== 'done' || !outcome.accepted) continue;
    announced.push(eventOfWrite(outcome.accepted));
    gestures.push(outcome.accepted.gestureId);
  }
  for (const path of paths) await labelIn(store, path);
  return announced;
}

function someChange(random: SeededRandom, gestures: readonly string[]): Change {
  const dice = random.below(10);
  const some = random.shuffled(paths).slice(0, random.between(1, paths.length));
  const patch = {
    ...(random.chance(0.4) ? { set_star: random.pick(stars) } : {}),
    ...(random.chance(0.4) ? { add_tags: randomTags(random) } : {}),
    ...(random.chance(0.3) ? { remove_tags: [...randomTags(random), 'gone'] } : {}),
  };
  if (dice < 5) return edit(some[0]!, { ...patch, ...(random.chance(0.5) ? { set_notes: randomText(random) } : {}) });
  if (dice < 7) return bulk(some, patch);
  if (dice < 8 && gestures.length > 0) return undo(random.pick(gestures));
  return metrics(
    some.slice(0, random.between(1, 3)).map((path) => ({ path, metrics: { loss: random.next(), '"é': 1 } })),
  );
}
