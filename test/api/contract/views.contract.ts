import type { View, ViewsDocument } from '#contracts';
import type { LabelStore } from '../../../apps/api/src/persistence/label-store.ts';
import { asked, done, edit, views, type AnswerOf, type WriteWish } from '../../support/store-writes.ts';
import { withStore, type OpenStore } from './label-store.contract.ts';

export function promisesOfViews(open: OpenStore): void {
  it('are none, at version 1, until somebody saves some', async () => {
    await withStore(open, async (store) => {
      expect(await store.views()).toEqual({ version: 1, views: [] });
    });
  });

  it('IT4: are replaced as a whole on the current version only', async () => {
    await withStore(open, async (store) => {
      const first = await replaced(store, [view('one'), view('two')], [1]);
      expect(first).toEqual({ version: 2, views: [view('one'), view('two')] });
      const refusal = await store.commit(asked(views([view('three')], [1])));
      expect(refusal).toEqual({ kind: 'views-conflict', current: first });
      expect(await store.commit(asked(views([view('three')], [3])))).toEqual(refusal);
      expect(await store.views()).toEqual(first);
      expect(await replaced(store, [view('three')], [2])).toEqual({ version: 3, views: [view('three')] });
      expect(await replaced(store, [], 'any')).toEqual({ version: 4, views: [] });
      expect(await store.views()).toEqual({ version: 4, views: [] });
    });
  });

  it('IT5: stay at their version when nothing is different', async () => {
    await withStore(open, async (store) => {
      const first = await replaced(store, [view('one')], [1]);
      expect(await replaced(store, [view('one', 'bob')], [2], { actor: 'bob' })).toEqual(first);
      expect(await store.commit(asked(views([view('one')], [1])))).toMatchObject({ kind: 'views-conflict' });
    });
  });

  it('remember who made each of them, whoever sends them later', async () => {
    await withStore(open, async (store) => {
      await replaced(store, [view('anns', 'somebody')], [1], { actor: 'ann' });
      const sent = [{ ...view('anns', 'bob'), name: 'renamed' }, view('bobs', 'ann')];
      const document = await replaced(store, sent, [2], { actor: 'bob' });
      expect(document.views).toEqual([{ ...view('anns', 'ann'), name: 'renamed' }, view('bobs', 'bob')]);
      expect(await store.views()).toEqual(document);
      // Taken away and saved anew, it is of whoever does that.
      await replaced(store, [], [3], { actor: 'bob' });
      expect((await replaced(store, [view('anns')], [4], { actor: 'bob' })).views[0]!.created_by).toBe('bob');
    });
  });

  it('IT12: take no number and are no gesture', async () => {
    await withStore(open, async (store) => {
      await done(store, edit('/a.jpg', { set_star: 1 }));
      expect(await done(store, views([view('one')]))).toMatchObject({ accepted: null });
      expect((await done(store, edit('/a.jpg', { set_star: 2 }))).accepted!.seq).toBe(2);
      expect((await store.gestures({})).gestures).toHaveLength(2);
    });
  });

  it('A10: of two that race, one wins', async () => {
    await withStore(open, async (store) => {
      const outcomes = await Promise.all(
        ['one', 'two', 'three'].map((id) => store.commit(asked(views([view(id)], [1])))),
      );
      expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['done', 'views-conflict', 'views-conflict']);
      expect((await store.views()).version).toBe(2);
    });
  });
}

async function replaced(
  store: LabelStore,
  wanted: readonly View[],
  base: 'any' | readonly number[],
  wish: WriteWish = {},
): Promise<ViewsDocument> {
  const { answer } = await done(store, views(wanted, base), wish);
  return (answer as AnswerOf<'views'>).document;
}

function view(id: string, createdBy = 'ann'): View {
  return {
    id,
    name: `View ${id} 😀`,
    query: {
      path: '/set',
      recursive: true,
      filters: { and: [{ stars: { in: [4, 5, null] } }] },
      sort: { key: 'name', dir: 'asc' },
    },
    created_by: createdBy,
    shared: true,
  };
}
