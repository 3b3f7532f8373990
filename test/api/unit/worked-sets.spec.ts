import { ActivityLog } from '../../../apps/api/src/activity/activity-log.ts';
import { WorkedSet } from '../../../apps/api/src/activity/worked-set.ts';
import { WorkedSets } from '../../../apps/api/src/activity/worked-sets.ts';

const count = 300;

function logOf(operations: number): ActivityLog {
  const log = new ActivityLog();
  for (let seq = 1; seq <= operations; seq += 1)
    log.add({ at: seq * 1000, seq, item: seq, person: `p${String(seq % 100)}`, kind: 'edit', count: 1 });
  return log;
}

describe('the sets of worked conditions', () => {
  it('BR19: are gone through in slices, not when a condition is made of them, however many one query has', async () => {
    const log = logOf(count);
    const sets = new WorkedSets({ log, followInTime: () => Promise.resolve() });
    const conditions = Array.from({ length: 100 }, (_, at) => ({ by: [`p${String(at)}`] }));
    const look = sets.look(conditions);
    await look.follow();
    // Others ask meanwhile.
    await sets.look(Array.from({ length: 40 }, (_, at) => ({ hours: [at % 24], by: [`o${String(at)}`] }))).follow();
    const seen: number[] = [];
    type Look = (this: WorkedSet, end: number) => void;
    const lookUntil = Object.getOwnPropertyDescriptor(WorkedSet.prototype, 'lookUntil')?.value as Look;
    jest.spyOn(WorkedSet.prototype, 'lookUntil').mockImplementation(function (this: WorkedSet, end) {
      seen.push(this.lookedAt);
      lookUntil.call(this, end);
    });
    const found = conditions.map((condition) => {
      const isWanted = sets.holdsFor(condition);
      return Array.from({ length: count }, (_, at) => at + 1).filter(isWanted).length;
    });
    const late = seen.filter((from) => from < count);
    expect(found).toEqual(conditions.map(() => 3));
    expect(late).toHaveLength(0);
    expect(look.revision).toBe(count);
    jest.restoreAllMocks();
  });

  it('BR19: go on where they were', async () => {
    const log = logOf(10);
    const sets = new WorkedSets({ log, followInTime: () => Promise.resolve() });
    const look = sets.look([{}]);
    await look.follow();
    const before = look.revision;
    log.add({ at: 1e6, seq: 11, item: 77, person: 'p1', kind: 'edit', count: 1 });
    expect([...look.changedSince(before)]).toEqual([77]);
    expect(sets.holdsFor({})(77)).toBe(true);
    expect(sets.holdsFor({})(78)).toBe(false);
  });
});
