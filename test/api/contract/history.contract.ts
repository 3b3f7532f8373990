import { limits, type Gesture, type Operation, type Star } from '#contracts';
import type { GestureFilter, GestureItemsPage, LabelStore } from '../../../apps/api/src/persistence/label-store.ts';
import { asked, bulk, done, edit, labelled, noon } from '../../support/store-writes.ts';
import { withStore, type OpenStore, type Shared } from './label-store.contract.ts';

export function promisesOfHistory(store: Shared, open: OpenStore): void {
  it('IT10: tells of every change who did it, when, from where, and the values before and after', async () => {
    const path = '/history/told.jpg';
    const first = await labelled(store(), edit(path, { set_star: 1, add_tags: ['a'] }), { client: 'tab 1' });
    const wish = { actor: 'bob', at: noon + 1500, client: 'tab 2' };
    const second = await done(store(), edit(path, { set_star: 2, set_notes: 'n' }), wish);
    const { seq, gestureId } = second.accepted!;
    const { operations, next } = await store().history(path, null);
    expect(next).toBeNull();
    const newest = {
      ...{ seq, gesture_id: gestureId, kind: 'edit', path, version: 3, updated_by: 'bob', client: 'tab 2' },
      changes: { star: [1, 2], notes: ['', 'n'] },
      at: '2026-01-23T12:00:01.500Z',
    };
    const oldest = {
      ...{
        seq: seq - 1,
        gesture_id: first.gestureId,
        kind: 'edit',
        path,
        version: 2,
        updated_by: 'ann',
        client: 'tab 1',
      },
      changes: { star: [null, 1], tags: [[], ['a']] },
      at: '2026-01-23T12:00:00.000Z',
    };
    expect(operations).toEqual([newest, oldest]);
  });

  it('IT10: has nothing to tell of an item that nobody wrote on', async () => {
    expect(await store().history('/history/untouched.jpg', null)).toEqual({ operations: [], next: null });
  });

  it('IT10: comes in pages, the newest first, each once', async () => {
    const path = '/history/pages.jpg';
    const count = limits.historyPage * 2 + 3;
    const writes = Array.from({ length: count }, (_, at) => asked(edit(path, { set_notes: `${at}` })));
    await Promise.all(writes.map((write) => store().commit(write)));
    const found: Operation[] = [];
    const sizes: number[] = [];
    for (let before: number | null = null; ;) {
      const page = await store().history(path, before);
      found.push(...page.operations);
      sizes.push(page.operations.length);
      if (page.next === null) break;
      before = page.next;
    }
    expect(sizes).toEqual([limits.historyPage, limits.historyPage, 3]);
    expect(found.map(({ version }) => version)).toEqual(Array.from({ length: count }, (_, at) => count + 1 - at));
    expect(found.map(({ changes }) => changes.notes![1])).toEqual([...writes.keys()].reverse().map(String));
    const last = await store().history(path, found.at(-1)!.seq);
    expect(last).toEqual({ operations: [], next: null });
  });

  it('IT10: can be read from any number on, also one that belongs to another item', async () => {
    const [path, other] = ['/history/between.jpg', '/history/others.jpg'];
    const numbers: number[] = [];
    for (const each of [path, other, path, other, path]) {
      numbers.push((await done(store(), edit(each, { set_notes: String(numbers.length) }))).accepted!.seq);
    }
    const seqsBefore = async (before: number): Promise<number[]> =>
      (await store().history(path, before)).operations.map(({ seq }) => seq);
    expect(await seqsBefore(numbers[3]!)).toEqual([numbers[2], numbers[0]]);
    expect(await seqsBefore(numbers[2]!)).toEqual([numbers[0]]);
    expect(await seqsBefore(numbers[4]! + 1000)).toEqual([numbers[4], numbers[2], numbers[0]]);
    expect(await seqsBefore(1)).toEqual([]);
  });

  it('IT12: one write is one number, whatever it changed, and numbers have no gaps', async () => {
    await withStore(open, async (fresh) => {
      const one = await done(fresh, edit('/a.jpg', { set_star: 1 }));
      const many = await done(fresh, bulk(['/a.jpg', '/b.jpg', '/c.jpg'], { add_tags: ['t'] }));
      await done(fresh, edit('/a.jpg', { set_star: 1 }));
      await fresh.commit(asked(edit('/a.jpg', { set_star: 2 }, [1])));
      const last = await done(fresh, edit('/b.jpg', { set_star: 2 }));
      expect([one, many, last].map(({ accepted }) => accepted!.seq)).toEqual([1, 2, 3]);
      for (const path of ['/a.jpg', '/b.jpg', '/c.jpg']) {
        const { operations } = await fresh.history(path, null);
        expect(operations.find(({ seq }) => seq === 2)?.gesture_id).toBe(many.accepted!.gestureId);
      }
      const { gestures } = await fresh.gestures({});
      expect(gestures.map(({ seq, kind, count }) => [seq, kind, count])).toEqual([
        [3, 'edit', 1],
        [2, 'bulk', 3],
        [1, 'edit', 1],
      ]);
      expect(gestures.map(({ path, version }) => [path, version])).toEqual([
        ['/b.jpg', 3],
        [undefined, undefined],
        ['/a.jpg', 2],
      ]);
      expect(gestures[1]).toMatchObject({ patch: { add_tags: ['t'] }, updated_by: 'ann', client: 'tab' });
    });
  });

  it('IT12, LB2: outcomes come in the order of their numbers, however many write at once', async () => {
    const arrived: number[] = [];
    const order: number[] = [];
    const writes = Array.from({ length: 1000 }, async (_, at) => {
      const path = `/history/many/${at % 37}.jpg`;
      const star = ((at / 10) % 6) as Star;
      const change =
        at % 10 === 0 ? bulk([path, '/history/all.jpg'], { set_star: star }) : edit(path, { set_notes: `${at}` });
      const { accepted } = await done(store(), change, { principal: `p${at % 3}` });
      arrived.push(accepted!.seq);
      order.push(at);
    });
    await Promise.all(writes);
    const first = arrived[0]!;
    expect(arrived).toEqual(Array.from({ length: 1000 }, (_, at) => first + at));
    // Whoever asked first is not kept waiting by those who came later.
    expect(order).toEqual(Array.from(order.keys()));
  });

  it('IT10: gestures are told by person and time, in pages', async () => {
    await withStore(open, async (fresh) => {
      const count = limits.historyPage + 5;
      const writes = Array.from({ length: count * 2 }, (_, at) =>
        asked(edit(`/${at}.jpg`, { set_star: 1 }), { at: noon + at, actor: at % 2 === 0 ? 'ann' : 'bob' }),
      );
      for (const write of writes) void fresh.commit(write);
      await fresh.commit(asked(edit('/last.jpg', { set_star: 1 }), { actor: 'cleo', at: noon + 1000 }));
      const anns = await everyGesture(fresh, { by: 'ann' });
      expect(anns.map(({ seq }) => seq)).toEqual(Array.from({ length: count }, (_, at) => (count - at) * 2 - 1));
      expect((await everyGesture(fresh, {})).map(({ updated_by }) => updated_by).slice(0, 3)).toEqual([
        'cleo',
        'bob',
        'ann',
      ]);
      const [last] = await everyGesture(fresh, { by: 'cleo' });
      expect([last?.count, last?.path, last?.version]).toEqual([1, '/last.jpg', 2]);
      const some = await everyGesture(fresh, { from: noon + 10, to: noon + 13 });
      expect(some.map(({ at }) => Date.parse(at) - noon)).toEqual([12, 11, 10]);
      expect(await everyGesture(fresh, { from: noon + 10, to: noon + 13, by: 'bob' })).toHaveLength(1);
      expect(await everyGesture(fresh, { by: 'nobody' })).toEqual([]);
      expect(await everyGesture(fresh, { before: 1 })).toEqual([]);
    });
  });

  it('IT10: tells of a gesture which items it changed and what on each, in pages, each once', async () => {
    await withStore(open, async (fresh) => {
      await done(fresh, edit('/7.jpg', { set_star: 5 }));
      const paths = Array.from({ length: 12 }, (_, at) => `/${at}.jpg`);
      const { accepted } = await done(fresh, bulk(paths, { set_star: 2 }));
      await done(fresh, bulk(paths, { set_star: 3 }));
      const { seq, gestureId } = accepted!;
      const found: GestureItemsPage['items'][number][] = [];
      const sizes: number[] = [];
      for (let after: number | null = 0; after !== null;) {
        const page: GestureItemsPage = (await fresh.gestureItems(gestureId, after, 5))!;
        expect(page.seq).toBe(seq);
        found.push(...page.items);
        sizes.push(page.items.length);
        after = page.next;
      }
      expect(sizes).toEqual([5, 5, 2]);
      expect(found.map(({ path }) => path).sort()).toEqual([...paths].sort());
      expect(found.find(({ path }) => path === '/7.jpg')).toMatchObject({ version: 3, changes: { star: [5, 2] } });
      expect(found.find(({ path }) => path === '/8.jpg')).toMatchObject({ version: 2, changes: { star: [null, 2] } });
      expect((await fresh.gestureItems(gestureId, 0, 12))!.next).toBeNull();
    });
  });

  it.each(['', 'nothing', '1', '1-AAAAAAAA', '__proto__'])('IT10: of the gesture %j knows nothing', async (id) => {
    expect(await store().gestureItems(id, 0, 5)).toBeNull();
  });
}

async function everyGesture(store: LabelStore, filter: GestureFilter): Promise<Gesture[]> {
  const { gestures, next } = await store.gestures(filter);
  expect(gestures.length).toBeLessThanOrEqual(limits.historyPage);
  return next === null ? [...gestures] : [...gestures, ...(await everyGesture(store, { ...filter, before: next }))];
}
