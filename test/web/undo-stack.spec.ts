import { reverse } from '../../apps/web/src/app/state/deeds.ts';
import { saw, UndoBench } from './support/undo-bench.ts';
import { itemEdit } from './support/edits.ts';

describe('undo', () => {
  test('UI8: takes back the last first, and paints what was there before', () => {
    const bench = new UndoBench();
    const [one, two] = [bench.star(4), bench.star(5)];
    bench.save(one.id);
    bench.save(two.id);
    expect(bench.stack.undo()).toBe(true);
    expect(bench.stack.undo()).toBe(true);
    expect(bench.stack.undo()).toBe(false);
    expect(bench.gestures).toEqual([`g-${two.id}`, `g-${one.id}`]);
    expect(bench.undos[0]?.overlay).toMatchObject({ patch: { set_star: 1 }, only: '/a.jpg' });
    expect(bench.undos[0]?.overlay?.covers('/b.jpg')).toBe(false);
    expect(bench.told).toEqual(['Undone: ★5', 'Undone: ★4']);
  });

  test('UI8: that was promised is kept, whatever is done meanwhile, and over a reload', () => {
    const bench = new UndoBench();
    const one = bench.star(3);
    bench.stack.undo();
    const two = bench.star(4);
    bench.reload();
    bench.save(one.id);
    expect(bench.gestures).toEqual([`g-${one.id}`]);
    bench.save(two.id);
    expect(bench.gestures).toHaveLength(1);
    expect(bench.stack.canUndo()?.id).toBe(two.id);
  });

  test('UI8: of what changed nothing, or was given up, there is none', () => {
    const bench = new UndoBench();
    const [one, two] = [bench.star(3), bench.star(4)];
    bench.save(one.id, null);
    bench.hear({ kind: 'gone', id: two.id, outcome: { kind: 'dropped', label: null } });
    expect(bench.stack.undo()).toBe(false);
    expect(bench.undos).toEqual([]);
  });

  test('UI8: beside a sentence takes back what it says, whatever was done since', () => {
    const bench = new UndoBench();
    const [one, two] = [bench.star(4), bench.star(5)];
    bench.save(one.id);
    bench.save(two.id);
    expect([bench.stack.has(one.id), bench.stack.undo(one.id)]).toEqual([true, true]);
    expect(bench.gestures).toEqual([`g-${one.id}`]);
    expect([bench.stack.has(one.id), bench.stack.undo(one.id)]).toEqual([false, false]);
    bench.stack.undo();
    expect(bench.gestures).toEqual([`g-${one.id}`, `g-${two.id}`]);
  });

  test('UI12: of what the server refused lets go of it', () => {
    const bench = new UndoBench();
    const { id } = bench.star(4);
    bench.refused.add(id);
    expect(bench.stack.undo()).toBe(true);
    expect([bench.gestures, bench.told]).toEqual([[], ['Discarded: ★4']]);
    bench.hear({ kind: 'gone', id, outcome: { kind: 'dropped', label: null } });
    expect(bench.stack.undo()).toBe(false);
  });

  test('UI8: holds what was done before it was known who one is', () => {
    const bench = new UndoBench();
    bench.save(bench.star(3).id);
    const { id } = bench.star(4);
    bench.save(id);
    const early = bench.young();
    early.noteEdit(itemEdit(saw, { set_star: 5 }, { id: 'early' }), '★5');
    early.begin('ann');
    expect([early.has('early'), early.has(id)]).toEqual([true, true]);
  });

  test('UI8: of many goes by their gesture', () => {
    const bench = new UndoBench();
    bench.stack.noteMany('many', '★4 on 12 images');
    const numbers = { matched: 12, changed: 12, unchanged: 0, missing: 0, durability: 'disk' } as const;
    bench.hear({ kind: 'gone', id: 'many', outcome: { kind: 'bulk-saved', answer: { gesture_id: 'gm', ...numbers } } });
    bench.stack.undo();
    expect(bench.undos[0]).toMatchObject({ gesture: 'gm', overlay: undefined });
  });

  test('UI8: what was saved while the page was away is told, and holds nothing up', () => {
    const bench = new UndoBench();
    const [one, two] = [bench.star(3), bench.star(4)];
    bench.save(one.id);
    bench.open.delete(two.id);
    bench.reload();
    bench.stack.undo();
    expect(bench.told.at(-1)).toMatch(/★4 was saved while this page was closed/);
    bench.stack.undo();
    expect(bench.gestures).toEqual([`g-${one.id}`]);
  });

  test('IT10: what others changed since stays, and is told', () => {
    const bench = new UndoBench();
    const one = bench.star(3);
    bench.save(one.id);
    bench.stack.undo();
    const skipped = { path: '/a.jpg', field: 'star', by: 'bob' } as const;
    bench.undone('undo-1', [skipped], null);
    expect(bench.told.at(-1)).toBe('bob has changed star since: that stays');
    expect(bench.stack.redo()).toBe(false);
    bench.save(bench.star(4).id);
    bench.stack.undo();
    bench.undone('undo-2', [skipped, skipped, skipped]);
    expect(bench.told.at(-1)).toMatch(/and so do 2 more$/);
    expect(bench.stack.canRedo()).not.toBeNull();
  });
});

describe('redo', () => {
  test('UI8: takes back the undo, as often as one likes', () => {
    const bench = new UndoBench();
    bench.save(bench.star(4).id);
    bench.stack.undo();
    bench.undone('undo-1');
    bench.stack.redo();
    expect(bench.undos[1]).toMatchObject({ gesture: 'g-undo-1', overlay: { patch: { set_star: 4 } } });
    bench.undone('undo-2');
    bench.stack.undo();
    expect(bench.undos[2]).toMatchObject({ gesture: 'g-undo-2', overlay: { patch: { set_star: 1 } } });
  });

  test('UI8: ends with the next edit', () => {
    const bench = new UndoBench();
    bench.save(bench.star(4).id);
    bench.stack.undo();
    bench.undone('undo-1');
    bench.star(5);
    expect(bench.stack.redo()).toBe(false);
  });

  test('UI8: of a text that was typed on shows the last of it', () => {
    const bench = new UndoBench();
    const [first, next] = [itemEdit(saw, { set_notes: 'a' }), itemEdit(saw, { set_notes: 'ab' })];
    for (const edit of [first, next]) bench.stack.noteEdit(edit, 'a note');
    bench.hear({ kind: 'gone', id: next.id, outcome: { kind: 'merged', into: first.id } });
    bench.save(first.id);
    bench.stack.undo();
    expect(bench.undos[0]?.overlay?.patch).toEqual({ set_notes: 'before' });
    bench.undone('undo-1');
    bench.stack.redo();
    expect(bench.undos[1]?.overlay?.patch).toEqual({ set_notes: 'ab' });
    expect(bench.stack.canUndo()?.id).toBe('undo-2');
  });
});

describe('what can be undone', () => {
  test('UI8: is there after a reload, both ways', () => {
    const bench = new UndoBench();
    const [one, two] = [bench.star(3), bench.star(4)];
    bench.save(one.id);
    bench.save(two.id);
    bench.stack.undo();
    bench.reload();
    bench.undone('undo-1');
    bench.reload();
    bench.stack.redo();
    bench.stack.undo();
    expect(bench.gestures).toEqual([`g-${two.id}`, 'g-undo-1']);
    expect(bench.told.at(-1)).toBe('Undone: ★4');
    expect(bench.takenBack).toHaveLength(1);
  });

  test.each(['', 'nonsense', '[]', 'null', '{"done":1}', '{"done":[]}'])(
    'UI8: stands up to %j in the storage',
    (text) => {
      const bench = new UndoBench();
      bench.kept.set('lenslet:deeds:ann', text);
      bench.reload();
      expect(bench.stack.undo()).toBe(false);
    },
  );

  test('UI10: another person, or another gallery on the same port, takes back nothing of it', () => {
    const bench = new UndoBench();
    bench.save(bench.star(4).id);
    bench.stack = bench.born('bob');
    expect(bench.stack.undo()).toBe(false);
    bench.stack.begin('ann');
    expect(bench.stack.undo()).toBe(true);
  });

  test('UI8: is no less for a storage that is full, and no more than 200 are kept', () => {
    const bench = new UndoBench();
    bench.isFull = true;
    for (let at = 0; at < 250; at++) bench.save(bench.star(4).id);
    let count = 0;
    while (bench.stack.undo()) count += 1;
    expect(count).toBe(200);
  });

  test('UI8: an edit leads back to what was seen before it, in its own fields only', () => {
    expect(reverse({ patch: { set_star: null }, seen: saw })).toEqual({ set_star: 1 });
    expect(reverse({ patch: { set_notes: '', add_tags: ['x'] }, seen: saw })).toEqual({
      set_notes: 'before',
      set_tags: ['old'],
    });
    expect(reverse({ patch: { remove_tags: ['old'] }, seen: saw })).toEqual({ set_tags: ['old'] });
  });
});
