import { packActivity, type ActivityQuestion } from '../../../apps/api/src/persistence/activity-columns.ts';
import { ActivityBook } from '../../../apps/api/src/activity/activity-book.ts';
import { FakeClock } from '../../support/fake-clock.ts';

/** A history of edits, one item each, of which the table takes over as many as are acknowledged. */
function world() {
  const state = { written: 0, ackedSeq: 0 };
  const asked: (() => void)[] = [];
  const clock = new FakeClock();
  const activityAfter = async ({ after, until }: ActivityQuestion) => {
    const last = Math.min(until, state.written);
    await new Promise<void>((answer) => asked.push(answer));
    const seqs = Array.from({ length: Math.max(0, last - after.seq) }, (_, at) => after.seq + at + 1);
    const edit = { at: 0, kind: 'edit', count: 1, actor: 'ana', undone: undefined } as const;
    return packActivity(
      seqs.map((seq) => ({ seq, item: seq, ...edit })),
      { ids: Uint32Array.from(seqs), paths: seqs.map((seq) => `/${String(seq)}`).join('\0') },
    );
  };
  const book = new ActivityBook(
    { activityAfter },
    {
      get ackedSeq() {
        return state.ackedSeq;
      },
      loaded: () => Promise.resolve(),
      // What is not acknowledged has no label here.
      table: { numberOf: (path) => (Number(path.slice(1)) <= state.ackedSeq ? Number(path.slice(1)) : 0) },
    },
    clock,
  );
  const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
  const answerAll = async (): Promise<void> => {
    for (let idle = 0; idle < 5; idle += 1) {
      await turn();
      for (const answer of asked.splice(0)) answer();
    }
  };
  const items = (): number[] => Array.from({ length: book.log.count }, (_, row) => book.log.item(row));
  return { state, book, clock, turn, answerAll, items };
}

describe('the book of what people did', () => {
  it('IT14: reads no write that is on disk and not here yet: its item has no number', async () => {
    const { state, book, answerAll, items } = world();
    Object.assign(state, { written: 3, ackedSeq: 2 });
    const following = book.follow();
    await answerAll();
    await following;
    state.ackedSeq = 3;
    const again = book.follow();
    await answerAll();
    await again;
    expect(items()).toEqual([1, 2, 3]);
  });

  it('BR19: is not waited for longer than the page waits, the first time; the reading goes on', async () => {
    const { state, book, clock, turn, answerAll, items } = world();
    Object.assign(state, { written: 3, ackedSeq: 3 });
    const asked = book.followInTime();
    const refused = expect(asked).rejects.toMatchObject({ code: 'labels_loading' });
    await turn();
    clock.advance(20_000);
    await refused;
    await answerAll();
    await book.followInTime();
    expect(items()).toEqual([1, 2, 3]);
  });

  it('IT14: lets others work while it learns of labels that came with a file, however many', async () => {
    const ids = Uint32Array.from({ length: 20_000 }, (_, at) => at + 1);
    const operation = { seq: 1, item: 20_000, at: 0, kind: 'edit', count: 1, actor: 'ana', undone: undefined } as const;
    const page = packActivity([operation], { ids, paths: Array.from(ids, (id) => `/${String(id)}`).join('\0') });
    let [asked, looked] = [0, 0];
    const numberOf = (path: string): number => {
      looked += 1;
      // So dear that a slice of the loop is used up by a few hundred.
      for (const end = performance.now() + 0.02; performance.now() < end;);
      return Number(path.slice(1));
    };
    const book = new ActivityBook(
      {
        activityAfter: () =>
          Promise.resolve((asked += 1) === 1 ? page : packActivity([], { ids: new Uint32Array(0), paths: '' })),
      },
      { ackedSeq: 1, loaded: () => Promise.resolve(), table: { numberOf } },
      new FakeClock(),
    );
    const reading = book.follow();
    const seen: number[] = [];
    while (looked < ids.length) {
      await new Promise((done) => setImmediate(done));
      seen.push(looked);
    }
    await reading;
    expect([looked, book.log.item(0)]).toEqual([20_000, 20_000]);
    expect(new Set(seen).size).toBeGreaterThan(10);
  });

  it('IT14: holds what was acknowledged before somebody asked, also while others read', async () => {
    const { state, book, turn, answerAll, items } = world();
    // A write without items: there is nothing to read, and that is looked at.
    state.ackedSeq = 1;
    const first = book.follow();
    await turn();
    Object.assign(state, { written: 2, ackedSeq: 2 });
    const second = book.follow();
    await answerAll();
    await Promise.all([first, second]);
    expect(items()).toContain(2);
  });
});
