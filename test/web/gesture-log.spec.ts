import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Gesture, GesturesAnswer, GesturesQuery } from '#contracts';
import { gestureWords, undoWords } from '../../apps/web/src/app/state/gesture-words.ts';
import { GestureLog } from '../../apps/web/src/app/state/gesture-log.ts';
import { beginOf } from '../../apps/web/src/app/state/period.ts';

const base: Gesture = {
  seq: 1,
  gesture_id: 'g1',
  kind: 'edit',
  count: 1,
  updated_by: 'ann',
  client: 'c',
  at: '2026-03-04T10:00:00Z',
};
const now = new Date(2026, 2, 4, 15, 30);

class Bench {
  readonly asked: GesturesQuery[] = [];
  readonly answers: ((answer: GesturesAnswer | null) => void)[] = [];
  readonly log = new GestureLog(
    (query) => {
      this.asked.push(query);
      return new Promise((answer, fail) => {
        this.answers.push((said) => {
          if (said === null) fail(new Error('away'));
          else answer(said);
        });
      });
    },
    () => now,
  );

  get shown(): number[] | undefined {
    return this.log.gestures()?.map(({ seq }) => seq);
  }
}

function page(seqs: readonly number[], next?: number, by = 'ann'): GesturesAnswer {
  return {
    gestures: seqs.map((seq) => ({ ...base, seq, updated_by: by })),
    ...(next === undefined ? {} : { next }),
  };
}

describe('what people did', () => {
  test('UI24: is asked for by person and time, page by page', async () => {
    const bench = new Bench();
    const first = bench.log.show({ by: 'ann', when: 'today' });
    expect(bench.asked).toEqual([{ by: 'ann', from: new Date(2026, 2, 4).toISOString() }]);
    bench.answers[0]?.(page([9, 8], 8));
    await first;
    expect([bench.shown, bench.log.hasMore()]).toEqual([[9, 8], true]);
    const second = bench.log.more();
    expect(bench.asked[1]).toEqual({ by: 'ann', from: new Date(2026, 2, 4).toISOString(), before: 8 });
    bench.answers[1]?.(page([7]));
    await second;
    expect([bench.shown, bench.log.hasMore()]).toEqual([[9, 8, 7], false]);
  });

  test('UI24: an answer that comes late takes the place of no later one', async () => {
    const bench = new Bench();
    const [slow, quick] = [bench.log.show({ by: null, when: 'ever' }), bench.log.show({ by: 'ben', when: 'ever' })];
    bench.answers[1]?.(page([5], undefined, 'ben'));
    await quick;
    bench.answers[0]?.(page([9, 8]));
    await slow;
    expect(bench.shown).toEqual([5]);
  });

  test('UI24, UI26: what was read stays when the server is away, and who was seen can be chosen', async () => {
    const bench = new Bench();
    const first = bench.log.show({ by: null, when: 'ever' });
    bench.answers[0]?.({ gestures: [base, { ...base, updated_by: 'ben' }] });
    await first;
    const only = bench.log.show({ by: 'ben', when: 'ever' });
    bench.answers[1]?.(null);
    await only;
    expect([bench.shown, bench.log.hasFailed(), bench.log.people()]).toEqual([[1, 1], true, ['ann', 'ben']]);
  });

  test.each([
    ['more', 8, (bench: Bench) => bench.log.more()],
    ['more, with no further page', undefined, (bench: Bench) => bench.log.more()],
    ['a look', undefined, (bench: Bench) => bench.log.look()],
  ] as const)(
    'UI24, UI26: another choice that could not be read is read anew by %s, and mixed with nothing',
    async (...test) => {
      const [, next, again] = test;
      const bench = new Bench();
      const first = bench.log.show({ by: null, when: 'ever' });
      bench.answers[0]?.(page([9, 8], next));
      await first;
      const only = bench.log.show({ by: 'ben', when: 'ever' });
      expect([bench.log.isSettling(), bench.log.hasFailedToBegin()]).toEqual([true, false]);
      bench.answers[1]?.(null);
      await only;
      expect([bench.log.isSettling(), bench.log.hasFailedToBegin(), bench.shown]).toEqual([true, true, [9, 8]]);
      const anew = again(bench);
      expect([bench.asked[2], bench.log.hasFailed()]).toEqual([{ by: 'ben' }, false]);
      bench.answers[2]?.(page([5], undefined, 'ben'));
      await anew;
      expect([bench.shown, bench.log.isSettling(), bench.log.hasMore()]).toEqual([[5], false, false]);
    },
  );

  test('UI24, UI26: earlier changes that could not be read are no other list: what is shown stands', async () => {
    const bench = new Bench();
    const first = bench.log.show({ by: null, when: 'ever' });
    bench.answers[0]?.(page([9, 8], 8));
    await first;
    const more = bench.log.more();
    bench.answers[1]?.(null);
    await more;
    expect([bench.log.hasFailed(), bench.log.hasFailedToBegin(), bench.log.isSettling()]).toEqual([true, false, false]);
    const again = bench.log.more();
    expect(bench.asked[2]).toEqual({ before: 8 });
    bench.answers[2]?.(page([7]));
    await again;
    expect(bench.shown).toEqual([9, 8, 7]);
  });

  test('UI24: what is new of another choice is not taken in below it while that is on its way', async () => {
    const bench = new Bench();
    const first = bench.log.show({ by: null, when: 'ever' });
    bench.answers[0]?.(page([4, 3]));
    await first;
    const only = bench.log.show({ by: 'ben', when: 'ever' });
    const look = bench.log.look();
    bench.answers[2]?.(page([5], undefined, 'ben'));
    await look;
    bench.log.takeIn();
    expect([bench.shown, bench.log.newCount()]).toEqual([[4, 3], 0]);
    bench.answers[1]?.(page([5], undefined, 'ben'));
    await only;
    expect(bench.shown).toEqual([5]);
  });

  test('UI24, UI26: what is new is counted and waits until it is wanted', async () => {
    const bench = new Bench();
    const first = bench.log.show({ by: null, when: 'ever' });
    bench.answers[0]?.(page([9, 8], 8));
    await first;
    const look = bench.log.look();
    bench.answers[1]?.(page([11, 10, 9, 8], 8));
    await look;
    expect([bench.shown, bench.log.newCount(), bench.log.isNewCountLeast()]).toEqual([[9, 8], 2, false]);
    const more = bench.log.more();
    bench.answers[2]?.(page([7]));
    await more;
    expect([bench.shown, bench.log.newCount()]).toEqual([[9, 8, 7], 2]);
    bench.log.takeIn();
    expect([bench.shown, bench.log.newCount(), bench.log.hasMore()]).toEqual([[11, 10, 9, 8, 7], 0, false]);
  });

  test('UI24: with more than a page of news the list begins anew, and nothing is missing in between', async () => {
    const bench = new Bench();
    const first = bench.log.show({ by: null, when: 'ever' });
    bench.answers[0]?.(page([9, 8], 8));
    await first;
    const look = bench.log.look();
    bench.answers[1]?.(page([15, 14], 14));
    await look;
    expect([bench.log.newCount(), bench.log.isNewCountLeast()]).toEqual([2, true]);
    bench.log.takeIn();
    expect([bench.shown, bench.log.hasMore(), bench.log.newCount()]).toEqual([[15, 14], true, 0]);
  });

  test('UI24: what is new of another choice is none of this one', async () => {
    const bench = new Bench();
    const first = bench.log.show({ by: null, when: 'ever' });
    bench.answers[0]?.(page([9]));
    await first;
    const look = bench.log.look();
    const second = bench.log.show({ by: 'ben', when: 'ever' });
    bench.answers[2]?.(page([5], undefined, 'ben'));
    await second;
    bench.answers[1]?.(page([11, 10, 9]));
    await look;
    expect([bench.shown, bench.log.newCount()]).toEqual([[5], 0]);
  });

  test('UI24: knows what was taken back, and what of that was taken back again', async () => {
    const bench = new Bench();
    const first = bench.log.show({ by: null, when: 'ever' });
    const undo = (seq: number, undoes: number): Gesture => ({
      ...base,
      ...{ seq, gesture_id: `g${seq}`, kind: 'undo', undoes: `g${undoes}`, updated_by: `by ${seq}` },
    });
    const edit = (seq: number): Gesture => ({ ...base, seq, gesture_id: `g${seq}` });
    bench.answers[0]?.({ gestures: [undo(6, 4), undo(5, 1), undo(4, 2), edit(3), edit(2), edit(1)] });
    await first;
    const by = [1, 2, 3, 4].map((seq) => bench.log.takenBack().get(`g${seq}`)?.updated_by);
    expect(by).toEqual(['by 5', undefined, undefined, 'by 6']);
  });

  test.each([
    ['ever', null],
    ['today', new Date(2026, 2, 4)],
    ['week', new Date(2026, 1, 26)],
    ['month', new Date(2026, 1, 3)],
  ] as const)('UI24: %s begins with a day of one’s own clock', (period, begin) => {
    expect(beginOf(period, now)).toEqual(begin);
  });

  test('UI24: a week begins at midnight, also one in which the clocks were changed', () => {
    const file = join(import.meta.dirname, '../../apps/web/src/app/state/period.ts');
    const code = `import { beginOf } from ${JSON.stringify(file)};
      console.log(beginOf('week', new Date('2026-03-31T12:00:00Z')).toISOString());`;
    // A zone is that of a process.
    const env = { ...process.env, TZ: 'Europe/Berlin' };
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', code], { env, encoding: 'utf8' });
    expect(said.trim()).toBe('2026-03-24T23:00:00.000Z');
  });

  test.each<[Partial<Gesture>, string]>([
    [{ patch: { set_star: 4 } }, '★4 on 1 image'],
    [{ patch: { set_star: 4 }, path: '/a/b.jpg' }, '★4 on b.jpg'],
    [{ kind: 'bulk', count: 1200, patch: { add_tags: ['sky'] } }, '+sky on 1,200 images'],
    [{ kind: 'undo', count: 2 }, 'Took a change back on 2 images'],
    [{ kind: 'import', count: 2 }, 'Imported labels on 2 images'],
    [{ kind: 'metrics', count: 2, metric_keys: ['a', 'b'] }, 'Metrics a, b on 2 images'],
    [{ kind: 'follow', count: 600, followed: { files: 300 } }, 'Labels went along with 300 renamed files'],
    [
      { kind: 'follow', count: 2, followed: { files: 1, from: '/a/old.jpg', to: '/b/new.jpg' } },
      'Label followed old.jpg to new.jpg',
    ],
    [{}, 'A change on 1 image'],
  ])('UI24: says what was done: %j', (more, words) => {
    expect(gestureWords({ ...base, ...more })).toBe(words);
  });

  test.each([
    [3, [], 'This takes it back on 3 images.'],
    [1, [{ path: '/a', field: 'star', by: 'ben' }], /on 1 image. What ben changed since stays as it is \(1 field\)./],
    [0, [{ path: '/a', field: 'star', by: 'ben' }], /nothing left of it to take back. What ben/],
    [
      2,
      [
        { path: '/a', field: 'star', by: 'ben' },
        { path: '/b', field: 'tags', by: 'cy' },
      ],
      /What others changed since stays as it is \(2 fields\)./,
    ],
  ] as const)('UI24: says what taking back would do: %i images, %j', (reverted, skipped, words) => {
    const said = undoWords({ reverted, skipped: [...skipped], gesture_id: null, durability: 'disk' });
    if (typeof words === 'string') expect(said).toBe(words);
    else expect(said).toMatch(words);
  });
});
