import { RefusalTally, type Refusals } from '../../../apps/api/src/persistence/refusal-tally.ts';
import type { Outcome } from '../../../apps/api/src/persistence/label-store.ts';
import { defaultLabel } from '../../../apps/api/src/persistence/label.ts';
import { asked, edit, noon, undo } from '../../support/store-writes.ts';

const hourMs = 3_600_000;
const hour = noon / hourMs;
const conflict: Outcome = { kind: 'conflict', current: defaultLabel('/a.jpg'), changedFields: [] };
const done: Outcome = {
  kind: 'done',
  answer: { kind: 'label', label: defaultLabel('/a.jpg'), gestureId: null },
  accepted: null,
  isReplay: false,
};

class Tallied {
  readonly tally = new RefusalTally();

  note(outcome: Outcome, wish: { path?: string; actor?: string; at?: number } = {}): this {
    const { path = '/a.jpg', ...rest } = wish;
    this.tally.note(asked(edit(path, { set_star: 1 }), rest), outcome);
    return this;
  }

  get counts(): Refusals[] {
    return [...this.tally.counts()];
  }
}

describe('IT13: refused writes', () => {
  it('are left, until the same person writes on the same image', () => {
    const tallied = new Tallied().note(conflict).note(done, { actor: 'bob' }).note(done, { path: '/b.jpg' });
    tallied.tally.note(asked(undo('g')), done);
    expect(tallied.counts).toEqual([{ hour, actor: 'ann', count: 1, written: 0 }]);
    tallied.note(done).note(done);
    expect(tallied.counts).toEqual([{ hour, actor: 'ann', count: 1, written: 1 }]);
  });

  it('that are refused again end together', () => {
    expect(new Tallied().note(conflict).note(conflict).note(done).counts).toEqual([
      { hour, actor: 'ann', count: 2, written: 2 },
    ]);
  });

  it('count in the hour in which they were refused, whenever they end', () => {
    const tallied = new Tallied().note(conflict, { at: noon + hourMs - 1 });
    tallied.tally.noteSaved();
    expect(tallied.tally.isEmpty).toBe(true);
    expect(tallied.note(done, { at: noon + hourMs }).counts).toEqual([{ hour, actor: 'ann', count: 0, written: 1 }]);
  });

  it('that are refused in one hour and again in the next end each for itself', () => {
    const late = noon + hourMs - 10_000;
    const tallied = new Tallied().note(conflict, { at: late }).note(conflict, { at: late + 15_000 });
    expect(tallied.note(done, { at: late + 16_000 }).counts).toEqual([
      { hour, actor: 'ann', count: 1, written: 1 },
      { hour: hour + 1, actor: 'ann', count: 1, written: 1 },
    ]);
    const old = new Tallied().note(conflict).note(conflict, { at: noon + hourMs / 2 });
    expect(old.note(done, { at: noon + hourMs + 1 }).counts).toEqual([{ hour, actor: 'ann', count: 2, written: 1 }]);
  });

  it('have ended after an hour: what is written then is something else', () => {
    expect(new Tallied().note(conflict).note(done, { at: noon + hourMs }).counts).toEqual([
      { hour, actor: 'ann', count: 1, written: 0 },
    ]);
  });

  it('are not ended by an answer that is told once more', () => {
    expect(new Tallied().note(conflict).note({ ...done, isReplay: true }).counts).toEqual([
      { hour, actor: 'ann', count: 1, written: 0 },
    ]);
  });

  it('of ever new people and images are not kept without end', () => {
    const tallied = new Tallied();
    for (let at = 0; at < 3000; at += 1) tallied.note(conflict, { actor: `p${String(at)}` });
    expect(tallied.counts).toHaveLength(1000);
    // Of the latest thousand it is known how they end; there is room for them again once the counts are saved.
    tallied.tally.noteSaved();
    expect(tallied.note(done, { actor: 'p1999' }).counts).toEqual([]);
    expect(tallied.note(done, { actor: 'p2000' }).counts).toEqual([{ hour, actor: 'p2000', count: 0, written: 1 }]);
  });
});
