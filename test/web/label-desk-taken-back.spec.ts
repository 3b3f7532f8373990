import type { LabelDesk } from '../../apps/web/src/app/state/label-desk.ts';
import type { ItemEdit, KnownLabel } from '../../apps/web/src/app/sync/edit.ts';
import { UndoStack } from '../../apps/web/src/app/state/undo-stack.ts';
import type { OutboxNews } from '../../apps/web/src/app/sync/edit.ts';
import { known, make, row } from './support/desk-world.ts';

function written(desk: LabelDesk, patch: ItemEdit['patch']): ItemEdit {
  const edit = desk.write(row, patch);
  if (edit === null) throw new Error('It was to change something.');
  return edit;
}

function save(desk: LabelDesk, id: string, label: KnownLabel): void {
  desk.hearOutbox({ kind: 'gone', id, outcome: { kind: 'saved', label, gesture: 'g', replaced: null } });
}

describe('an edit that is taken back before it is saved', () => {
  test('UI8 UI10: what is taken back before it is saved goes from the screen at once, and stays away until it is undone', () => {
    const { desk, sent } = make();
    const edit = written(desk, { set_star: 5 });
    desk.takeBack(edit.id, { patch: { set_star: 1 }, covers: (path) => path === row.path, only: row.path });
    expect(desk.of(row).star).toBe(1);
    expect(sent.at(-1)).toEqual({ kind: 'decide', id: edit.id, choice: 'drop' });
    // It was on its way already, and is told of by a hub that has begun anew.
    desk.hearOutbox({ kind: 'all', edits: [{ ...edit, state: 'sending', tries: 1 }] });
    expect(desk.of(row).star).toBe(1);
    save(desk, edit.id, { ...known, version: 4, star: 5 });
    expect(desk.of(row).star).toBe(5);
  });

  test('UI15: an undo that waits for the edit to be saved counts as unsent from the news of that on', () => {
    const { desk, sent } = make();
    const undo = new UndoStack(desk, null, () => undefined);
    const hear = (news: OutboxNews): number => {
      // As the page does it: both hear it before anything is drawn.
      desk.hearOutbox(news);
      undo.hearOutbox(news);
      return desk.sums().unsent;
    };
    const edit = written(desk, { set_star: 5 });
    undo.noteEdit(edit, '★5');
    undo.undo();
    expect(hear({ kind: 'put', edit: { ...edit, state: 'sending', tries: 1 } })).toBe(1);
    const label = { ...known, version: 4, star: 5 } as const;
    expect(hear({ kind: 'gone', id: edit.id, outcome: { kind: 'saved', label, gesture: 'g', replaced: null } })).toBe(
      1,
    );
    expect(sent.at(-1)).toMatchObject({ kind: 'write', edit: { kind: 'undo', gesture: 'g' } });
    expect(desk.of(row).star).toBe(1);
  });

  test('UI10 UI12: what is taken back and then refused shows what is saved', () => {
    const { desk } = make();
    const edit = written(desk, { set_star: 5 });
    desk.takeBack(edit.id, { patch: { set_star: 1 }, covers: () => true });
    desk.hearOutbox({ kind: 'put', edit: { ...edit, state: 'refused', tries: 1 } });
    expect(desk.of(row).star).toBe(1);
  });

  test('UI12: a star that is refused does not hide the one that is saved, and a refused text stays', () => {
    const { desk } = make();
    const [star, notes] = [written(desk, { set_star: 5 }), written(desk, { set_notes: 'mine' })];
    for (const edit of [star, notes]) desk.hearOutbox({ kind: 'put', edit: { ...edit, state: 'refused', tries: 1 } });
    expect(desk.of(row)).toMatchObject({ star: 1, notes: 'mine' });
    desk.hearOutbox({ kind: 'put', edit: { ...star, state: 'waiting' } });
    expect(desk.of(row).star).toBe(5);
  });

  test('UI12: nor does a refused edit to many, until it is tried again', () => {
    const { desk, sent } = make();
    desk.writeMany({ paths: [row.path] }, { set_star: 5 }, () => true);
    const last = sent.at(-1);
    if (last?.kind !== 'write') throw new Error('It was to be written.');
    desk.hearOutbox({ kind: 'put', edit: { ...last.edit, state: 'refused', tries: 1 } });
    expect([desk.of(row).star, desk.saveStateOf(row.path)]).toEqual([1, 'idle']);
    desk.hearOutbox({ kind: 'put', edit: { ...last.edit, state: 'waiting' } });
    expect([desk.of(row).star, desk.saveStateOf(row.path)]).toEqual([5, 'saving']);
  });

  test('UI8: an edit to many that may be on its way is off the screen at once, and back when it is kept', () => {
    const { desk, sent } = make();
    const id = desk.writeMany({ paths: [row.path] }, { set_star: 5 }, () => true);
    desk.takeBack(id);
    expect(sent.at(-1)).toEqual({ kind: 'decide', id, choice: 'drop' });
    expect(desk.of(row).star).toBe(1);
    desk.keep(id);
    expect(desk.of(row).star).toBe(5);
  });

  test('UI8 UI10: what was let go of is written anew when it is done again', () => {
    const { desk, sent } = make();
    const edit = written(desk, { set_star: 5 });
    desk.takeBack(edit.id);
    desk.hearOutbox({ kind: 'gone', id: edit.id, outcome: { kind: 'dropped', label: null } });
    expect(desk.of(row).star).toBe(1);
    const id = desk.again(edit);
    expect(id).not.toBe(edit.id);
    expect(desk.of(row).star).toBe(5);
    expect(sent.at(-1)).toMatchObject({
      kind: 'write',
      edit: { id, key: id, patch: { set_star: 5 }, state: 'waiting' },
    });
  });
});
