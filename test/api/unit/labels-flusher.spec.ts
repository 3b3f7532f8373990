import { columnsOf } from '../../../apps/api/src/persistence/label-columns.ts';
import { LabelBook } from '../../../apps/api/src/persistence/label-book.ts';
import { defaultLabel } from '../../../apps/api/src/persistence/label.ts';
import { LabelTable } from '../../../apps/api/src/persistence/label-table.ts';
import { LabelsFlusher } from '../../../apps/api/src/persistence/labels-flusher.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { settled, StoreDouble } from '../../support/store-double.ts';

async function makeFlusher(facts: Partial<StoreDouble['facts']> = {}) {
  const [clock, store, table] = [new FakeClock(), new StoreDouble(), new LabelTable()];
  Object.assign(store.facts, facts);
  const book = new LabelBook(store, table, { announce: () => undefined }, clock);
  const warnings: unknown[] = [];
  const ignore = (): void => undefined;
  const log = { debug: ignore, info: ignore, error: ignore, warn: (fields: object) => void warnings.push(fields) };
  const flusher = new LabelsFlusher(book, store, clock, { afterMs: 15_000, items: 25 }, log);
  await book.loaded();
  let written = 0;
  /** So many items change, each another one than before. */
  const change = (count: number): void => {
    for (let left = count; left > 0; left -= 1) void table.apply([columnsOf([defaultLabel(`/${(written += 1)}.jpg`)])]);
  };
  /** Lets time pass in steps of a second, as upkeep does, and tells how many were begun by then. */
  const after = async (milliseconds: number): Promise<number> => {
    for (let left = milliseconds; left > 0; left -= 1000) {
      clock.advance(Math.min(left, 1000));
      void flusher.flushIfDue();
    }
    await settled();
    return store.flushes.length;
  };
  const finish = async (at: number, milliseconds = 1): Promise<void> => {
    store.flushes[at]!.resolve({ kind: 'written', seq: 10 + at, items: 1, milliseconds });
    await settled();
  };
  return { clock, store, table, flusher, warnings, change, after, finish };
}

describe('labels.json is written', () => {
  it('LB6: 15 s after the first change', async () => {
    const { clock, store, flusher, change, after, finish } = await makeFlusher();
    expect(await after(60_000)).toBe(0);
    change(1);
    expect(await after(5000)).toBe(0);
    change(1);
    expect(await after(10_000)).toBe(0);
    expect(await after(1000)).toBe(1);
    expect(store.flushes[0]!.savedAt).toBe(clock.wall());
    expect(flusher.pending).toBe(2);
    await finish(0);
    expect(flusher).toMatchObject({ pending: 0, flushedSeq: 10, lastFlushAt: clock.isoNow(), error: undefined });
    expect(await after(60_000)).toBe(1);
  });

  it('LB6: when 25 items have changed', async () => {
    const { change, after, finish } = await makeFlusher();
    change(24);
    expect(await after(1000)).toBe(0);
    change(1);
    expect(await after(1)).toBe(1);
    await finish(0);
    expect(await after(60_000)).toBe(1);
  });

  it('LB6: never more often than once a second', async () => {
    const { change, after, finish } = await makeFlusher();
    change(25);
    expect(await after(1)).toBe(1);
    await finish(0);
    change(25);
    expect(await after(999)).toBe(1);
    expect(await after(1)).toBe(2);
  });

  it('LB6: nor within twenty times as long as it took the last time', async () => {
    const { change, after, finish } = await makeFlusher();
    change(25);
    expect(await after(1)).toBe(1);
    await finish(0, 4000);
    change(25);
    expect(await after(79_999)).toBe(1);
    expect(await after(1)).toBe(2);
  });

  it('LB6: once at a time; what changes meanwhile is for the next one', async () => {
    const { flusher, change, after, finish } = await makeFlusher();
    change(25);
    expect(await after(1)).toBe(1);
    change(30);
    expect(await after(60_000)).toBe(1);
    expect(flusher.pending).toBe(55);
    await finish(0);
    expect(flusher.pending).toBe(30);
    expect(await after(1000)).toBe(2);
  });

  it('D8, D10: again after a failure, with everything that was not written', async () => {
    const { store, flusher, warnings, change, after, finish } = await makeFlusher();
    change(3);
    expect(await after(16_000)).toBe(1);
    store.flushes[0]!.reject(new Error('no space'));
    await settled();
    expect(flusher).toMatchObject({ pending: 3, error: 'no space', flushedSeq: 0, lastFlushAt: null });
    expect(await after(4000)).toBe(1);
    expect(await after(1000)).toBe(2);
    store.flushes[1]!.reject(new Error('no space'));
    await settled();
    expect(warnings).toEqual([{ reason: 'no space' }]);
    expect(await after(5000)).toBe(3);
    await finish(2);
    expect(flusher).toMatchObject({ pending: 0, error: undefined, flushedSeq: 12 });
  });

  it('LB7: not over a file of somebody else, which is looked at again in a while', async () => {
    const { store, flusher, warnings, change, after, finish } = await makeFlusher();
    change(25);
    expect(await after(1)).toBe(1);
    store.flushes[0]!.resolve({ kind: 'foreign', reason: 'another store' });
    await settled();
    expect(flusher).toMatchObject({ pending: 25, error: 'another store', flushedSeq: 0 });
    expect(warnings).toEqual([{ reason: 'another store' }]);
    expect(await after(29_999)).toBe(1);
    expect(await after(1)).toBe(2);
    await finish(1);
    expect(flusher).toMatchObject({ pending: 0, error: undefined });
  });

  it('LB6, LB7: at once after a start that finds another file than the last server should have left, else not', async () => {
    for (const flushedSeq of [7, 9, -1]) {
      const late = await makeFlusher({ seq: 8, flushedSeq });
      expect(late.flusher.flushedSeq).toBe(flushedSeq === 7 ? 7 : 0);
      expect(await late.after(1)).toBe(1);
    }
    const same = await makeFlusher({ seq: 8, flushedSeq: 8 });
    expect(same.flusher.flushedSeq).toBe(8);
    expect(await same.after(60_000)).toBe(0);
  });

  it('LB10: never, where nothing is to be written', async () => {
    const { store, flusher, change, after } = await makeFlusher({ durability: 'memory', seq: 1 });
    change(100);
    expect(await after(60_000)).toBe(0);
    await flusher.flushLast();
    expect(store.flushes).toEqual([]);
  });
});

describe('at the end', () => {
  it('LB6, D16: is written what is not yet, at once', async () => {
    const { store, flusher, change, finish } = await makeFlusher();
    await flusher.flushLast();
    expect(store.flushes).toHaveLength(0);
    change(1);
    const last = flusher.flushLast();
    await settled();
    await finish(0);
    await last;
    expect(flusher.pending).toBe(0);
  });

  it('D16: the one that is under way is waited for, and what came since is written after it', async () => {
    const { store, flusher, change, after, finish } = await makeFlusher();
    change(25);
    expect(await after(1)).toBe(1);
    change(1);
    const last = flusher.flushLast();
    await settled();
    expect(store.flushes).toHaveLength(1);
    await finish(0);
    expect(store.flushes).toHaveLength(2);
    await finish(1);
    await last;
    expect(flusher.pending).toBe(0);
  });
});
