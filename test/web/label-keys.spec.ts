import type { ItemRow, LabelPatch } from '#contracts';
import { Announcements } from '../../apps/web/src/app/state/announcements.ts';
import type { Question } from '../../apps/web/src/app/state/dialogs.ts';
import { LabelDesk } from '../../apps/web/src/app/state/label-desk.ts';
import { LabelKeys, starWords, wordsFor } from '../../apps/web/src/app/state/label-keys.ts';
import type { Command } from '../../apps/web/src/app/state/key-map.ts';
import type { Selected } from '../../apps/web/src/app/state/selection.ts';
import { UndoStack } from '../../apps/web/src/app/state/undo-stack.ts';
import type { ToHub } from '../../apps/web/src/app/sync/hub-protocol.ts';
import { FakeClock } from './support/fake-clock.ts';
import { itemRow } from './support/rows.ts';

class Bench {
  readonly sent: ToHub[] = [];
  readonly fields: string[] = [];
  readonly moves: number[] = [];
  readonly rows = [itemRow('/a.jpg', { star: 2 }), itemRow('/b.jpg')];
  readonly questions: Question[] = [];
  selected: Selected | null = null;
  writes = 0;
  hushes = 0;
  focus = 0;
  why: string | null = null;
  advances = false;
  /** Of rows that are not there yet. */
  coming: PromiseWithResolvers<ItemRow | undefined>[] | null = null;
  private count = 0;
  readonly announcements = new Announcements(new FakeClock());
  readonly desk = new LabelDesk(
    { send: (message) => this.sent.push(message) },
    () => `id-${(this.count += 1)}`,
    () => 0,
    () => 'tab',
  );
  readonly undo = new UndoStack(this.desk, null, (text) => this.announcements.say(text));
  readonly keys = new LabelKeys({
    // Read as functions only; signals in a test would say no more.
    store: {
      focused: () => this.rows[this.focus],
      focus: () => this.focus,
      move: (to: number) => {
        this.moves.push(to);
        this.focus = to;
      },
      coming: () => this.coming?.[this.focus]?.promise ?? null,
    } as never,
    desk: this.desk,
    undo: this.undo,
    announcements: this.announcements,
    whyNot: () => this.why,
    advances: () => this.advances,
    wantField: (field) => this.fields.push(field),
    selected: () => this.selected,
    confirm: (question) => this.questions.push(question),
    hush: () => (this.hushes += 1),
    noteWrite: () => (this.writes += 1),
  });

  press(command: Command): boolean | undefined {
    return this.keys.handlers[command]?.() as boolean | undefined;
  }

  get patches(): LabelPatch[] {
    return this.sent.flatMap((message) =>
      message.kind === 'write' && message.edit.kind === 'item' ? [message.edit.patch] : [],
    );
  }
}

describe('keys that are faster than rows', () => {
  test('UI8 what a key labels, or leads to a field of, comes into sight, wherever one has scrolled to', () => {
    const bench = new Bench();
    bench.focus = 1;
    for (const key of ['star-4', 'tags', 'notes'] as const) bench.press(key);
    expect(bench.moves).toEqual([1, 1, 1]);
    bench.why = 'Not you';
    bench.press('tags');
    bench.rows.length = 0;
    bench.press('star-4');
    expect(bench.moves).toEqual([1, 1, 1]);
  });

  function waiting(): { bench: Bench; coming: PromiseWithResolvers<ItemRow | undefined>[] } {
    const [bench, coming] = [new Bench(), [0, 1].map(() => Promise.withResolvers<ItemRow | undefined>())];
    bench.rows.length = 0;
    bench.coming = coming;
    return { bench, coming };
  }

  test('UI8 UI10: each is for the image at its place, whichever comes first', async () => {
    const { bench, coming } = waiting();
    expect([bench.press('star-4-on'), bench.press('star-3'), bench.focus, bench.patches]).toEqual([true, true, 1, []]);
    coming[1]!.resolve(itemRow('/b.jpg'));
    await coming[1]!.promise;
    coming[0]!.resolve(itemRow('/a.jpg'));
    await coming[0]!.promise;
    await Promise.resolve();
    expect(
      bench.sent.map((message) => message.kind === 'write' && message.edit.kind === 'item' && message.edit),
    ).toEqual([
      expect.objectContaining({ path: '/b.jpg', patch: { set_star: 3 } }),
      expect.objectContaining({ path: '/a.jpg', patch: { set_star: 4 } }),
    ]);
  });

  test('when the list changes before, one is told that nothing was written', async () => {
    const { bench, coming } = waiting();
    bench.press('star-4-on');
    coming[0]!.resolve(undefined);
    await coming[0]!.promise;
    await Promise.resolve();
    expect([bench.sent, bench.announcements.current()?.text]).toEqual([
      [],
      '★4 was not written: the list changed before the image was there',
    ]);
  });

  test('what is typed for a field that is not there is no command; where there is no image, a key is nobody’s', () => {
    const { bench } = waiting();
    expect([bench.press('tags'), bench.hushes, bench.fields]).toEqual([true, 1, []]);
    bench.coming = null;
    expect([bench.press('tags'), bench.press('star-1'), bench.hushes]).toEqual([false, false, 1]);
  });
});

describe('UI9: with several selected', () => {
  test('a key is for all of them, as one gesture, painted at once, and says so', () => {
    const bench = new Bench();
    bench.selected = { count: 2, scope: { paths: ['/a.jpg', '/b.jpg'] }, rows: bench.rows };
    bench.press('star-4');
    expect(bench.rows.map((row) => bench.desk.of(row).star)).toEqual([4, 4]);
    expect(bench.sent).toHaveLength(1);
    expect(bench.sent[0]).toMatchObject({
      kind: 'write',
      edit: { kind: 'bulk', scope: { paths: ['/a.jpg', '/b.jpg'] }, patch: { set_star: 4 } },
    });
    const said = bench.announcements.current();
    expect([said?.text, said?.action?.name]).toEqual(['★4 on 2 images', 'Undo']);
    // One does not go on from all of them.
    bench.press('star-3-on');
    expect([bench.focus, bench.writes]).toEqual([0, 2]);
  });

  test('UI2: a star that is clicked is given to all, and taken away only when all have it', () => {
    const bench = new Bench();
    const selected = { count: 2, scope: { paths: ['/a.jpg', '/b.jpg'] }, rows: bench.rows };
    for (const stars of [
      [2, 2],
      [null, null],
    ]) {
      bench.keys.rateAll(selected, 2);
      expect(bench.rows.map((row) => bench.desk.of(row).star)).toEqual(stars);
    }
  });

  test('tags are for all of them, notes for one image at a time', () => {
    const bench = new Bench();
    bench.selected = { count: 2, scope: { paths: ['/a.jpg', '/b.jpg'] }, rows: bench.rows };
    bench.press('tags');
    bench.press('notes');
    expect([bench.fields, bench.announcements.current()?.text]).toEqual([
      ['tags'],
      'Notes are written on one image at a time: Esc ends the selection',
    ]);
  });

  test('more than a thousand are asked for first, and only then sent', () => {
    const bench = new Bench();
    bench.selected = { count: 1001, scope: { result: 'r', ranges: [[0, 1001]] }, rows: bench.rows };
    bench.press('star-1');
    expect([bench.sent.length, bench.questions[0]?.text, bench.questions[0]?.action]).toEqual([
      0,
      '★1 on 1,001 images?',
      'Change 1,001 images',
    ]);
    bench.questions[0]?.run();
    expect(bench.sent).toHaveLength(1);
  });

  test('whoever may only look changes none of them', () => {
    const bench = new Bench();
    bench.selected = { count: 2, scope: { paths: ['/a.jpg', '/b.jpg'] }, rows: bench.rows };
    bench.why = 'You may look.';
    bench.press('star-1');
    expect([bench.sent.length, bench.announcements.current()?.text]).toEqual([0, 'You may look.']);
  });
});

describe('labelling by keys', () => {
  test('UI8: a digit gives the focused image its star, and 0 takes it away', () => {
    const bench = new Bench();
    for (const command of ['star-1', 'star-5', 'star-0'] as const) expect(bench.press(command)).toBe(true);
    expect(bench.patches).toEqual([{ set_star: 1 }, { set_star: 5 }, { set_star: null }]);
    expect(bench.focus).toBe(0);
  });

  test.each([
    ['star-3', false, 0],
    ['star-3-on', false, 1],
    ['star-3', true, 1],
    ['star-2-on', false, 1],
  ] as const)('UI8: goes on to the next when asked to: %s, by default %s', (command, advances, focus) => {
    const bench = new Bench();
    bench.advances = advances;
    bench.press(command);
    expect(bench.focus).toBe(focus);
  });

  test('UI19: whoever may only look is offered what looks, and letters after a refused field are hushed', () => {
    const bench = new Bench();
    expect((['star-4', 'undo', 'inspector'] as const).map((command) => bench.keys.offers(command))).toEqual([
      true,
      true,
      true,
    ]);
    bench.why = 'Only look.';
    expect((['star-4', 'undo', 'inspector'] as const).map((command) => bench.keys.offers(command))).toEqual([
      false,
      false,
      true,
    ]);
    bench.press('star-4');
    expect(bench.hushes).toBe(0);
    bench.press('tags');
    expect([bench.hushes, bench.fields]).toEqual([1, []]);
  });

  test('UI8: nothing is done where nothing is focused', () => {
    const bench = new Bench();
    bench.focus = 7;
    for (const command of ['star-3', 'star-3-on', 'tags', 'notes', 'repeat-tags'] as const)
      expect(bench.press(command)).toBe(false);
    expect([bench.sent, bench.fields, bench.focus]).toEqual([[], [], 7]);
  });

  test('UI8: the last tags again, on another image', () => {
    const bench = new Bench();
    bench.press('repeat-tags');
    expect(bench.announcements.current()?.text).toMatch(/No tags were given yet/);
    bench.keys.write(bench.rows[0] ?? itemRow('/a.jpg'), { add_tags: ['x', 'y'] });
    bench.focus = 1;
    bench.press('repeat-tags');
    bench.press('repeat-tags');
    expect(bench.patches).toEqual([{ add_tags: ['x', 'y'] }, { add_tags: ['x', 'y'] }]);
  });

  test('UI19: who may not label is told why, and nothing else happens', () => {
    const bench = new Bench();
    bench.why = 'You may look.';
    for (const command of ['star-3', 'star-3-on', 'tags', 'notes', 'undo', 'redo'] as const) {
      bench.announcements.dismiss();
      expect(bench.press(command)).toBe(true);
      expect(bench.announcements.current()).toMatchObject({ text: 'You may look.', tone: 'bad' });
    }
    expect([bench.sent, bench.fields, bench.focus]).toEqual([[], [], 0]);
  });

  test('UI8: T and N ask for their fields, and undo says when there is nothing', () => {
    const bench = new Bench();
    bench.press('tags');
    bench.press('notes');
    expect(bench.fields).toEqual(['tags', 'notes']);
    bench.press('undo');
    expect(bench.announcements.current()?.text).toBe('There is nothing to undo');
    bench.press('redo');
    expect(bench.announcements.current()?.text).toBe('There is nothing to do again');
    bench.press('star-4');
    bench.press('undo');
    expect(bench.announcements.current()?.text).toBe('Undone: ★4 on a.jpg');
  });

  test('UI8: what changes nothing cannot be taken back', () => {
    const bench = new Bench();
    bench.press('star-2');
    expect([bench.sent, bench.undo.canUndo()]).toEqual([[], null]);
  });

  test.each<[LabelPatch, string]>([
    [{ set_star: 4 }, '★4'],
    [{ set_star: null, set_notes: 'x' }, 'no star a note'],
    [{ add_tags: ['a', 'b'], remove_tags: ['c'] }, '+a +b −c'],
    [{ set_tags: [] }, 'tags'],
  ])('UI9: %j is %s', (patch, words) => {
    expect(wordsFor(patch)).toBe(words);
    expect(starWords(0)).toBe('★0');
  });
});
