import { ActivityCount, type ActivityScope } from '../../../apps/api/src/stats/activity-count.ts';
import { ActivityLog, type Activity } from '../../../apps/api/src/activity/activity-log.ts';
import { quarterMs } from '../../../apps/api/src/activity/zone-clock.ts';
import { naivePeople, type NaivePerson } from '../../support/naive-activity.ts';
import { SeededRandom } from '../../support/seeded-random.ts';

const noon = Date.parse('2026-11-20T12:00:00Z');
const minute = 60_000;

function logOf(all: readonly Activity[]): ActivityLog {
  const log = new ActivityLog();
  for (const each of all) log.add(each);
  return log;
}

function countOf(log: ActivityLog, scope: Partial<ActivityScope> = {}): ActivityCount {
  const count = new ActivityCount(log, { from: -Infinity, to: Infinity, items: undefined, ...scope });
  count.look(0, log.count);
  count.finish();
  return count;
}

function peopleOf(log: ActivityLog, scope: Partial<ActivityScope> = {}): Record<string, NaivePerson> {
  const { people } = log;
  return Object.fromEntries([...countOf(log, scope).people].map(([at, count]) => [people[at] ?? '', count]));
}

/** Edits of single images, one gesture each, minutes after noon. */
function edits(...all: (readonly [number, string, number])[]): Activity[] {
  return all.map(([after, person, item], at) => ({
    ...{ at: noon + after * minute, seq: at + 1, item, person, kind: 'edit', count: 1 },
  }));
}

describe('what people did', () => {
  it('is counted by image, however often the text on it is saved', () => {
    const log = logOf(edits([0, 'ana', 1], [1, 'ana', 1], [2, 'ana', 1], [3, 'ana', 2], [4, 'ana', 1]));
    expect(peopleOf(log)['ana']).toEqual({
      ...{ labels: 3, first: 2, ownAgain: 1, othersAgain: 0, undone: 0 },
      activeMs: 4 * minute,
      turns: [minute, minute],
    });
  });

  it('takes no time while somebody rests for more than five minutes, nor when a clock is put back', () => {
    const log = logOf(edits([0, 'ana', 1], [5, 'ana', 2], [11, 'ana', 3], [9, 'ana', 4]));
    expect(peopleOf(log)['ana']).toMatchObject({ labels: 4, activeMs: 5 * minute, turns: [5 * minute] });
  });

  it('adds up: the parts of a gallery, and of a time, have all of it between them', () => {
    const { log } = randomWork(7);
    const all = peopleOf(log);
    const [even, odd] = [0, 1].map((rest) => Uint8Array.from({ length: 50 }, (_, item) => Number(item % 2 === rest)));
    for (const [name, whole] of Object.entries(all)) {
      const of = (scope: Partial<ActivityScope>): NaivePerson | undefined => peopleOf(log, scope)[name];
      for (const key of ['labels', 'first', 'ownAgain', 'othersAgain', 'activeMs'] as const) {
        const parts = [of({ items: even }), of({ items: odd })].map((part) => part?.[key] ?? 0);
        const times = [of({ to: noon + 300 * minute }), of({ from: noon + 300 * minute })].map(
          (part) => part?.[key] ?? 0,
        );
        expect([name, key, Math.round(parts[0]! + parts[1]!)]).toEqual([name, key, Math.round(whole[key])]);
        expect([name, key, Math.round(times[0]! + times[1]!)]).toEqual([name, key, Math.round(whole[key])]);
      }
    }
  });

  it.each([1, 2, 3, 4, 5, 6])('is what a plain recount finds, after random work (seed %d)', (seed) => {
    const { all, log } = randomWork(seed);
    const items = Uint8Array.from({ length: 50 }, (_, item) => Number(item % 3 > 0));
    const scope = { from: noon + 50 * minute, to: noon + 500 * minute, items };
    for (const [asked, isMeant] of [
      [{}, () => true],
      [scope, ({ at, item }: Activity) => at >= scope.from && at < scope.to && items[item] === 1],
    ] as const) {
      const [found, wanted] = [peopleOf(log, asked), naivePeople(all, isMeant)].map((people) => flat(people));
      expect(found?.map(([name]) => name)).toEqual(wanted?.map(([name]) => name));
      // Shares of a time are kept in four bytes each.
      for (const [at, [name, value]] of (wanted ?? []).entries())
        expect([name, Math.abs((found?.[at]?.[1] ?? NaN) - value) < 2]).toEqual([name, true]);
    }
  });

  it('is told by the quarter of an hour', () => {
    const { labels, first } = countOf(logOf(edits([0, 'ana', 1], [14, 'ben', 1], [15, 'ana', 2])));
    const start = noon / quarterMs;
    expect([[...labels.entries()], [...first.entries()]]).toEqual([
      [
        [start, 2],
        [start + 1, 1],
      ],
      [
        [start, 1],
        [start + 1, 1],
      ],
    ]);
  });
});

/** Every number with its name, in the order of these. */
function flat(people: Record<string, NaivePerson>): [string, number][] {
  const numbers = Object.entries(people).flatMap(([name, { turns, ...count }]) => [
    ...Object.entries(count).map(([key, value]): [string, number] => [`${name} ${key}`, value]),
    ...turns.map((turn, at): [string, number] => [`${name} turn ${String(at).padStart(4, '0')}`, turn]),
  ]);
  return numbers.sort(([a], [b]) => (a < b ? -1 : 1));
}

function randomWork(seed: number): { all: Activity[]; log: ActivityLog } {
  const random = new SeededRandom(seed);
  const all: Activity[] = [];
  let at = noon;
  for (let seq = 1; seq <= 400; seq += 1) {
    at += Math.floor(random.next() ** 4 * 20 * minute) - (random.next() < 0.05 ? minute : 0);
    const person = ['ana', 'ben', 'cleo'][random.below(3)] ?? '';
    const kind = random.pick(['edit', 'edit', 'edit', 'edit', 'bulk', 'undo', 'import', 'other'] as const);
    const one = random.below(random.next() < 0.5 ? 4 : 50);
    const items =
      kind === 'edit' ? [one] : Array.from({ length: 1 + random.below(6) }, (_, each) => (one + each * 7) % 50);
    const undoes = kind === 'undo' ? { undoes: ['ana', 'ben', 'cleo'][random.below(3)] ?? '' } : {};
    for (const item of new Set(items)) all.push({ at, seq, item, person, kind, count: new Set(items).size, ...undoes });
  }
  return { all, log: logOf(all) };
}
