import type { NumberedEvent } from '#contracts';
import type { Announcer } from '../../../apps/api/src/events/announcer.ts';
import type { DomainEvents } from '../../../apps/api/src/events/domain-events.ts';
import { columnsOf } from '../../../apps/api/src/persistence/label-columns.ts';
import { LabelBook } from '../../../apps/api/src/persistence/label-book.ts';
import type { Accepted, Outcome } from '../../../apps/api/src/persistence/label-store.ts';
import { defaultLabel, type Label } from '../../../apps/api/src/persistence/label.ts';
import { LabelTable } from '../../../apps/api/src/persistence/label-table.ts';
import { Problem } from '../../../apps/api/src/shared/problem.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { settled, StoreDouble } from '../../support/store-double.ts';
import { asked, bulk, edit, noon } from '../../support/store-writes.ts';

const label = (path: string, version = 2): Label => ({ ...defaultLabel(path), version, star: 4, updatedAt: noon });
const write = asked(edit('/a.jpg', { set_star: 4 }));

/** The store's answer to a write that changed these. */
function accepted(seq: number, labels: readonly Label[], more: Partial<Accepted> = {}): Outcome {
  const [gestureId, count] = [`g${seq}`, labels.length];
  const kind = count > 1 ? 'bulk' : 'edit';
  const common = { seq, gestureId, kind, at: noon, actor: 'ann', count } as const;
  return {
    kind: 'done',
    answer: { kind: 'bulk', gestureId, matched: count, changed: count, unchanged: 0, missing: 0 },
    accepted: { ...common, labels: [columnsOf(labels)], ...more },
    isReplay: false,
  };
}

const doneBefore: Outcome = {
  kind: 'done',
  answer: { kind: 'label', label: label('/a.jpg'), gestureId: null },
  accepted: null,
  isReplay: false,
};

function makeBook(begin: (store: StoreDouble) => void = () => undefined) {
  const [clock, store, table] = [new FakeClock(), new StoreDouble(), new LabelTable()];
  begin(store);
  const told: (NumberedEvent & { versionThen: number })[] = [];
  const announcer: Announcer = {
    announce(_name, announced) {
      const written = announced as DomainEvents['labels-written'];
      told.push({ ...written.told, versionThen: book.read('/a.jpg').version });
    },
  };
  const book: LabelBook = new LabelBook(store, table, announcer, clock);
  return { clock, store, table, book, told };
}

describe('a write', () => {
  it('LB2: is seen, told and answered when the store has it, and not before', async () => {
    const { book, store, told } = makeBook();
    let isAnswered = false;
    const answer = book.write(write, 'tab').then(() => (isAnswered = true));
    await settled();
    expect([book.read('/a.jpg').version, book.ackedSeq, told.length, isAnswered]).toEqual([1, 0, 0, false]);
    store.commits[0]!.resolve(accepted(1, [label('/a.jpg')]));
    await answer;
    expect(book.read('/a.jpg')).toMatchObject({ version: 2, star: 4 });
    // When it was told, whoever asked for the label got the new one.
    expect(told).toMatchObject([{ name: 'item-updated', event: { event_id: 1, version: 2 }, versionThen: 2 }]);
    expect(book.ackedSeq).toBe(1);
  });

  it('LB2: follows a long one that was accepted before it, in memory, told and answered', async () => {
    const { book, store, told, table } = makeBook();
    const many = Array.from({ length: 50 }, (_, chunk) =>
      columnsOf(Array.from({ length: 2000 }, (_, at) => label(`/${chunk}/${at}.jpg`))),
    );
    const order: number[] = [];
    const answers = [1, 2, 3, 4].map((seq) => book.write(write, null).then(() => order.push(seq)));
    await settled();
    const [long, first, second, third] = store.commits;
    long!.resolve(accepted(1, [label('/a.jpg')], { kind: 'bulk', count: 100_000, labels: many }));
    first!.resolve(accepted(2, [label('/a.jpg', 3)]));
    await settled();
    expect([order, told, book.read('/a.jpg').version, book.ackedSeq]).toEqual([[], [], 1, 0]);
    second!.resolve(accepted(3, [label('/0/0.jpg', 7), label('/b.jpg', 7)]));
    third!.resolve(accepted(4, [label('/a.jpg', 4)]));
    await Promise.all(answers);
    expect(order).toEqual([1, 2, 3, 4]);
    expect(told.map(({ event }) => event.event_id)).toEqual([1, 2, 3, 4]);
    expect(told.map(({ versionThen }) => versionThen)).toEqual([1, 3, 3, 4]);
    expect([table.read('/0/0.jpg')?.version, book.ackedSeq]).toEqual([7, 4]);
  });

  it('LB2: that is refused, or repeated, is not answered before what it tells of can be read', async () => {
    const { book, store } = makeBook();
    const many = Array.from({ length: 30 }, (_, chunk) =>
      columnsOf(Array.from({ length: 2000 }, (_each, at) => label(`/${chunk}/${at}.jpg`))),
    );
    const versions: number[] = [];
    const answers = [1, 2, 3].map(() =>
      book.write(write, null).then(() => versions.push(book.read('/29/0.jpg').version)),
    );
    await settled();
    store.commits[0]!.resolve(accepted(1, [], { kind: 'bulk', count: 60_000, labels: many }));
    store.commits[1]!.resolve({ kind: 'conflict', current: label('/29/0.jpg'), changedFields: ['star'] });
    store.commits[2]!.resolve({ ...doneBefore, isReplay: true });
    await Promise.all(answers);
    expect(versions).toEqual([2, 2, 2]);
  });

  it('LB2: is told of once, and not at all when it was refused, repeated, or changed nothing', async () => {
    const { book, store, told } = makeBook();
    const refusal: Outcome = { kind: 'conflict', current: label('/a.jpg'), changedFields: [] };
    const repeated: Outcome = { ...doneBefore, isReplay: true };
    const answers = [book.write(write, null), book.write(write, null)];
    await settled();
    store.commits[0]!.resolve(refusal);
    store.commits[1]!.resolve(repeated);
    expect(await Promise.all(answers)).toEqual([refusal, repeated]);
    expect([told, book.read('/a.jpg').version, book.ackedSeq]).toEqual([[], 1, 0]);
  });
});

describe('a store that fails', () => {
  const full = new Problem('storage_full', 'full');

  it('LB9: is what is wrong until something is kept again', async () => {
    const { book, store } = makeBook();
    const failing = expect(book.write(write, null)).rejects.toBe(full);
    await settled();
    store.commits[0]!.reject(full);
    await failing;
    expect([book.failure, book.state]).toEqual([full, 'failed']);
    store.probeFails = full;
    await book.probe();
    expect(book.state).toBe('failed');
    store.probeFails = undefined;
    await book.probe();
    expect([book.failure, book.state]).toEqual([undefined, 'ok']);
  });

  it('LB9: is well again after a write that is done, not after a refusal, which writes nothing', async () => {
    const { book, store } = makeBook();
    const failing = expect(book.write(write, null)).rejects.toBe(full);
    await settled();
    store.commits[0]!.reject(full);
    await failing;
    const answer = book.write(write, null);
    await settled();
    store.commits[1]!.resolve({ kind: 'key-reused' });
    await answer;
    expect(book.state).toBe('failed');
    const better = book.write(write, null);
    await settled();
    store.commits[2]!.resolve(accepted(1, [label('/a.jpg')]));
    await better;
    expect(book.state).toBe('ok');
  });

  it('D9: is not waited for longer than 15 s, and what it does later is taken over all the same', async () => {
    const { book, store, clock, told } = makeBook();
    const answer = book.write(write, null);
    const refusal = expect(answer).rejects.toMatchObject({ code: 'storage_failed' });
    let isRefused = false;
    void refusal.then(() => (isRefused = true));
    await settled();
    clock.advance(14_999);
    await settled();
    expect([isRefused, book.state]).toEqual([false, 'ok']);
    clock.advance(1);
    await refusal;
    expect([book.state, book.read('/a.jpg').version]).toEqual(['failed', 1]);
    store.commits[0]!.resolve(accepted(1, [label('/a.jpg')]));
    await settled();
    expect([book.state, book.read('/a.jpg').version, book.ackedSeq, told.length]).toEqual(['ok', 2, 1, 1]);
  });

  it('D9: has more time for writes to many', async () => {
    const { book, store, clock } = makeBook();
    const answer = book.write(asked(bulk(['/a.jpg'], { set_star: 1 })), null);
    let isOver = false;
    void answer.catch(() => undefined).finally(() => (isOver = true));
    await settled();
    clock.advance(60_000);
    await settled();
    expect(isOver).toBe(false);
    store.commits[0]!.resolve(accepted(1, [label('/a.jpg')]));
    await answer;
    expect(book.read('/a.jpg').version).toBe(2);
  });

  it('is not said to fail because too many want to write', async () => {
    const { book, store } = makeBook();
    const busy = new Problem('overloaded', 'busy');
    const refusal = expect(book.write(write, null)).rejects.toBe(busy);
    await settled();
    store.commits[0]!.reject(busy);
    await refusal;
    expect(book.state).toBe('ok');
  });
});

describe('at the start', () => {
  it('loads what is there, none of which has changed', async () => {
    const { book, table } = makeBook((store) => (store.labels = [label('/a.jpg', 9), label('/b.jpg')]));
    expect([book.state, book.isLoaded]).toEqual(['loading', false]);
    await book.loaded();
    expect([book.state, book.read('/a.jpg').version, table.changedCount]).toEqual(['ok', 9, 0]);
    expect(book.read('/c.jpg')).toEqual(defaultLabel('/c.jpg'));
  });

  it('writes nothing before that, and tries again when it failed', async () => {
    const failure = new Problem('storage_failed', 'no');
    const { book, store } = makeBook((store) => (store.loadFails = failure));
    await expect(book.write(write, null)).rejects.toBe(failure);
    expect([store.commits.length, book.state]).toEqual([0, 'loading']);
    store.loadFails = undefined;
    store.labels = [label('/a.jpg', 5)];
    void book.write(write, null);
    await settled();
    expect([store.commits.length, book.read('/a.jpg').version]).toEqual([1, 5]);
  });

  it('LB10: says that labels are in memory only, where they are', async () => {
    const { book } = makeBook((store) => (store.facts.durability = 'memory'));
    await book.loaded();
    expect(book.state).toBe('disabled');
  });
});

describe('a server that cannot go on', () => {
  it('D21: is told of a store that is gone, and of memory that could not follow it', async () => {
    const { book, store, table } = makeBook();
    let reason: Error | undefined;
    void book.lost.then((told) => (reason = told));
    await book.loaded();
    table.apply = () => {
      throw new Error('a bug');
    };
    const answer = book.write(write, null);
    await settled();
    store.commits[0]!.resolve(accepted(1, [label('/a.jpg')]));
    await expect(answer).rejects.toThrow('a bug');
    await settled();
    expect(reason?.message).toContain('a bug');
  });
});
