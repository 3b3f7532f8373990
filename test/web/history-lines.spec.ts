import type {
  Gesture,
  GestureItem,
  OperationChanges,
  GestureItemsAnswer,
  GestureItemsQuery,
  ItemRow,
} from '#contracts';
import { byDay } from '../../apps/web/src/app/history/days.ts';
import { entriesOf } from '../../apps/web/src/app/history/history-entries.ts';
import { OpenLines } from '../../apps/web/src/app/history/open-lines.ts';
import { changedByWriting, changedImages } from '../../apps/web/src/app/history/what-was-changed.ts';
import { changeWords, restoring } from '../../apps/web/src/app/state/change-words.ts';
import { Gently } from '../../apps/web/src/app/state/gently.ts';
import { TouchedImages } from '../../apps/web/src/app/state/touched-images.ts';
import { visibleText } from '../../apps/web/src/app/ui/visible-text.ts';
import { FakeClock } from './support/fake-clock.ts';

const gesture = (seq: number, more: Partial<Gesture>): Gesture => ({
  ...{
    seq,
    gesture_id: `g${seq}`,
    kind: 'edit',
    count: 1,
    path: '/a/b.jpg',
    version: seq,
    updated_by: 'ann',
    client: 'c',
  },
  at: '2026-03-04T10:00:00Z',
  ...more,
});

describe('UI24: the lines of the history', () => {
  test('say what was done, and of a writing that it is one', () => {
    const star = gesture(3, { patch: { set_star: 4 } });
    const notes = [2, 1].map((seq) => gesture(seq, { patch: { set_notes: `${seq}` } }));
    const lines = entriesOf([star, ...notes]);
    expect(lines.map(({ id, says, gestures }) => [id, says, gestures.length])).toEqual([
      ['g3', '★4 on b.jpg', 1],
      ['g1', 'Wrote the notes on b.jpg', 2],
    ]);
  });

  test('stay open as they are, also a writing that goes on at either end', () => {
    const open = new OpenLines();
    const notes = [4, 3, 2].map((seq) => gesture(seq, { patch: { set_notes: `${seq}` } }));
    const lineOf = (...gestures: Gesture[]) => entriesOf(gestures)[0]!;
    open.toggle(lineOf(notes[1]!), 'changes');
    expect(open.has(lineOf(notes[0]!, notes[1]!), 'changes')).toBe(true);
    expect(open.has(lineOf(...notes), 'changes')).toBe(true);
    expect([open.has(lineOf(notes[2]!), 'changes'), open.has(lineOf(...notes), 'saves')]).toEqual([false, false]);
    open.set(lineOf(...notes), 'saves', true);
    open.set(lineOf(...notes), 'saves', true);
    open.toggle(lineOf(...notes), 'changes');
    expect([open.has(lineOf(notes[1]!), 'changes'), open.has(lineOf(notes[2]!), 'saves')]).toEqual([false, true]);
  });

  test('stand under the days of one’s own calendar', () => {
    const now = new Date(2026, 2, 4, 12);
    const times = [
      [2026, 2, 4, 0, 1],
      [2026, 2, 3, 23, 59],
      [2026, 2, 3, 0, 0],
      [2025, 11, 31, 23, 59],
    ];
    const days = byDay(
      times.map((time) => ({ at: new Date(...(time as [number, number, number, number, number])).toISOString() })),
      now,
    );
    expect(days.map(({ key, entries }) => [key, entries.length])).toEqual([
      ['2026-03-04', 1],
      ['2026-03-03', 2],
      ['2025-12-31', 1],
    ]);
    expect(days.map(({ name }) => name.split(',')[0])).toEqual(['Today', 'Yesterday', 'Wednesday']);
  });
});

describe('UI24: what was changed on an image', () => {
  const changes: OperationChanges = {
    star: [2, 5],
    tags: [
      ['a', 'b'],
      ['b', 'c'],
    ],
    notes: ['', 'new'],
  };

  test('H16: what people wrote turns no line around, and hides nothing', () => {
    const evil = '\u202Egpj.exe\u0000';
    const shown = '\\u202Egpj.exe␀';
    const tags: [string[], string[]] = [[], [evil]];
    expect(changeWords({ tags, notes: [evil, `${evil}\n${evil}`] }, visibleText, true)).toEqual([
      `+${shown}`,
      `“${shown}” → “${shown}\n${shown}”`,
    ]);
    expect(changeWords({ notes: ['', evil] }, visibleText)).toEqual([`“${shown}”`]);
  });

  test('is told field by field, and of a text what was there before where that is wanted', () => {
    expect(changeWords(changes, String)).toEqual(['★2 → ★5', '+c', '−a', '“new”']);
    expect(changeWords(changes, String, true).at(-1)).toBe('no notes → “new”');
    expect(
      changeWords(
        {
          tags: [
            ['a', 'b'],
            ['b', 'a'],
          ],
        },
        String,
      ),
    ).toEqual(['tags in another order']);
    expect(changeWords({ metrics: ['x', 'y'] }, String)).toEqual(['metrics: x, y']);
    expect(changeWords({ notes: ['n', ''] }, String)).toEqual(['notes removed']);
    expect(changeWords({ notes: ['', 'one\ntwo'] }, visibleText)).toEqual(['“one\ntwo”']);
    expect(changeWords({ notes: ['', 'x'.repeat(200)] }, String)[0]).toHaveLength(122);
  });

  const row = { path: '/a/b.jpg' } as ItemRow;
  const touched = (changes: OperationChanges, more: Partial<GestureItem> = { item: row }): GestureItem => ({
    ...{ path: '/a/b.jpg', version: 2, changes },
    ...more,
  });

  test('is written back where there is an image, and of a writing what its first piece found', () => {
    expect(changedImages([touched(changes), touched(changes, { is_gone: true })])).toMatchObject([
      { name: 'b.jpg', words: ['★2 → ★5', '+c', '−a', 'no notes → “new”'], patch: { set_notes: '', set_star: 2 } },
      { name: 'b.jpg', link: null, patch: null },
    ]);
    const [last, first] = [touched({ notes: ['go', 'gold'] }), touched({ notes: ['old', 'g'] })];
    expect(changedByWriting([last], [first])).toMatchObject([
      { words: ['“old” → “gold”'], patch: { set_notes: 'old' } },
    ]);
    // Nothing is known of where it began: that of the last piece would be a wrong beginning.
    expect(changedByWriting([last], [])).toMatchObject([{ words: [], patch: null }]);
  });

  test('leads to what was there before, or after, and nowhere where that cannot be written', () => {
    expect(restoring(changes, 0)).toEqual({ set_star: 2, set_tags: ['a', 'b'], set_notes: '' });
    expect(restoring(changes, 1)).toEqual({ set_star: 5, set_tags: ['b', 'c'], set_notes: 'new' });
    expect(restoring({ star: [null, 3] }, 0)).toEqual({ set_star: null });
    expect(restoring({ metrics: ['x'] }, 0)).toBeNull();
  });
});

describe('UI24: the images of a gesture', () => {
  class Bench {
    readonly asked: GestureItemsQuery[] = [];
    answer: GestureItemsAnswer | null = null;
    readonly images = new TouchedImages((query) => {
      this.asked.push(query);
      return this.answer === null ? Promise.reject(new Error('away')) : Promise.resolve(this.answer);
    });
  }
  const page = (paths: readonly string[], next?: number): GestureItemsAnswer => ({
    items: paths.map((path) => ({ path, version: 2, changes: {} })),
    ...(next === undefined ? {} : { next }),
  });

  test('are a few first, read once, and then all of them', async () => {
    const bench = new Bench();
    bench.answer = page(['/a', '/b'], 7);
    await Promise.all([bench.images.begin(), bench.images.begin()]);
    await bench.images.begin();
    expect([bench.asked, bench.images.hasMore()]).toEqual([[{ limit: 8 }], true]);
    bench.answer = page(['/c']);
    await bench.images.more();
    await bench.images.more();
    expect(bench.asked.slice(1)).toEqual([{ after: 7 }]);
    expect(bench.images.items()?.map(({ path }) => path)).toEqual(['/a', '/b', '/c']);
  });

  test('UI26: stay when more cannot be read, and can be asked for again', async () => {
    const bench = new Bench();
    await bench.images.begin();
    expect([bench.images.items(), bench.images.hasFailed()]).toEqual([null, true]);
    bench.answer = page(['/a'], 3);
    await bench.images.more();
    bench.answer = null;
    await bench.images.more();
    expect([bench.images.items()?.length, bench.images.hasFailed(), bench.images.isReading()]).toEqual([
      1,
      true,
      false,
    ]);
  });
});

describe('what is done gently', () => {
  test('is done at once, then not before its rest is over, and never twice at a time', async () => {
    const clock = new FakeClock();
    const ends: (() => void)[] = [];
    const gently = new Gently(() => new Promise((end) => ends.push(end)), clock, 2000);
    gently.ask();
    gently.ask();
    gently.ask();
    expect(ends).toHaveLength(1);
    ends[0]?.();
    await clock.pass(1999);
    expect(ends).toHaveLength(1);
    await clock.pass(1);
    expect(ends).toHaveLength(2);
    ends[1]?.();
    await clock.pass(5000);
    // Nobody has asked since.
    expect(ends).toHaveLength(2);
    gently.stop();
    gently.ask();
    expect(ends).toHaveLength(2);
  });
});
