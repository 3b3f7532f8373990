import { gestureKinds } from '#contracts';
import type { ActivityPlace } from '../../../apps/api/src/persistence/activity-columns.ts';
import type { LabelStore } from '../../../apps/api/src/persistence/label-store.ts';
import { bulk, contentOf, counted, done, edit, follow, metrics, noon, undo } from '../../support/store-writes.ts';
import { withStore, type OpenStore } from './label-store.contract.ts';

interface Told {
  readonly seq: number;
  readonly path: string;
  readonly kind: string;
  readonly by: string;
  readonly at: number;
  readonly count: number;
  readonly undone?: string;
}

const start: ActivityPlace = { seq: 0, item: 0, known: 0 };

/** Everything after a place, page by page, and the place where it ends. */
async function activity(
  store: LabelStore,
  from = start,
  paths = new Map<number, string>(),
  until = Number.MAX_SAFE_INTEGER,
) {
  const told: Told[] = [];
  let place = from;
  let pages = 0;
  for (;;) {
    const page = await store.activityAfter({ after: place, until });
    if (page.count === 0) return { told, place, pages, paths };
    pages += 1;
    const newPaths = page.newItems.paths.split('\0');
    for (const [at, id] of page.newItems.ids.entries()) paths.set(id, newPaths[at] ?? '');
    for (let at = 0; at < page.count; at += 1) {
      const undone = page.undone[at] ?? 0;
      told.push({
        seq: page.seqs[at] ?? 0,
        path: paths.get(page.items[at] ?? 0) ?? 'unknown',
        kind: gestureKinds[page.kinds[at] ?? 0] ?? '',
        by: page.names[page.actors[at] ?? 0] ?? '',
        at: (page.at[at] ?? 0) - noon,
        count: page.counts[at] ?? 0,
        ...(undone > 0 ? { undone: page.names[undone - 1] ?? '' } : {}),
      });
    }
    place = {
      seq: page.seqs.at(-1) ?? 0,
      item: page.items.at(-1) ?? 0,
      known: Math.max(place.known, ...page.newItems.ids),
    };
  }
}

export function promisesOfActivity(open: OpenStore): void {
  it('is told in the order of the writes, with who and when and of what kind', async () => {
    await withStore(open, async (store) => {
      await done(store, edit('/b', { set_star: 3 }), { actor: 'ann', at: noon + 1 });
      const { gestureId } = await counted(store, bulk(['/a', '/b'], { add_tags: ['x'] }), {
        actor: 'ben',
        at: noon + 2,
      });
      await done(store, metrics([{ path: '/c', metrics: { score: 1 } }]), { actor: 'job', at: noon + 3 });
      await done(store, undo(gestureId), { actor: 'cleo', at: noon + 4 });
      await done(store, edit('/b', { set_star: 3 }), { actor: 'ann', at: noon + 5 });
      const { told, place, paths } = await activity(store);
      expect(told).toEqual([
        { seq: 1, path: '/b', kind: 'edit', by: 'ann', at: 1, count: 1 },
        ...['/b', '/a'].map((path) => ({ seq: 2, path, kind: 'bulk', by: 'ben', at: 2, count: 2 })),
        { seq: 3, path: '/c', kind: 'metrics', by: 'job', at: 3, count: 1 },
        ...['/b', '/a'].map((path) => ({ seq: 4, path, kind: 'undo', by: 'cleo', at: 4, count: 2, undone: 'ben' })),
      ]);
      // No further than is wanted.
      const first = await activity(store, start, new Map(), 1);
      expect([first.told.length, [...first.paths.values()]]).toEqual([1, ['/b']]);
      // From there on, only what has come since.
      await done(store, edit('/d', { set_notes: 'new' }), { actor: 'ann', at: noon + 6 });
      expect((await activity(store, place, paths)).told).toEqual([
        { seq: 5, path: '/d', kind: 'edit', by: 'ann', at: 6, count: 1 },
      ]);
    });
  });

  it('is told whole, also where one write is larger than a page, and names each path once', async () => {
    await withStore(open, async (store) => {
      const many = Array.from({ length: 20_000 }, (_, at) => `/many/${String(at)}`);
      await done(store, bulk(many, { set_star: 1 }));
      await done(store, bulk(many, { set_star: 2 }));
      const { told, pages, paths } = await activity(store);
      expect([told.length, pages, paths.size]).toEqual([40_000, 3, 20_000]);
      expect(new Set(told.map(({ seq, path }) => `${String(seq)} ${path}`)).size).toBe(40_000);
      expect(told.every(({ path }) => path.startsWith('/many/'))).toBe(true);
    });
  });

  it('tells of labels that went with their files', async () => {
    await withStore(open, async (store) => {
      await done(store, edit('/old', { set_star: 5 }), { actor: 'ann' });
      await store.keepContents([contentOf('/old', 'a')], []);
      await done(store, follow([['/old', '/new', 'a']]), { actor: 'Lenslet' });
      const { told } = await activity(store);
      expect(
        told
          .slice(1)
          .map(({ path, kind }) => `${kind} ${path}`)
          .sort(),
      ).toEqual(['follow /new', 'follow /old']);
    });
  });
}
