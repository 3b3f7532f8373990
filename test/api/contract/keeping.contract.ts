import { CannotStart } from '../../../apps/api/src/shared/cannot-start.ts';
import type { LabelStore } from '../../../apps/api/src/persistence/label-store.ts';
import {
  asked,
  bulk,
  done,
  edit,
  everyLabel,
  labelIn,
  metrics,
  noon,
  undone,
  views,
} from '../../support/store-writes.ts';
import { withStore, type OpenStore, type StoreKeeping } from './label-store.contract.ts';

export function promisesOfKeeping(open: OpenStore, keeping: StoreKeeping): void {
  const endings: [string, (store: LabelStore) => Promise<unknown>][] = [
    ['closed', (store) => store.close()],
    ['ended without that', (store) => keeping.end(store)],
  ];

  it.each(endings)('LB1, LB3: after it was %s, everything is as it was', async (_, finish) => {
    const store = await open();
    const first = asked(edit('/a.jpg', { set_star: 3, set_notes: 'ü', add_tags: ['x'] }, [1]));
    const outcome = await store.commit(first);
    const many = await done(store, bulk(['/a.jpg', '/b.jpg', '/c.jpg'], { add_tags: ['t'] }));
    await done(store, metrics([{ path: '/b.jpg', metrics: { loss: 0.5 } }]));
    await done(store, views([{ id: 'v', name: 'v', query: query(), created_by: 'ann', shared: false }]));
    const before = await everything(store);
    await finish(store);
    await withStore(
      () => open(store),
      async (again) => {
        expect(await everything(again)).toEqual(before);
        expect(again.facts).toMatchObject({ storeId: store.facts.storeId, seq: 3, labels: 3, durability: 'disk' });
        expect(again.facts.epoch).not.toBe(store.facts.epoch);
        // A19: what was answered before is answered so again.
        expect(await again.commit(first)).toEqual({ ...outcome, accepted: null, isReplay: true });
        expect(await again.commit(asked(edit('/b.jpg', { set_star: 1 }, [1])))).toMatchObject({ kind: 'conflict' });
        expect(await undone(again, many.accepted!.gestureId)).toMatchObject({ reverted: 3 });
        expect((await done(again, edit('/d.jpg', { set_star: 1 }))).accepted!.seq).toBe(5);
      },
    );
  });

  it.each(endings)('LB4, D14: after it was %s, its place is free', async (_, finish) => {
    const store = await open();
    await finish(store);
    await (await open(store)).close();
  });

  it('LB4, D13: is opened once at a time, and whoever comes second is told which place that is', async () => {
    const store = await open();
    await done(store, edit('/a.jpg', { set_star: 1 }));
    for (let times = 0; times < 2; times += 1) {
      const second = open(store);
      await expect(second).rejects.toThrow(CannotStart);
      await expect(second).rejects.toThrow(keeping.placeOf(store));
    }
    // The first one is not harmed.
    expect((await done(store, edit('/a.jpg', { set_star: 2 }))).accepted!.seq).toBe(2);
    await store.close();
  });

  it('LB5, LB6: writes down what is worth keeping, and knows at the next start how far it came', async () => {
    const store = await open();
    await done(store, edit('/a.jpg', { set_star: 1 }));
    const taken = await done(store, edit('/b.jpg', { set_star: 1 }));
    await done(store, metrics([{ path: '/c.jpg', metrics: { loss: 1 } }]));
    await undone(store, taken.accepted!.gestureId);
    expect(await store.flush(noon)).toMatchObject({ kind: 'written', seq: 4, items: 2 });
    expect(await store.flush(noon)).toMatchObject({ kind: 'written', seq: 4, items: 2 });
    await done(store, edit('/b.jpg', { set_star: 2 }));
    await store.close();
    await withStore(
      () => open(store),
      async (again) => {
        expect(again.facts).toMatchObject({ seq: 5, flushedSeq: 4 });
        expect(await again.flush(noon)).toMatchObject({ kind: 'written', seq: 5, items: 3 });
      },
    );
  });

  it('LB3: ended in the middle of many writes, it has all that were answered, and none by half', async () => {
    const store = await open();
    const answered: number[] = [];
    const paths = Array.from({ length: 500 }, (_, at) => `/${at}.jpg`);
    const writes = Array.from({ length: 60 }, (_, at) =>
      done(store, bulk(paths, { set_star: (at % 6) as 1, add_tags: [`tag ${at}`] })).then(({ accepted }) => {
        answered.push(accepted!.seq);
      }),
    );
    const all = Promise.allSettled(writes);
    await Promise.race(writes);
    await keeping.end(store);
    await all;
    expect(answered.length).toBeGreaterThan(0);
    await withStore(
      () => open(store),
      async (again) => {
        const labels = await everyLabel(again);
        expect(labels).toHaveLength(500);
        expect(new Set(labels.map(({ version }) => version))).toEqual(new Set([again.facts.seq + 1]));
        expect(again.facts.seq).toBeGreaterThanOrEqual(Math.max(...answered));
      },
    );
  });

  it('D21: says that it is lost when it ends by itself, and refuses what comes then', async () => {
    const store = await open();
    const waiting = done(store, edit('/a.jpg', { set_star: 1 }));
    const outcome = waiting.catch((error: unknown) => error);
    await keeping.end(store);
    expect((await store.lost).message).not.toBe('');
    await outcome;
    await expect(done(store, edit('/a.jpg', { set_star: 2 }))).rejects.toMatchObject({ code: 'storage_failed' });
  });
}

/** Whatever can be asked of it. */
async function everything(store: LabelStore): Promise<unknown> {
  const paths = ['/a.jpg', '/b.jpg', '/c.jpg'];
  return {
    loaded: await everyLabel(store),
    labels: await Promise.all(paths.map((path) => labelIn(store, path))),
    histories: await Promise.all(paths.map((path) => store.history(path, null))),
    gestures: await store.gestures({}),
    views: await store.views(),
  };
}

function query() {
  return { path: '/', recursive: false, sort: { key: 'size', dir: 'desc' } } as const;
}
