import type { Change } from '../../../apps/api/src/persistence/label-store.ts';
import { asked, bulk, done, edit, labelIn, labelled, metrics, noon, undo, views } from '../../support/store-writes.ts';
import { withStore, type OpenStore, type Shared } from './label-store.contract.ts';

export function promisesOfKeys(store: Shared, open: OpenStore): void {
  it('IT8, A14: is answered as it was the first time, also when the item has changed since', async () => {
    const path = '/keys/replay.jpg';
    const write = asked(edit(path, { add_tags: ['mine'] }, [1]));
    const first = await store().commit(write);
    await done(store(), edit(path, { set_tags: ['theirs'] }));
    const seq = (await done(store(), edit(path, { set_star: 5 }))).accepted!.seq;
    for (let times = 0; times < 3; times += 1) {
      const again = await store().commit({ ...write, at: noon + 1000 });
      expect(again).toEqual({ ...first, accepted: null, isReplay: true });
    }
    expect(await labelIn(store(), path)).toMatchObject({ version: 4, tags: ['theirs'] });
    expect((await done(store(), edit(path, { set_star: 1 }))).accepted!.seq).toBe(seq + 1);
  });

  it('IT8: is answered with the first answer whatever kind of write it was', async () => {
    const path = '/keys/kinds.jpg';
    const { gestureId } = await labelled(store(), edit(path, { set_star: 1 }));
    const view = { id: 'v', name: 'v', query: query(), created_by: 'ann', shared: false };
    const changes: Change[] = [
      bulk([path], { add_tags: ['t'] }, 2),
      metrics([{ path, metrics: { loss: 0.5 } }]),
      undo(gestureId),
      views([view]),
    ];
    for (const change of changes) {
      const write = asked(change);
      const first = await store().commit(write);
      expect(first).toMatchObject({ kind: 'done', isReplay: false });
      expect(await store().commit(write)).toEqual({ ...first, accepted: null, isReplay: true });
    }
    expect((await labelIn(store(), path)).version).toBe(5);
  });

  it('IT5, IT8: remembers an answer that changed nothing', async () => {
    const path = '/keys/idle.jpg';
    const write = asked(edit(path, { set_star: null }, [1]));
    const first = await store().commit(write);
    await done(store(), edit(path, { set_star: 2 }));
    expect(await store().commit(write)).toEqual({ ...first, isReplay: true });
    expect(await labelIn(store(), path)).toMatchObject({ version: 2, star: 2 });
  });

  it('A15: is refused with another request, and nothing is changed', async () => {
    const path = '/keys/reused.jpg';
    const write = asked(edit(path, { set_star: 1 }));
    await store().commit(write);
    const other = asked(edit(path, { set_star: 2 }), { key: write.key });
    expect(await store().commit(other)).toEqual({ kind: 'key-reused' });
    expect(await labelIn(store(), path)).toMatchObject({ version: 2, star: 1 });
  });

  it('A16: has one effect when it is sent many times at once', async () => {
    const path = '/keys/at once.jpg';
    const write = asked(edit(path, { add_tags: ['once'] }));
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => store().commit(write)));
    const answers = outcomes.map((outcome) => JSON.stringify('answer' in outcome ? outcome.answer : outcome));
    expect(new Set(answers).size).toBe(1);
    expect(outcomes.filter((outcome) => outcome.kind === 'done' && !outcome.isReplay)).toHaveLength(1);
    expect((await store().history(path, null)).operations).toHaveLength(1);
  });

  it('A17: is another one from another person', async () => {
    const [path, key] = ['/keys/two people.jpg', 'the same'];
    const anns = await labelled(store(), edit(path, { set_star: 1 }), { key, principal: 'ann' });
    const bobs = await done(store(), edit(path, { set_star: 2 }), { key, principal: 'bob' });
    expect(bobs).toMatchObject({ isReplay: false, answer: { label: { version: 3, star: 2 } } });
    const again = await done(store(), edit(path, { set_star: 1 }), { key, principal: 'ann' });
    expect(again).toEqual({ kind: 'done', answer: anns, accepted: null, isReplay: true });
  });

  it('A21: is not used up by a refusal', async () => {
    const path = '/keys/mended.jpg';
    await done(store(), edit(path, { set_star: 1 }));
    const tags = Array.from({ length: 65 }, (_, at) => `tag ${at}`);
    const pushed = await done(store(), metrics([{ path, metrics: { loss: 1 } }]));
    const refusals: [Change, string][] = [
      [edit(path, { set_star: 2 }, [1]), 'conflict'],
      [edit(path, { set_tags: tags }), 'too-many-tags'],
      [bulk([path], { add_tags: tags }), 'too-many-tags'],
      [undo('nothing'), 'no-such-gesture'],
      [undo(pushed.accepted!.gestureId), 'not-undoable'],
      [views([], [99]), 'views-conflict'],
    ];
    for (const [at, [refused, kind]] of refusals.entries()) {
      const key = `mended ${at}`;
      expect(await store().commit(asked(refused, { key }))).toMatchObject({ kind });
      const mended = await done(store(), edit(path, { set_notes: key }), { key });
      expect(mended).toMatchObject({ isReplay: false, answer: { label: { notes: key } } });
    }
  });

  it('A24: is forgotten after a day, and the version then keeps it from being done twice', async () => {
    await withStore(open, async (fresh) => {
      const write = asked(edit('/old.jpg', { add_tags: ['once'] }, [1]), { at: noon - 1 });
      const kept = asked(edit('/new.jpg', { add_tags: ['once'] }, [1]), { at: noon });
      const answers = [await fresh.commit(write), await fresh.commit(kept)];
      expect(await fresh.pruneKeys(noon - 1)).toBe(false);
      expect(await fresh.commit(write)).toEqual({ ...answers[0], accepted: null, isReplay: true });
      expect(await fresh.pruneKeys(noon)).toBe(false);
      expect(await fresh.commit(write)).toMatchObject({ kind: 'conflict', current: { version: 2 } });
      expect(await fresh.commit(kept)).toEqual({ ...answers[1], accepted: null, isReplay: true });
    });
  });
}

function query() {
  return { path: '/', recursive: true, sort: { key: 'name', dir: 'asc' } } as const;
}
