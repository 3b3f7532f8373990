import { signal } from '@angular/core';
import type { Gesture, ItemRow, LabelPatch, Me, Sidecar, UndoAnswer } from '#contracts';
import { PeopleOfLog } from '../../apps/web/src/app/history/people-of-log.ts';
import { SeenThumbs } from '../../apps/web/src/app/history/seen-thumbs.ts';
import { TakingBack } from '../../apps/web/src/app/history/taking-back.ts';
import { HistoryDesk } from '../../apps/web/src/app/state/history-desk.ts';
import type { ThumbOf } from '../../apps/web/src/app/state/thumb-loader.ts';

const answer: UndoAnswer = { reverted: 2, skipped: [], gesture_id: null, durability: 'disk' };

class Bench {
  readonly done: string[] = [];
  readonly asked: ((answer: UndoAnswer | null) => void)[] = [];
  readonly sums = signal({ unsent: 0, retrying: 0 });
  readonly taking = new TakingBack({
    api: {
      rehearseUndo: () =>
        new Promise((found, fail) => {
          this.asked.push((said) => {
            if (said === null) fail(new Error('away'));
            else found(said);
          });
        }),
    },
    desk: {
      undo: (gesture) => {
        this.done.push(`undo ${gesture}`);
        return 'edit';
      },
      sums: this.sums as never,
    },
    undo: {
      noteMany: (id, says) => {
        this.done.push(`note ${id}: ${says}`);
      },
    },
    failed: () => {
      this.done.push('failed');
    },
  });
}

describe('UI24: taking a gesture back', () => {
  test('asks first what it would do, and does nothing by that', async () => {
    const bench = new Bench();
    const asking = bench.taking.consider('g1');
    expect(bench.taking.considered()).toEqual({ gesture: 'g1', answer: null });
    bench.asked[0]?.(answer);
    await asking;
    expect(bench.taking.considered()).toEqual({ gesture: 'g1', answer });
    bench.taking.leave();
    expect([bench.taking.considered(), bench.done]).toEqual([null, []]);
  });

  test('an answer that comes late is of no other gesture', async () => {
    const bench = new Bench();
    const [first, second] = [bench.taking.consider('g1'), bench.taking.consider('g2')];
    bench.asked[0]?.(answer);
    await first;
    expect(bench.taking.considered()).toEqual({ gesture: 'g2', answer: null });
    bench.asked[1]?.(null);
    await second;
    expect([bench.taking.considered(), bench.done]).toEqual([null, ['failed']]);
  });

  test('goes on its way, can itself be undone, and tells once when it has arrived', () => {
    const bench = new Bench();
    bench.taking.takeBack('g1', '★5 on a.jpg');
    bench.sums.set({ unsent: 1, retrying: 0 });
    expect(bench.done).toEqual(['undo g1', 'note edit: taking back “★5 on a.jpg”']);
    expect([bench.taking.hasArrived(), [...bench.taking.underWay()]]).toEqual([false, ['g1']]);
    bench.sums.set({ unsent: 0, retrying: 0 });
    expect([bench.taking.hasArrived(), bench.taking.hasArrived(), bench.taking.underWay().size]).toEqual([
      true,
      false,
      0,
    ]);
  });
});

describe('UI24: the people of a list', () => {
  const by = (updated_by: string, kind: Gesture['kind'] = 'edit'): Gesture => ({
    ...{ seq: 1, gesture_id: `of ${updated_by}`, kind, count: 1, updated_by, client: 'c', at: '' },
  });
  function peopleFor(
    me: Partial<Me> | null,
    chosen: string | null = null,
    takenBack: [string, Gesture][] = [],
  ): PeopleOfLog {
    return new PeopleOfLog({
      log: {
        gestures: signal([by('ben'), by('client:1234'), by('client:5678')]),
        people: signal(['ben', 'client:1234', 'client:5678']),
        filter: signal({ by: chosen, when: 'ever' as const }),
        takenBack: signal(new Map(takenBack)),
      },
      identity: { me: signal(me as Me | null) },
      work: { isOwnGesture: (gesture) => gesture === 'of client:1234' },
      displayName: () => 'ann',
    });
  }

  test('oneself comes first, by name and by number; who is chosen is among them', () => {
    const people = peopleFor({ authenticated: false, role: 'admin', name: 'local' }, 'zoe');
    expect(people.all().map(({ says }) => says)).toEqual([
      'ann (you)',
      'Someone (1234) (you)',
      'ben',
      'Someone (5678)',
      'zoe',
    ]);
    expect(people.nameOf('client:1234')).toBe('Someone (1234) (you)');
  });

  test.each([
    [{ authenticated: true, role: 'labeller', name: 'ben' }, [true, false]],
    [{ authenticated: true, role: 'admin', name: 'eve' }, [true, true]],
    [{ authenticated: true, role: 'viewer', name: 'ben' }, [false, false]],
    [{ authenticated: false, role: 'labeller', name: 'local' }, [true, true]],
    [null, [false, false]],
  ] as const)('%j may take back what the server would let them', (me, [bens, others]) => {
    const people = peopleFor(me);
    expect([people.mayTakeBack(by('ben')), people.mayTakeBack(by('cy'))]).toEqual([bens, others]);
    // Nobody has the numbers of before.
    expect(people.mayTakeBack(by('ben', 'metrics'))).toBe(false);
  });

  test('what is known to be taken back is so gesture by gesture, and a writing when all of it is', () => {
    const [ben, cy, dan] = [by('ben'), by('cy'), by('dan')];
    const people = peopleFor({ authenticated: false, role: 'admin', name: 'local' }, null, [
      ['of ben', by('eve')],
      ['of cy', by('client:1234')],
    ]);
    expect([ben, cy, dan].map((each) => people.mayTakeBack(each))).toEqual([false, false, true]);
    expect([ben, cy, dan].map((each) => people.takenBackBy([each]))).toEqual(['eve', 'Someone (1234) (you)', null]);
    expect(people.takenBackBy([ben, cy])).toBe('eve, Someone (1234) (you)');
    expect(people.takenBackBy([ben, ben])).toBe('eve');
    // Of one that is not, nothing is said of the whole, whichever it is.
    expect([people.takenBackBy([ben, dan]), people.takenBackBy([dan, ben])]).toEqual([null, null]);
  });
});

describe('UI24: restoring one image', () => {
  function bench(item: Sidecar | null, writes: string | null): { desk: HistoryDesk; told: string[] } {
    const told: string[] = [];
    const desk = new HistoryDesk({
      api: {
        gestureItems: () => Promise.reject(new Error('not asked here')),
        item: () => (item === null ? Promise.reject(new Error('gone')) : Promise.resolve(item)),
      },
      desk: {
        learn: ({ version }) => {
          told.push(`learn ${version}`);
          return true;
        },
      },
      keys: {
        write: (row: ItemRow, patch: LabelPatch) => {
          told.push(`write ${row.path} ${JSON.stringify(patch)}`);
          return writes;
        },
      },
      undo: { has: () => true, undo: () => true },
      announcements: { say: (text, wish) => void told.push(`${text}${wish?.action ? ' [Undo]' : ''}`) },
    });
    return { desk, told };
  }
  const row = { path: '/a/b.jpg', name: 'b.jpg' } as ItemRow;
  const sidecar = { path: '/a/b.jpg', version: 9, tags: [], notes: '', star: 1 } as unknown as Sidecar;

  test('is written on what is there now, and says so with a way back', async () => {
    const { desk, told } = bench(sidecar, 'edit');
    await desk.restore(row, { set_star: 2 });
    expect(told).toEqual(['learn 9', 'write /a/b.jpg {"set_star":2}', 'Restored ★2 on b.jpg [Undo]']);
  });

  test('says when there is nothing to restore, and when it cannot be', async () => {
    const same = bench(sidecar, null);
    await same.desk.restore(row, { set_star: 1 });
    expect(same.told.at(-1)).toBe('b.jpg is so already');
    const gone = bench(null, 'edit');
    await gone.desk.restore(row, { set_star: 1 });
    expect(gone.told).toEqual([expect.stringMatching(/^b\.jpg was not restored/)]);
  });

  test('the images of a gesture are read for all lines together', () => {
    const { desk } = bench(null, null);
    expect(desk.imagesOf('g1')).toBe(desk.imagesOf('g1'));
    expect(desk.imagesOf('g1')).not.toBe(desk.imagesOf('g2'));
  });
});

describe('UI1: thumbs of a long page', () => {
  test('are wanted while their line is in sight', () => {
    const wanted: string[][] = [];
    const seen = new SeenThumbs({ want: (_, thumbs) => void wanted.push(thumbs.map(({ path }) => path)) });
    const thumb = (path: string): ThumbOf => ({ path, fingerprint: 'f' });
    const [a, b] = [{}, {}];
    seen.show(a, [thumb('/1'), thumb('/2')]);
    seen.show(b, [thumb('/3')]);
    seen.hide(a);
    seen.hide(a);
    seen.hide(b);
    expect(wanted).toEqual([['/1', '/2'], ['/1', '/2', '/3'], ['/3'], []]);
  });
});
