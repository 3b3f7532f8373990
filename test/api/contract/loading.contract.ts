import { unpackKept } from '../../../apps/api/src/persistence/kept-labels.ts';
import type { StoreFacts } from '../../../apps/api/src/persistence/label-store.ts';
import { bulk, done, edit, everyLabel, labelIn, metrics, unpacked } from '../../support/store-writes.ts';
import { withStore, type OpenStore } from './label-store.contract.ts';

export function promisesOfLoading(open: OpenStore, durability: StoreFacts['durability']): void {
  it('tells of itself that it is new and empty', async () => {
    await withStore(open, async (store) => {
      expect(store.facts).toMatchObject({ seq: 0, flushedSeq: 0, labels: 0, durability });
      expect(store.facts.storeId).toMatch(/^[\da-f-]{36}$/);
      expect(store.facts.epoch).not.toBe('');
      expect(await store.load(0)).toMatchObject({ labels: { count: 0 }, next: null });
      expect(await everyLabel(store)).toEqual([]);
    });
  });

  it('has an id and an epoch of its own', async () => {
    await withStore(open, (one) =>
      withStore(open, async (other) => {
        expect(one.facts.storeId).not.toBe(other.facts.storeId);
        expect(one.facts.epoch).not.toBe(other.facts.epoch);
        await done(one, edit('/a.jpg', { set_star: 1 }));
        expect(await everyLabel(other)).toEqual([]);
      }),
    );
  });

  it('gives every label in pages, each once, as it is now', async () => {
    await withStore(open, async (store) => {
      const paths = Array.from({ length: 9001 }, (_, at) => `/${at % 7}/${at}.jpg`);
      await done(store, bulk(paths, { add_tags: ['many'], set_star: 2 }));
      await done(store, edit(paths[8000]!, { set_notes: 'noted', set_star: null, set_tags: [] }));
      await done(store, metrics([{ path: paths[4096]!, metrics: { loss: 0.5 } }]), { actor: 'job' });
      await done(store, edit('/new.jpg', { set_notes: 'the last' }));
      const labels = await everyLabel(store);
      expect(labels.map(({ path }) => path).sort()).toEqual([...paths, '/new.jpg'].sort());
      const found = new Map(labels.map((label) => [label.path, label]));
      for (const path of [paths[0]!, paths[8000]!, paths[4096]!, '/new.jpg']) {
        expect(found.get(path)).toEqual(await labelIn(store, path));
      }
      const first = await store.load(0);
      expect(first.next).not.toBeNull();
      expect(unpacked(first.labels).length).toBeLessThan(9001);
    });
  });

  it('gives the labels of a few items, and nothing for those that have none', async () => {
    await withStore(open, async (store) => {
      const paths = ['/a.jpg', '/b/c.jpg', '/ü/\u{1f600}.jpg'];
      await done(store, bulk(paths, { add_tags: ['some'] }));
      const labels = unpacked(await store.labelsOf([paths[2]!, '/none.jpg', paths[0]!]));
      expect(labels).toEqual([await labelIn(store, paths[2]!), await labelIn(store, paths[0]!)]);
      expect((await store.labelsOf([])).count).toBe(0);
    });
  });

  it('EX2: gives all that is kept of a few items, by which write, and metrics in the order in which they came', async () => {
    await withStore(open, async (store) => {
      const paths = ['/a.jpg', '/b/c.jpg', '/ü/\u{1f600}.jpg'];
      await done(store, metrics([{ path: paths[2]!, metrics: { zeta: 1, alpha: -2 } }]), { actor: 'job' });
      await done(store, edit(paths[0]!, { set_notes: 'some' }));
      const asked = ['/none.jpg', paths[2]!, '/nor/this.jpg', paths[0]!];
      const kept = await store.keptLabels(asked);
      expect([[...kept.places], [...kept.seqs], kept.extras]).toEqual([[1, 3], [1, 2], []]);
      const found = unpackKept(kept, asked);
      expect([...found.keys()]).toEqual([1, 3]);
      for (const [place, label] of found) expect(label).toEqual(await labelIn(store, asked[place]!));
      expect(JSON.stringify(found.get(1)?.metrics)).toBe('{"zeta":1,"alpha":-2}');
      expect((await store.keptLabels([])).labels.count).toBe(0);
    });
  });

  it('LB9: tells that it can keep something, by trying, and changes nothing by that', async () => {
    await withStore(open, async (store) => {
      await done(store, edit('/a.jpg', { set_star: 1 }));
      await store.probe();
      expect((await done(store, edit('/a.jpg', { set_star: 2 }))).accepted!.seq).toBe(2);
    });
  });

  it('has nothing waiting when all is answered, and knows how long it took', async () => {
    await withStore(open, async (store) => {
      expect(store.waiting).toBe(0);
      const writes = [1, 2, 3].map((star) => done(store, edit('/a.jpg', { set_star: star as 1 })));
      expect(store.waiting).toBe(3);
      await Promise.all(writes);
      await done(store, edit('/b.jpg', { set_star: 1 }));
      expect(store.lastCommitMs).toBeGreaterThan(0);
      await new Promise((resolve) => setImmediate(resolve));
      expect(store.waiting).toBe(0);
    });
  });

  it('D16: does what it was asked before it is closed', async () => {
    const store = await open();
    const writes = Array.from({ length: 1000 }, (_, at) => done(store, edit(`/${at}.jpg`, { set_star: 1 })));
    const outcomes = Promise.allSettled(writes);
    await store.close();
    const refused = (await outcomes).filter(({ status }) => status === 'rejected');
    expect(refused.length).toBe(0);
  });

  it('refuses everything once it is closed', async () => {
    const store = await open();
    await store.close();
    const refusal = { code: 'storage_failed' };
    await expect(done(store, edit('/a.jpg', { set_star: 1 }))).rejects.toMatchObject(refusal);
    await expect(store.probe()).rejects.toMatchObject(refusal);
  });
}
