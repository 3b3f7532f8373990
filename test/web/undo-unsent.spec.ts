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
