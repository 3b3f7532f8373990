import { UndoBench } from './support/undo-bench.ts';

describe('undo of what is not saved yet', () => {
  test('UI8: of what is not saved yet waits, and the last still comes first', () => {
    const bench = new UndoBench();
    const [one, two, three] = [bench.star(3), bench.star(4), bench.star(5)];
    bench.stack.undo();
    bench.stack.undo();
    expect(bench.told).toEqual(['Undone: ★5', 'Undone: ★4']);
    expect(bench.takenBack.map(({ id }) => id)).toEqual([three.id, two.id]);
    expect(bench.takenBack[0]?.overlay?.patch).toEqual({ set_star: 1 });
    bench.save(one.id);
    bench.save(two.id);
    expect(bench.gestures).toEqual([]);
    bench.save(three.id);
    expect(bench.gestures).toEqual([`g-${three.id}`, `g-${two.id}`]);
    expect(bench.stack.canUndo()?.id).toBe(one.id);
    expect(bench.stack.canRedo()?.says).toBe('★4');
  });

  test('UI8 UI10: what was never sent is let go of, and is sent when it is done again', () => {
    const bench = new UndoBench();
    const [one, two] = [bench.star(3), bench.star(4)];
    bench.stack.undo();
    bench.stack.undo();
    for (const { id } of [two, one]) bench.hear({ kind: 'gone', id, outcome: { kind: 'dropped', label: null } });
    expect([bench.stack.canUndo(), bench.stack.canRedo()?.says]).toEqual([null, '★3']);
    bench.reload();
    bench.stack.redo();
    bench.stack.redo();
    expect([...bench.open]).toEqual([`again-${one.id}`, `again-${two.id}`]);
    expect([bench.stack.canUndo()?.says, bench.stack.canRedo()]).toEqual(['★4', null]);
    bench.save(`again-${two.id}`, 'g-two');
    bench.stack.undo();
    expect(bench.gestures).toEqual(['g-two']);
    bench.undone('undo-1');
    bench.stack.redo();
    expect(bench.gestures).toEqual(['g-two', 'g-undo-1']);
  });

  test('UI8 UI10: what was on its way when it was taken back is undone, and done again as a gesture', () => {
    const bench = new UndoBench();
    const one = bench.star(3);
    bench.stack.undo();
    bench.save(one.id);
    bench.undone('undo-1');
    bench.stack.redo();
    expect(bench.gestures).toEqual([`g-${one.id}`, 'g-undo-1']);
  });
});

describe('redo of what is not undone yet', () => {
  test('UI8: keeps what may be on its way, and nothing is undone', () => {
    const bench = new UndoBench();
    const one = bench.star(3);
    bench.stack.undo();
    expect(bench.stack.canRedo()?.says).toBe('★3');
    expect(bench.stack.redo()).toBe(true);
    expect(bench.told).toEqual(['Undone: ★3', 'Done again: ★3']);
    expect(bench.keptOn).toEqual([one.id]);
    bench.save(one.id);
    expect(bench.gestures).toEqual([]);
    bench.stack.undo();
    expect(bench.gestures).toEqual([`g-${one.id}`]);
  });

  test('UI8: sends once more what was let go of in between', () => {
    const bench = new UndoBench();
    const one = bench.star(3);
    bench.stack.undo();
    bench.stack.redo();
    bench.hear({ kind: 'gone', id: one.id, outcome: { kind: 'dropped', label: null } });
    expect([...bench.open]).toEqual([`again-${one.id}`]);
    expect([bench.stack.canUndo()?.says, bench.stack.canRedo()]).toEqual(['★3', null]);
  });

  test('UI8: lets go of an undo that was never sent', () => {
    const bench = new UndoBench();
    const one = bench.star(3);
    bench.save(one.id);
    bench.stack.undo();
    expect(bench.stack.redo()).toBe(true);
    expect(bench.takenBack).toMatchObject([{ id: 'undo-1', overlay: { patch: { set_star: 3 } } }]);
    expect(bench.told.at(-1)).toBe('Done again: ★3');
    bench.hear({ kind: 'gone', id: 'undo-1', outcome: { kind: 'dropped', label: null } });
    expect(bench.gestures).toEqual([`g-${one.id}`]);
    bench.stack.undo();
    expect(bench.gestures).toEqual([`g-${one.id}`, `g-${one.id}`]);
    expect(bench.undos[1]?.overlay?.patch).toEqual({ set_star: 1 });
  });

  test('UI8: takes back an undo that was sent, once that is there', () => {
    const bench = new UndoBench();
    const one = bench.star(3);
    bench.save(one.id);
    bench.stack.undo();
    bench.stack.redo();
    bench.undone('undo-1');
    expect(bench.gestures).toEqual([`g-${one.id}`, 'g-undo-1']);
    bench.undone('undo-2');
    bench.stack.undo();
    expect(bench.gestures).toEqual([`g-${one.id}`, 'g-undo-1', 'g-undo-2']);
  });

  test('UI8: goes back and forth as often as one likes before anything is sent', () => {
    const bench = new UndoBench();
    const one = bench.star(3);
    for (let turn = 0; turn < 3; turn += 1) {
      expect(bench.stack.undo()).toBe(true);
      expect(bench.stack.redo()).toBe(true);
    }
    bench.stack.undo();
    bench.save(one.id);
    expect(bench.gestures).toEqual([`g-${one.id}`]);
    expect([bench.stack.canUndo(), bench.stack.canRedo()?.says]).toEqual([null, '★3']);
  });
});

describe('UI8: a text', () => {
  test('that was saved piece by piece in one visit to its field is undone, and done again, as a whole', () => {
    const bench = new UndoBench();
    const star = bench.star(3);
    const pieces = ['One', 'One two', 'One two three'].map((text) => bench.notes(text, 7));
    const later = bench.notes('Another day', 8);
    for (const { id } of [star, ...pieces, later]) bench.save(id);
    bench.stack.undo();
    expect(bench.gestures).toEqual([`g-${later.id}`]);
    bench.stack.undo();
    const all = [later, ...pieces.toReversed()].map(({ id }) => `g-${id}`);
    expect(bench.gestures).toEqual(all);
    expect(bench.stack.canUndo()?.id).toBe(star.id);
    for (let at = 1; at <= 4; at += 1) bench.undone(`undo-${at}`);
    bench.stack.redo();
    expect(bench.gestures).toEqual([...all, 'g-undo-4', 'g-undo-3', 'g-undo-2']);
    expect(bench.stack.canRedo()?.visit).toBe(8);
  });
});
