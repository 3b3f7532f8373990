import { FakePipe, makeHub, quiet } from '../../support/stream-hubs.ts';
import { settled } from '../../support/store-double.ts';

const presence = (gallery_id: string, viewing: number) => ({ gallery_id, viewing, editing: 0, updated_at: '' });
const upTo = (first: number, last: number): number[] =>
  Array.from({ length: Math.max(last - first + 1, 0) }, (_, at) => first + at);

describe('a stream', () => {
  it('ST7: begins with where it is, a sign of life and what stands', async () => {
    const { hub, open } = makeHub({ seq: 7 });
    hub.notify('presence', presence('/a', 2), { key: '/a', isOver: false });
    hub.notify('presence', presence('/a', 3), { key: '/a', isOver: false });
    hub.notify('presence', presence('/b', 1), { key: '/b', isOver: false });
    hub.notify('presence', presence('/b', 0), { key: '/b', isOver: true });
    hub.notify('metrics-progress', { gallery_id: '/', percent: 1, message: '' });
    const pipe = open();
    expect(pipe.writes).toBe(1);
    expect(pipe.parser).toMatchObject({ retryMs: 2000, lastEventId: 'epoch.7' });
    expect(pipe.named('hb')).toEqual([{ head: 'epoch.7', stream_id: pipe.stream.id, store_id: 'store' }]);
    await quiet();
    expect(pipe.events.map(({ event }) => event)).toEqual(['hb', 'presence']);
    expect(pipe.named('presence')).toEqual([presence('/a', 3)]);
  });

  it('ST7: has an id of its own, which nobody guesses', () => {
    const { open } = makeHub();
    const ids = Array.from({ length: 100 }, () => open().stream.id);
    expect(new Set(ids).size).toBe(100);
    for (const id of ids) expect(Buffer.from(id, 'base64url')).toHaveLength(16);
  });

  it('ST7: is told every 15 s that it lives, and where things stand', async () => {
    const { open, publish, pass } = makeHub();
    const pipe = open();
    await pass(14);
    expect(pipe.named('hb')).toHaveLength(1);
    publish(1);
    await pass(1);
    expect(pipe.named('hb')).toHaveLength(2);
    await pass(45);
    expect(pipe.named('hb')).toHaveLength(5);
    expect(pipe.named('hb').at(-1)).toMatchObject({ head: 'epoch.1', stream_id: pipe.stream.id });
  });

  it('ST8: gets what happens at once, and in one piece what happens within 20 ms', async () => {
    const { clock, open, publish } = makeHub();
    const pipes = [open(), open()];
    await quiet();
    publish(1, 2, 3);
    await settled();
    for (const pipe of pipes) expect([pipe.ids, pipe.writes]).toEqual([[1, 2, 3], 2]);
    clock.advance(1);
    publish(4);
    clock.advance(10);
    publish(5);
    await settled();
    expect(pipes[0]!.ids).toEqual([1, 2, 3]);
    clock.advance(9);
    for (const pipe of pipes) expect([pipe.ids, pipe.writes]).toEqual([[1, 2, 3, 4, 5], 3]);
  });

  it('ST8: gets the very bytes that all others get', async () => {
    const { open, publish } = makeHub();
    const got: Buffer[] = [];
    class Keeper extends FakePipe {
      override write(bytes: Buffer, taken?: () => void): void {
        got.push(bytes);
        super.write(bytes, taken);
      }
    }
    for (let count = 0; count < 3; count += 1) open(undefined, new Keeper());
    await quiet();
    got.length = 0;
    publish(1, 2);
    await settled();
    expect(got).toHaveLength(3);
    expect(got.every((bytes) => bytes === got[0])).toBe(true);
  });

  it('ST2: is told an event once that is announced twice, or late', async () => {
    const { clock, open, publish } = makeHub();
    const pipe = open();
    await quiet();
    publish(1, 1, 2, 1, 2);
    clock.advance(20);
    publish(2, 3, 3);
    await settled();
    clock.advance(20);
    await quiet();
    expect(pipe.ids).toEqual([1, 2, 3]);
  });
});

describe('a cursor', () => {
  it('ST4: is gone on from, in pages of the history, as fast as the reader takes them in', async () => {
    const { clock, open, reads, publish } = makeHub({ seq: 35 });
    const pipe = open('epoch.5', new FakePipe(true));
    await quiet();
    // The greeting is not taken in yet.
    expect([pipe.ids, reads]).toEqual([[], []]);
    for (let page = 1; page <= 3; page += 1) {
      pipe.drain();
      await quiet();
      expect(pipe.ids).toEqual(upTo(6, 5 + page * 10));
      expect(reads).toHaveLength(page);
    }
    publish(36);
    pipe.drain();
    await quiet();
    expect(pipe.ids).toEqual(upTo(6, 36));
    pipe.drain();
    await quiet();
    // It is live, and the history is not asked any more.
    clock.advance(20);
    publish(37);
    await settled();
    expect(pipe.ids).toEqual(upTo(6, 37));
    expect(reads).toEqual([
      [5, 35],
      [15, 35],
      [25, 35],
    ]);
  });

  it('ST4: of events that are still in memory needs no history', async () => {
    const { open, reads, publish } = makeHub({ seq: 3 });
    publish(...upTo(4, 60));
    const pipe = open('epoch.3');
    await quiet();
    expect([pipe.ids, reads]).toEqual([upTo(4, 60), []]);
    expect(pipe.events.filter(({ id }) => id !== undefined).at(-1)!.id).toBe('epoch.60');
    expect(pipe.parser.lastEventId).toBe('epoch.60');
  });

  it('ST4: of the head is told nothing, and goes on', async () => {
    const { open, publish, reads } = makeHub({ seq: 3 });
    const pipe = open('epoch.3');
    await quiet();
    publish(4);
    await settled();
    expect([pipe.ids, reads, pipe.named('resync')]).toEqual([[4], [], []]);
  });

  it.each([
    ['', 'malformed'],
    ['what', 'malformed'],
    ['other.3', 'unknown_epoch'],
    ['epoch.21', 'future'],
    ['epoch.9', 'evicted'],
  ])('ST4: %j is told first of all to begin again: %s', async (cursor, reason) => {
    const { hub, open, publish } = makeHub({ seq: 20, replayLimit: 10 });
    const pipe = open(cursor);
    await quiet();
    expect(pipe.events.map(({ event }) => event)).toEqual(['resync', 'hb']);
    expect(pipe.events[0]).toMatchObject({ id: 'epoch.20', data: JSON.stringify({ reason, head: 'epoch.20' }) });
    expect(pipe.parser.lastEventId).toBe('epoch.20');
    expect(hub.counters.misses).toBe(1);
    publish(21);
    await settled();
    expect(pipe.ids).toEqual([21]);
  });

  it('ST3: of an event told again is that of the epoch that wrote it', async () => {
    const epochs = [
      { epoch: 'old', beganAt: 0 },
      { epoch: 'new', beganAt: 12 },
    ];
    const { open, publish } = makeHub({ seq: 12, epochs });
    const pipe = open('old.10');
    await quiet();
    publish(13);
    await settled();
    expect(pipe.events.flatMap(({ id }) => id ?? [])).toEqual(['old.11', 'old.12', 'new.13']);
  });

  it('ST4: brought by many at once has the history read once', async () => {
    const { open, reads } = makeHub({ seq: 30, page: 100 });
    const pipes = Array.from({ length: 50 }, () => open('epoch.0'));
    await quiet();
    for (const pipe of pipes) expect(pipe.ids).toEqual(upTo(1, 30));
    expect(reads).toEqual([[0, 30]]);
  });

  it('ST4: that cannot be read after all has the reader begin anew, and not come back for ever', async () => {
    const { hub, open, publish, store, clock, warnings } = makeHub({ seq: 5 });
    store.writesBetween = () => Promise.reject(new Error('no disk'));
    const pipe = open('epoch.0');
    await quiet();
    expect([pipe.isDestroyed, hub.counters.misses, warnings]).toEqual([false, 1, [{ reason: 'Error: no disk' }]]);
    expect(pipe.parser.lastEventId).toBe('epoch.5');
    publish(6);
    await quiet();
    clock.advance(20);
    expect(pipe.ids).toEqual([6]);
  });
});

describe('ST5: an event that was not announced', () => {
  it('is noticed with the next one, and everyone is told both, in their order', async () => {
    const { clock, open, publish } = makeHub();
    const pipes = [open(), open()];
    await quiet();
    publish(1);
    publish(3);
    await quiet();
    clock.advance(20);
    for (const pipe of pipes) expect(pipe.ids).toEqual([1, 2, 3]);
    publish(4);
    await quiet();
    publish(9);
    clock.advance(20);
    await quiet();
    for (const pipe of pipes) expect(pipe.ids).toEqual(upTo(1, 9));
    expect(pipes[0]!.parser.lastEventId).toBe('epoch.9');
  });

  it('is told to those who are behind, too, and to those who come meanwhile', async () => {
    const { clock, open, publish } = makeHub({ seq: 20, page: 3 });
    const late = open('epoch.0', new FakePipe(true));
    publish(21, 23);
    const later = open('epoch.15');
    publish(26);
    for (let turn = 0; turn < 30; turn += 1) {
      late.drain();
      await quiet(4);
      clock.advance(20);
    }
    expect(late.ids).toEqual(upTo(1, 26));
    expect(later.ids).toEqual(upTo(16, 26));
  });
});

describe('PR8: what stands', () => {
  it('is told to those who are behind as it happens, and once', async () => {
    const { hub, clock, open } = makeHub({ seq: 30, page: 5 });
    const pipe = open('epoch.0', new FakePipe(true));
    for (let viewing = 1; viewing <= 40; viewing += 1) {
      hub.notify('presence', presence('/a', viewing), { key: '/a', isOver: false });
      pipe.drain();
      await quiet(2);
      clock.advance(5);
    }
    clock.advance(20);
    expect(pipe.named('presence')).toEqual(upTo(1, 40).map((viewing) => presence('/a', viewing)));
    expect(pipe.ids).toEqual(upTo(1, 30));
  });
});
