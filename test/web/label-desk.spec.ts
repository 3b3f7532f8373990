import type { ItemRow } from '#contracts';
import { LabelDesk } from '../../apps/web/src/app/state/label-desk.ts';
import type { SaveState } from '../../apps/web/src/app/state/save-state.ts';
import type { EditState, ItemEdit, KnownLabel } from '../../apps/web/src/app/sync/edit.ts';
import { itemsUpdated, itemUpdated, known, make, resync, row } from './support/desk-world.ts';
import { bulkEdit, itemEdit } from './support/edits.ts';
import { itemRow } from './support/rows.ts';

function written(desk: LabelDesk, patch: ItemEdit['patch'], of: ItemRow = row): ItemEdit {
  const edit = desk.write(of, patch);
  if (edit === null) throw new Error('It was to change something.');
  return edit;
}

function save(desk: LabelDesk, id: string, label: KnownLabel): void {
  desk.hearOutbox({ kind: 'gone', id, outcome: { kind: 'saved', label, gesture: 'g', replaced: null } });
}

function undone(gesture: string | null): Parameters<LabelDesk['hearOutbox']>[0] & { kind: 'gone' } {
  const answer = { reverted: gesture === null ? 0 : 1, skipped: [], gesture_id: gesture, durability: 'disk' } as const;
  return { kind: 'gone', id: '', outcome: { kind: 'undone', answer: { ...answer, skipped: [] } } };
}

function bulkSaved(id: string, gesture: string | null): Parameters<LabelDesk['hearOutbox']>[0] {
  const numbers = { matched: 2, changed: 2, unchanged: 0, missing: 0 };
  return {
    kind: 'gone',
    id,
    outcome: { kind: 'bulk-saved', answer: { gesture_id: gesture, ...numbers, durability: 'disk' } },
  };
}

describe('what one did oneself', () => {
  test('UI10: is painted before anything is sent, and sent once', () => {
    let atSend: unknown = null;
    const desk: LabelDesk = new LabelDesk(
      { send: () => (atSend = desk.of(row).star) },
      () => 'id',
      () => 7,
      () => 'tab',
    );
    const edit = written(desk, { set_star: 4 });
    expect(atSend).toBe(4);
    expect(edit).toMatchObject({
      base: { version: 3, star: 1 },
      seen: { star: 1 },
      madeAt: 7,
      clientId: 'tab',
      tries: 0,
    });
    expect(desk.saveStateOf('/a.jpg')).toBe('saving');
    expect(desk.of(itemRow('/b.jpg')).star).toBeNull();
  });

  test.each([{ set_star: 1 }, { add_tags: [' old '] }, { remove_tags: ['none'] }, { set_tags: ['old'] }, {}] as const)(
    'UI10: nothing is sent for what changes nothing: %j',
    (patch) => {
      const { desk, sent } = make();
      expect(desk.write(row, patch as ItemEdit['patch'])).toBeNull();
      expect(sent).toEqual([]);
      expect(desk.sums().unsent).toBe(0);
    },
  );

  test('UI10: the same star twice is sent once, and taken back it is sent again', () => {
    const { desk, sent } = make();
    written(desk, { set_star: 4 });
    expect(desk.write(row, { set_star: 4 })).toBeNull();
    written(desk, { set_star: 1 });
    expect(sent).toHaveLength(2);
  });

  test.each([
    ['the event first', true],
    ['the answer first', false],
  ])('UI10: an edit and its event never show the old value: %s', (_, isEventFirst) => {
    const { desk } = make();
    const edit = written(desk, { set_star: 4 });
    const after = { ...known, version: 4, star: 4 } as const;
    const steps = [() => desk.hearFrame(itemUpdated(after)), () => save(desk, edit.id, after)];
    for (const step of isEventFirst ? steps : steps.reverse()) {
      step();
      expect(desk.of(row)).toMatchObject({ star: 4, tags: ['old'] });
    }
    expect(desk.of(row).version).toBe(4);
    expect(desk.saveStateOf('/a.jpg')).toBe('saved');
  });

  test('UI10: older news never takes the place of newer', () => {
    const { desk } = make();
    expect(desk.learn({ ...known, version: 6, star: 5 })).toBe(true);
    expect(desk.learn({ ...known, version: 5, star: 2 })).toBe(false);
    expect(desk.hearFrame(itemUpdated({ ...known, version: 6, star: 2 }))).toBe(false);
    expect(desk.of(row).star).toBe(5);
    expect(desk.of({ ...row, version: 7, star: 3 }).star).toBe(3);
  });

  test('UI10: what the outbox knows replaces what was here, without a moment of the old', () => {
    const { desk } = make();
    const edit = written(desk, { set_star: 4 });
    desk.writeMany({ paths: ['/b.jpg'] }, { set_star: 2 }, (path) => path === '/b.jpg');
    const bulk = { ...bulkEdit(['/b.jpg'], { set_star: 2 }), id: 'id-2' };
    desk.hearOutbox({ kind: 'all', edits: [{ ...edit, state: 'sending', tries: 1 }, bulk] });
    expect(desk.of(row).star).toBe(4);
    expect(desk.of(itemRow('/b.jpg')).star).toBe(2);
    desk.hearOutbox({ kind: 'all', edits: [] });
    expect(desk.of(row).star).toBe(1);
    expect(desk.of(itemRow('/b.jpg')).star).toBeNull();
  });

  const states: [SaveState, [EditState, number][]][] = [
    ['idle', []],
    ['saving', [['waiting', 0]]],
    ['saving', [['sending', 0]]],
    ['waiting', [['sending', 3]]],
    ['waiting', [['waiting', 1]]],
    [
      'waiting',
      [
        ['sending', 1],
        ['waiting', 2],
      ],
    ],
    [
      'refused',
      [
        ['waiting', 2],
        ['refused', 1],
      ],
    ],
    [
      'conflict',
      [
        ['refused', 1],
        ['conflict', 1],
        ['waiting', 1],
      ],
    ],
  ];
  test.each(states)('UI11: what presses most is told of an item: %s', (state, edits) => {
    const { desk } = make();
    const trouble = { status: 500, code: null, message: 'x' };
    for (const [its, tries] of edits) {
      desk.hearOutbox({
        kind: 'put',
        edit: itemEdit(known, {}, { state: its, tries, trouble: tries > 0 ? trouble : null }),
      });
    }
    expect(desk.saveStateOf('/a.jpg')).toBe(state);
    if (state === 'refused' || state === 'conflict') expect(desk.troubleOf('/a.jpg')?.edit.state).toBe(state);
    const count = (...which: EditState[]): number => edits.filter(([its]) => which.includes(its)).length;
    expect(desk.sums()).toEqual({
      unsent: count('waiting', 'sending'),
      retrying: edits.filter(([its, tries]) => (its === 'waiting' || its === 'sending') && tries > 0).length,
      standing: count('conflict', 'refused'),
    });
  });

  test('UI11: keeping theirs shows theirs', () => {
    const { desk, sent } = make();
    const edit = written(desk, { set_notes: 'mine' });
    const theirs = { ...known, version: 4, notes: 'theirs' };
    desk.hearOutbox({ kind: 'put', edit: { ...edit, state: 'conflict', theirs } });
    expect(desk.of(row).notes).toBe('mine');
    desk.decide(edit.id, 'keep-theirs');
    expect(sent.at(-1)).toEqual({ kind: 'decide', id: edit.id, choice: 'keep-theirs' });
    desk.hearOutbox({ kind: 'gone', id: edit.id, outcome: { kind: 'dropped', label: theirs } });
    expect(desk.of(row)).toMatchObject({ notes: 'theirs', version: 4 });
    expect(desk.saveStateOf('/a.jpg')).toBe('idle');
  });
});

describe('a change to many', () => {
  test.each([
    ['from the version before, it is known', 3, { patch: { set_star: 5 } }, 5, 0],
    ['with a gap, it is not', 2, { patch: { set_star: 5 } }, 1, 1],
    ['with more than is listed, others are not', 3, { patch: { set_star: 5 }, truncated: true }, 5, 1],
    ['without a patch, it is not', 3, {}, 1, 1],
    ['of numbers, it is nothing to the label', 3, { metric_keys: ['loss'], truncated: true }, 1, 0],
  ])('UI5: by others: %s', (_, version, more, star, stale) => {
    const { desk } = make();
    desk.learn({ ...known, version });
    const before = { ...row, version };
    desk.hearFrame(itemsUpdated([{ ...known, version: 4 }], more));
    expect(desk.of(before).star).toBe(star);
    expect(desk.staleCount()).toBe(stale);
  });

  const covers = (path: string): boolean => path === '/a.jpg';

  test('UI9: is painted at once, until the rows were read after it had arrived', () => {
    const { desk } = make();
    const id = desk.writeMany({ paths: ['/a.jpg'] }, { set_star: 5 }, covers);
    expect(desk.of(row).star).toBe(5);
    desk.noteReadAgain();
    expect(desk.of(row).star).toBe(5);
    desk.hearOutbox(bulkSaved(id, 'g1'));
    expect([desk.of(row).star, desk.staleCount()]).toEqual([5, 1]);
    desk.noteReadAgain();
    expect(desk.of(row).star).toBe(1);
  });

  test('UI10: what one does to one of them afterwards is on top of it, before and after it is saved', () => {
    const { desk } = make();
    const id = desk.writeMany({ paths: ['/a.jpg'] }, { set_star: 5 }, covers);
    const edit = written(desk, { set_star: 2 });
    expect(desk.of(row).star).toBe(2);
    desk.hearOutbox(bulkSaved(id, 'g1'));
    expect(desk.of(row).star).toBe(2);
    save(desk, edit.id, { ...known, version: 5, star: 2 });
    expect(desk.of(row).star).toBe(2);
  });

  test('UI10: what somebody does to one of them afterwards is on top of it as soon as it is told', () => {
    const { desk } = make();
    const id = desk.writeMany({ paths: ['/a.jpg'] }, { set_star: 5 }, covers);
    desk.hearOutbox(bulkSaved(id, 'g1'));
    desk.hearFrame(itemUpdated({ ...known, version: 4, star: 3 }, 'before'));
    expect(desk.of(row).star).toBe(5);
    desk.hearFrame(itemsUpdated([{ ...known, version: 5 }], { patch: { set_star: 5 } }, 'g1'));
    desk.hearFrame(itemUpdated({ ...known, version: 6, star: 2 }, 'after'));
    expect(desk.of(row).star).toBe(2);
  });

  test('UI12: one that was given up is taken off', () => {
    const { desk } = make();
    const id = desk.writeMany({ paths: ['/a.jpg'] }, { set_star: 5 }, covers);
    desk.hearOutbox({ kind: 'gone', id, outcome: { kind: 'dropped', label: null } });
    expect([desk.of(row).star, desk.staleCount()]).toEqual([1, 0]);
  });
});

describe('an undo of one image', () => {
  const overlay = { patch: { set_star: 0 } as const, covers: (path: string) => path === '/a.jpg', only: '/a.jpg' };
  const after = { ...known, version: 4, star: 0 } as const;

  test.each([
    ['the event first', true],
    ['the answer first', false],
  ])('UI8: is painted until its event has come: %s', (_, isEventFirst) => {
    const { desk } = make();
    const id = desk.undo('g0', overlay);
    const steps = [() => desk.hearFrame(itemUpdated(after, 'g1')), () => desk.hearOutbox({ ...undone('g1'), id })];
    for (const step of isEventFirst ? steps : steps.reverse()) {
      expect(desk.of(row).star).toBe(0);
      step();
    }
    expect(desk.of(row).star).toBe(0);
    desk.hearFrame(itemUpdated({ ...known, version: 5, star: 3 }, 'g2'));
    expect(desk.of(row).star).toBe(3);
    expect(desk.staleCount()).toBe(0);
  });

  test('UI8: the word of somebody else, from before it, does not take it off', () => {
    const { desk } = make();
    const id = desk.undo('g0', overlay);
    desk.hearOutbox({ ...undone('g1'), id });
    desk.hearFrame(itemUpdated({ ...known, version: 4, notes: 'bob' }, 'before'));
    expect(desk.of(row)).toMatchObject({ star: 0, notes: 'bob' });
  });

  test('IT10: one that could restore nothing is taken off', () => {
    const { desk } = make();
    const id = desk.undo('g0', overlay);
    desk.hearOutbox({ ...undone(null), id });
    expect(desk.of(row).star).toBe(1);
  });

  test('UI5: one that arrived while rows were being read is not taken off by them', () => {
    const { desk } = make();
    desk.hearFrame(resync);
    const id = desk.undo('g0', overlay);
    desk.hearOutbox({ ...undone('g1'), id });
    desk.noteReadAgain();
    expect(desk.of(row).star).toBe(0);
  });
});

describe('a resync', () => {
  test('UI13: what was known stays until the rows were read again, and is forgotten then', () => {
    const { desk } = make();
    const edit = written(desk, { set_star: 4 });
    save(desk, edit.id, { ...known, version: 4, star: 4 });
    desk.hearFrame(resync);
    expect([desk.of(row).star, desk.staleCount()]).toEqual([4, 1]);
    desk.noteReadAgain();
    expect(desk.of({ ...row, version: 2, star: 2 })).toMatchObject({ version: 2, star: 2 });
  });

  test('LB11: after a restore the stream is believed, although its versions are lower', () => {
    const { desk } = make();
    desk.hearFrame(itemUpdated({ ...known, version: 9, star: 5 }));
    desk.hearFrame(resync);
    desk.hearFrame(itemUpdated({ ...known, version: 4, star: 2 }));
    desk.noteReadAgain();
    expect(desk.of(row).star).toBe(2);
  });
});
