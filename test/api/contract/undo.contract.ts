import { asked, bulk, done, edit, labelIn, labelled, metrics, undo, undone } from '../../support/store-writes.ts';
import type { Shared } from './label-store.contract.ts';

export function promisesOfUndo(store: Shared): void {
  it('IT10: gives back what the gesture changed, as a gesture of its own', async () => {
    const path = '/undo/edit.jpg';
    await done(store(), edit(path, { set_star: 1, set_notes: 'before', set_tags: ['a', 'b'] }));
    const gesture = await labelled(store(), edit(path, { set_star: 5, set_notes: 'after', add_tags: ['c'] }));
    const { answer, accepted } = await done(store(), undo(gesture.gestureId), { actor: 'bob' });
    expect(answer).toEqual({
      kind: 'undo',
      gestureId: accepted?.gestureId,
      reverted: 1,
      skipped: [],
      skippedCount: 0,
    });
    expect(accepted).toMatchObject({ kind: 'undo', count: 1, actor: 'bob' });
    const label = await labelIn(store(), path);
    expect(label).toMatchObject({ version: 4, star: 1, notes: 'before', tags: ['a', 'b'], updatedBy: 'bob' });
    const { gestures } = await store().gestures({ before: accepted!.seq + 1 });
    expect(gestures[0]).toMatchObject({ kind: 'undo', undoes: gesture.gestureId });
  });

  it('IT10: leaves fields that somebody changed since, and says who', async () => {
    const path = '/undo/skipped.jpg';
    const gesture = await labelled(store(), edit(path, { set_star: 5, set_notes: 'mine', add_tags: ['mine'] }));
    await done(store(), edit(path, { set_notes: 'theirs' }), { actor: 'bob' });
    await done(store(), edit(path, { add_tags: ['too'] }), { actor: 'cleo' });
    await done(store(), metrics([{ path, metrics: { loss: 1 } }]), { actor: 'job' });
    const answer = await undone(store(), gesture.gestureId);
    expect(answer).toMatchObject({ reverted: 1, skippedCount: 2 });
    expect(new Set(answer.skipped)).toEqual(
      new Set([
        { path, field: 'notes', by: 'bob' },
        { path, field: 'tags', by: 'cleo' },
      ]),
    );
    const label = { version: 6, star: null, notes: 'theirs', tags: ['mine', 'too'], metrics: { loss: 1 } };
    expect(await labelIn(store(), path)).toMatchObject(label);
  });

  it('IT10: is no gesture when nothing is left to give back', async () => {
    const [path, other] = ['/undo/nothing left.jpg', '/undo/nothing else.jpg'];
    const { gestureId } = await labelled(store(), edit(path, { set_star: 5 }));
    await done(store(), edit(path, { set_star: 2 }), { actor: 'bob' });
    const { answer, accepted } = await done(store(), undo(gestureId));
    expect(accepted).toBeNull();
    const skipped = [{ path, field: 'star', by: 'bob' }];
    expect(answer).toEqual({ kind: 'undo', gestureId: null, reverted: 0, skipped, skippedCount: 1 });
    expect(await labelIn(store(), path)).toMatchObject({ version: 3, star: 2 });
    // What was given back by hand is neither restored nor reported.
    const second = await labelled(store(), edit(other, { set_star: 5 }));
    await done(store(), edit(other, { set_star: null }));
    expect(await undone(store(), second.gestureId)).toMatchObject({ reverted: 0, skipped: [], gestureId: null });
  });

  it('IT9, IT10: takes back a write to many, item by item', async () => {
    const paths = [1, 2, 3, 4].map((at) => `/undo/bulk/${at}.jpg`);
    await done(store(), edit(paths[0]!, { set_star: 1, set_tags: ['t'] }));
    const { accepted } = await done(store(), bulk(paths, { set_star: 4, add_tags: ['t'] }));
    await done(store(), edit(paths[2]!, { set_star: 5 }), { actor: 'bob' });
    await done(store(), edit(paths[3]!, { set_star: 5, set_tags: ['x'] }), { actor: 'bob' });
    const answer = await undone(store(), accepted!.gestureId);
    const by = { field: 'star', by: 'bob' };
    expect(answer).toMatchObject({ reverted: 3, skippedCount: 3 });
    expect(answer.skipped).toEqual(
      expect.arrayContaining([
        { path: paths[2], ...by },
        { path: paths[3], ...by },
        { path: paths[3], field: 'tags', by: 'bob' },
      ]),
    );
    const labels = await Promise.all(paths.map((path) => labelIn(store(), path)));
    expect(labels.map(({ version, star, tags }) => [version, star, tags])).toEqual([
      [4, 1, ['t']],
      [3, null, []],
      [4, 5, []],
      [3, 5, ['x']],
    ]);
  });

  it('IT10: can be undone itself, and that again', async () => {
    const path = '/undo/back and forth.jpg';
    await done(store(), edit(path, { set_star: 1 }));
    let { gestureId } = await labelled(store(), edit(path, { set_star: 2 }));
    for (const star of [1, 2, 1]) {
      ({ gestureId } = await undone(store(), gestureId));
      expect((await labelIn(store(), path)).star).toBe(star);
    }
    expect((await labelIn(store(), path)).version).toBe(6);
  });

  it('IT10, A14: asked for twice with one key it is done once; with another, nothing is left to do', async () => {
    const path = '/undo/twice.jpg';
    const { gestureId } = await labelled(store(), edit(path, { set_star: 2 }));
    const write = asked(undo(gestureId));
    const first = await store().commit(write);
    expect(await store().commit(write)).toEqual({ ...first, accepted: null, isReplay: true });
    expect(await undone(store(), gestureId)).toMatchObject({ reverted: 0, skipped: [], gestureId: null });
    expect((await labelIn(store(), path)).version).toBe(3);
  });

  it('IT11: of metrics there is none', async () => {
    const { accepted } = await done(store(), metrics([{ path: '/undo/metrics.jpg', metrics: { loss: 1 } }]));
    const refusal = { kind: 'not-undoable', gestureKind: 'metrics' };
    expect(await store().commit(asked(undo(accepted!.gestureId)))).toEqual(refusal);
    expect(await store().rehearseUndo(accepted!.gestureId)).toEqual(refusal);
  });

  it('IT10: is refused for a gesture that is not known', async () => {
    const { accepted } = await done(store(), edit('/undo/known.jpg', { set_star: 1 }));
    const [number] = accepted!.gestureId.split('-');
    for (const id of ['', '-', 'x', '0', number!, `${number!}-`, `${number!}-AAAAAAAA`, 'zzzzzzzzzzzz-AAAAAAAA']) {
      expect(await store().commit(asked(undo(id)))).toEqual({ kind: 'no-such-gesture' });
      expect(await store().rehearseUndo(id)).toEqual({ kind: 'no-such-gesture' });
    }
    expect(await labelIn(store(), '/undo/known.jpg')).toMatchObject({ version: 2, star: 1 });
  });

  it('IT10: can be rehearsed, which tells what it would do and does nothing', async () => {
    const paths = ['/undo/rehearsed.jpg', '/undo/rehearsed too.jpg'];
    const { accepted } = await done(store(), bulk(paths, { set_star: 2 }));
    await done(store(), edit(paths[1]!, { set_star: 3 }), { actor: 'bob' });
    const labels = await Promise.all(paths.map((path) => labelIn(store(), path)));
    for (let times = 0; times < 2; times += 1) {
      const rehearsed = await store().rehearseUndo(accepted!.gestureId);
      const skipped = [{ path: paths[1], field: 'star', by: 'bob' }];
      expect(rehearsed).toMatchObject({ kind: 'done', answer: { reverted: 1, skipped, skippedCount: 1 } });
    }
    expect(await Promise.all(paths.map((path) => labelIn(store(), path)))).toEqual(labels);
    expect((await store().gestures({})).gestures[0]!.seq).toBe(accepted!.seq + 1);
    const real = await done(store(), undo(accepted!.gestureId));
    expect(real).toMatchObject({ isReplay: false, accepted: { seq: accepted!.seq + 2 } });
  });
}
