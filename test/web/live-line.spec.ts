import { Subject } from 'rxjs';
import { heldUntil } from '../../apps/web/src/app/sync/held-until.ts';
import { ownLine, type HubDoor } from '../../apps/web/src/app/sync/hub-door.ts';
import type { FromHub, StreamStatus } from '../../apps/web/src/app/sync/hub-protocol.ts';
import { LiveLine } from '../../apps/web/src/app/sync/live-line.ts';
import { FakeClock, settled } from './support/fake-clock.ts';
import { TestHub, ada, editOf, hb, presence, willOf } from './support/hub-parts.ts';
import { TestDoor } from './support/test-door.ts';

describe('the line of a tab', () => {
  const begin = () => {
    const clock = new FakeClock();
    const door = new TestDoor();
    const line = new LiveLine(door, clock);
    return { clock, door, line };
  };
  const status = (is: StreamStatus): FromHub => ({ kind: 'status', status: is });

  test('UI13: where there is no shared worker it opens a hub of its own', () => {
    const { door, line } = begin();
    door.hasShared = false;
    line.hello(ada, 'Ada');
    expect(door.opened.map(({ isShared }) => isShared)).toEqual([false]);
    expect(door.last.sent).toEqual([{ kind: 'hello', owner: ada, name: 'Ada' }]);
  });

  test('UI13: a shared worker that does not answer, or fails, is replaced by a hub of its own for good', async () => {
    const { clock, door, line } = begin();
    line.hello(ada, 'Ada');
    await clock.pass(4000);
    expect(door.opened.map(({ isShared, isClosed }) => [isShared, isClosed])).toEqual([
      [true, true],
      [false, false],
    ]);
    await clock.pass(100_000);
    expect(door.opened).toHaveLength(2);

    const other = begin();
    other.line.hello(ada, 'Ada');
    other.door.last.lost();
    expect(other.door.last.isShared).toBe(false);
  });

  test('UI13: pings, and starts a worker anew that has died; an edit it may have died with goes out again', async () => {
    const { clock, door, line } = begin();
    line.hello(ada, 'Ada');
    door.last.heard(status('live'));
    line.send({ kind: 'write', edit: editOf('heard') });
    door.last.heard({ kind: 'outbox', news: { kind: 'put', edit: editOf('heard') } });
    line.send({ kind: 'write', edit: editOf('lost') });
    await clock.pass(20_000);
    expect(door.last.sent.at(-1)).toEqual({ kind: 'ping' });
    await clock.pass(4000);
    expect(door.opened.map(({ isShared }) => isShared)).toEqual([true, true]);
    door.last.heard({ kind: 'outbox', news: { kind: 'all', edits: [editOf('heard')] } });
    expect(door.last.sent.slice(1)).toEqual([{ kind: 'write', edit: editOf('lost') }]);
    door.last.heard({ kind: 'outbox', news: { kind: 'all', edits: [editOf('heard')] } });
    expect(door.last.sent).toHaveLength(2);
  });

  test('UI14: every hub that the tab turns to knows its last will, and the one before has none to execute', async () => {
    const { clock, door, line } = begin();
    line.keepWill(willOf('early', 'L0'));
    line.hello(ada, 'Ada');
    line.keepWill(willOf('mine'));
    await clock.pass(4000);
    const [before, now] = door.opened;
    expect(before!.sent.slice(1)).toEqual([
      { kind: 'will', will: willOf('early', 'L0') },
      { kind: 'will', will: willOf('mine') },
      { kind: 'will', will: null },
      { kind: 'bye' },
    ]);
    expect(now!.sent.slice(1)).toEqual([{ kind: 'will', will: willOf('mine') }]);
  });

  test('UI13: whoever subscribes late begins with what stands', () => {
    const { door, line } = begin();
    line.hello(ada, 'Ada');
    for (const frame of [hb(), presence('/a', 2)]) door.last.heard({ kind: 'frame', frame });
    door.last.heard(status('live'));
    door.last.heard({ kind: 'outbox', news: { kind: 'all', edits: [editOf('1')] } });
    door.last.heard({ kind: 'outbox', news: { kind: 'put', edit: editOf('2') } });
    const seen: unknown[] = [];
    line.frames$.subscribe((frame) => seen.push(frame));
    line.status$.subscribe((is) => seen.push(is));
    line.outbox$.subscribe((news) => seen.push(news));
    expect(seen).toEqual([hb(), presence('/a', 2), 'live', { kind: 'all', edits: [editOf('1'), editOf('2')] }]);
    door.last.heard(status('live'));
    expect(seen).toHaveLength(4);
  });

  test('UI13: is cut off when there was no stream for 15 s, however often the status changes', async () => {
    const { clock, door, line } = begin();
    line.hello(ada, 'Ada');
    const seen: boolean[] = [];
    line.isCutOff$.subscribe((is) => seen.push(is));
    door.last.heard(status('live'));
    await clock.pass(60_000);
    door.last.heard(status('reconnecting'));
    await clock.pass(10_000);
    door.last.heard(status('offline'));
    expect(seen).toEqual([false]);
    await clock.pass(5000);
    expect(seen).toEqual([false, true]);
    door.last.heard(status('live'));
    expect(seen).toEqual([false, true, false]);
  });

  test('UI10: another gallery on the port: says hello for it, and shows nothing of the one before', () => {
    const { door, line } = begin();
    line.hello(ada, 'Ada');
    door.last.heard({ kind: 'frame', frame: hb() });
    door.last.heard({ kind: 'outbox', news: { kind: 'all', edits: [editOf('1')] } });
    line.send({ kind: 'write', edit: editOf('not for the other') });
    const news: unknown[] = [];
    line.outbox$.subscribe((each) => news.push(each));
    door.last.heard({ kind: 'frame', frame: hb('s2', 'other') });
    expect(door.last.sent.at(-1)).toEqual({ kind: 'hello', owner: { ...ada, storeId: 'other' }, name: 'Ada' });
    expect(news.at(-1)).toEqual({ kind: 'all', edits: [] });
    expect(door.opened).toHaveLength(1);
    line.hello({ person: 'bob', storeId: 'other' }, 'Bob');
    expect(door.opened).toHaveLength(2);
    expect(door.opened[0]?.sent.at(-1)).toEqual({ kind: 'bye' });
    door.last.heard({ kind: 'outbox', news: { kind: 'all', edits: [] } });
    expect(door.last.sent.map(({ kind }) => kind)).toEqual(['hello']);
  });

  test('UI10: whoever hears of another gallery before the stream does forgets all the same', () => {
    const { door, line } = begin();
    line.hello(ada, 'Ada');
    door.last.heard({ kind: 'frame', frame: hb() });
    const events: string[] = [];
    line.frames$.subscribe(({ event }) => events.push(event));
    line.hello({ ...ada, storeId: 'other' }, 'Ada');
    expect(events).toEqual(['hb', 'resync']);
  });

  test('UI13: says bye when the page goes, and hello when it comes back', async () => {
    const { clock, door, line } = begin();
    line.hello(ada, 'Ada');
    door.last.heard(status('live'));
    line.leave();
    expect(door.last.sent.at(-1)).toEqual({ kind: 'bye' });
    await clock.pass(100_000);
    expect(door.opened).toHaveLength(1);
    line.comeBack();
    expect(door.last.sent.at(-1)?.kind).toBe('hello');
  });

  test('UI13: with a hub in the same place it is as with one far away', async () => {
    const live = new TestHub();
    const door: HubDoor = { isWatched: false, openShared: () => null, openOwn: (heard) => ownLine(live.hub, heard) };
    const line = new LiveLine(door, new FakeClock());
    const seen: unknown[] = [];
    line.frames$.subscribe((frame) => seen.push(frame));
    line.hello(ada, 'Ada');
    await settled();
    live.frame(hb());
    await settled();
    expect(seen).toEqual([hb()]);
    line.leave();
    await settled();
    expect(live.asked.at(-1)).toBe('stop');
  });
});

describe('what is held until the answer is there', () => {
  test('UI13: comes after it, complete and in order', async () => {
    const events = new Subject<number>();
    let answer: () => void = () => undefined;
    const seen: number[] = [];
    heldUntil(events, new Promise<void>((done) => (answer = done))).subscribe((each) => {
      seen.push(each);
      if (each === 1) events.next(3);
    });
    events.next(1);
    events.next(2);
    await settled();
    expect(seen).toEqual([]);
    answer();
    await settled();
    events.next(4);
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  test('UI13: ends with the error when there is no answer', async () => {
    let failed: unknown;
    heldUntil(new Subject(), Promise.reject(new Error('away'))).subscribe({
      error: (error: unknown) => (failed = error),
    });
    await settled();
    expect(failed).toEqual(new Error('away'));
  });
});
