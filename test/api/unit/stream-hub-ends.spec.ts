import { FakePipe, makeHub, numbered, quiet } from '../../support/stream-hubs.ts';
import { settled } from '../../support/store-double.ts';

const note = (bytes: number) => ({ gallery_id: '/', percent: 1, message: 'x'.repeat(bytes) });

describe('ST8: a reader that does not read', () => {
  it('is cut before more than 1 MiB waits for it, and counted; others never notice', async () => {
    const { hub, clock, open, announced } = makeHub();
    const [stuck, well] = [open(undefined, new FakePipe(true)), open()];
    stuck.drain();
    await quiet();
    for (let count = 1; count <= 10; count += 1) {
      hub.notify('metrics-progress', note(100_000));
      clock.advance(20);
      await settled();
      expect([count, stuck.isDestroyed]).toEqual([count, false]);
    }
    hub.notify('metrics-progress', note(100_000));
    clock.advance(20);
    await settled();
    expect(stuck.isDestroyed).toBe(true);
    expect(stuck.writableLength).toBeLessThanOrEqual(1024 * 1024);
    expect([hub.size, hub.counters.dropped, well.named('metrics-progress').length]).toEqual([1, 1, 11]);
    expect(announced.of('stream-closed')).toEqual([{ streamId: stuck.stream.id }]);
  });

  it('is cut when anything has waited 10 s for it', async () => {
    const { hub, open, publish, pass, announced } = makeHub();
    const [stuck, well] = [open(undefined, new FakePipe(true)), open()];
    stuck.drain();
    await quiet();
    await pass(14);
    publish(1);
    await settled();
    await pass(9);
    expect(stuck.isDestroyed).toBe(false);
    await pass(1);
    expect([stuck.isDestroyed, well.isDestroyed, hub.counters.dropped]).toEqual([true, false, 1]);
    expect(announced.of('stream-closed')).toEqual([{ streamId: stuck.stream.id }]);
  });

  it('is cut after half a minute while it is behind: a page goes out in steps', async () => {
    const { hub, open, pass } = makeHub({ seq: 100 });
    const [behind, silent] = [open('epoch.0', new FakePipe(true)), open(undefined, new FakePipe(true))];
    behind.drain();
    await quiet();
    await pass(29);
    expect([behind.isDestroyed, silent.isDestroyed]).toEqual([false, false]);
    await pass(2);
    expect([behind.isDestroyed, silent.isDestroyed, hub.size]).toEqual([true, true, 0]);
  });

  it('but now and then does, is not cut, and comes after', async () => {
    const { open, pass } = makeHub({ seq: 100, page: 5 });
    const slow = open('epoch.0', new FakePipe(true));
    for (let turn = 0; turn < 25; turn += 1) {
      await pass(9);
      slow.drain();
      await quiet();
    }
    expect([slow.isDestroyed, slow.ids]).toEqual([false, Array.from({ length: 100 }, (_, at) => at + 1)]);
  });

  it('is told 1 MiB and more of what it missed, when it takes that in', async () => {
    const { hub, store, open } = makeHub({ seq: 5 });
    const large = { ...numbered(1).event, notes: 'x'.repeat(3 * 1024 * 1024) };
    store.writesBetween = (after) =>
      Promise.resolve([
        { seq: after + 1, name: 'item-updated', data: JSON.stringify({ ...large, event_id: after + 1 }) },
      ]);
    const pipe = open('epoch.0');
    await quiet();
    expect([pipe.ids, pipe.isDestroyed, hub.counters.dropped]).toEqual([[1, 2, 3, 4, 5], false, 0]);
  });
});

describe('ST9: a stream', () => {
  it('ends between four fifths of its lifetime and all of it, with a goodbye', async () => {
    const { hub, open, pass, announced } = makeHub({ lifetimeMs: 100_000 });
    const pipes = Array.from({ length: 200 }, () => open());
    await pass(79);
    expect(hub.size).toBe(200);
    await pass(10);
    expect([hub.size > 40, hub.size < 160]).toEqual([true, true]);
    await pass(12);
    expect(hub.size).toBe(0);
    for (const pipe of pipes) {
      expect([pipe.isEnded, pipe.isDestroyed, pipe.tooLate]).toEqual([true, true, 0]);
      expect(pipe.events.at(-1)).toMatchObject({ event: 'bye', data: '{"reason":"lifetime"}' });
      expect(pipe.parser.retryMs).toBe(100);
    }
    expect(hub.counters.dropped).toBe(0);
    expect(new Set(announced.of('stream-closed').map(({ streamId }) => streamId)).size).toBe(200);
    expect(announced.all).toHaveLength(200);
  });

  it('ends with the server, which spreads the return of many over 10 s', async () => {
    const { hub, clock, open, publish } = makeHub();
    const pipes = Array.from({ length: 1000 }, () => open());
    await quiet();
    publish(1, 2);
    const ended = hub.endAll();
    expect(hub.isOver).toBe(true);
    await quiet();
    for (const pipe of pipes) {
      // Nothing that happened is kept from it.
      expect(pipe.ids).toEqual([1, 2]);
      expect(pipe.events.at(-1)).toMatchObject({ event: 'bye', data: '{"reason":"shutdown"}' });
      pipe.destroy();
    }
    const waits = pipes.map(({ parser }) => parser.retryMs!);
    // Not before it can be there again.
    expect([Math.min(...waits) >= 3000, Math.max(...waits) <= 13_000]).toEqual([true, true]);
    for (let second = 0; second < 10; second += 1) {
      const inIt = waits.filter((wait) => wait >= 3000 + second * 1000 && wait < 4000 + second * 1000);
      expect(inIt.length).toBeLessThan(200);
    }
    clock.advance(10);
    await ended;
    expect([hub.size, clock.monotonic()]).toEqual([0, 1010]);
  });

  it('does not hold the server when it does not read: it is cut a second later', async () => {
    const { hub, clock, open, announced } = makeHub();
    const stuck = open(undefined, new FakePipe(true));
    let isOver = false;
    const ended = hub.endAll().then(() => (isOver = true));
    for (let waited = 0; waited < 990; waited += 10) {
      clock.advance(10);
      await settled();
    }
    expect([isOver, stuck.isDestroyed]).toEqual([false, false]);
    clock.advance(10);
    await ended;
    expect(stuck.isDestroyed).toBe(true);
    expect(announced.of('stream-closed')).toEqual([{ streamId: stuck.stream.id }]);
  });

  it('is told nothing after the goodbye, whatever it waited for', async () => {
    let answer: () => void = () => undefined;
    const delay = () => new Promise<void>((resolve) => (answer = resolve));
    const { hub, open, publish } = makeHub({ seq: 50, delay });
    const [reading, untaken, live] = [open('epoch.0'), open('epoch.50', new FakePipe(true)), open()];
    await quiet();
    void hub.endAll();
    answer();
    untaken.drain();
    publish(51, 60);
    hub.notify('metrics-progress', note(1));
    hub.sweep();
    await quiet();
    for (const pipe of [reading, untaken, live]) {
      expect([pipe.tooLate, pipe.events.at(-1)!.event]).toEqual([0, 'bye']);
    }
  });
});

describe('PR9, ST9: that a stream has closed', () => {
  it('is announced exactly once, however it came about', async () => {
    const { hub, open, pass, announced, publish } = makeHub({ seq: 30, lifetimeMs: 40_000 });
    const pipes = ['epoch.0', 'epoch.30', 'bad', undefined].flatMap((cursor) => [
      open(cursor),
      open(cursor, new FakePipe(true)),
    ]);
    await quiet();
    // Two go by themselves; the others are cut, or end for their age.
    pipes[0]!.destroy();
    pipes[2]!.destroy();
    publish(31);
    await pass(60);
    for (const pipe of pipes) hub.close(pipe.stream);
    for (const pipe of pipes) pipe.destroy();
    const closed = announced.of('stream-closed').map(({ streamId }) => streamId);
    expect(closed.sort()).toEqual(pipes.map(({ stream }) => stream.id).sort());
    expect(hub.size).toBe(0);
  });

  it('leaves nothing that would be written to', async () => {
    const { hub, open, publish, pass } = makeHub({ seq: 30 });
    const pipe = open('epoch.0', new FakePipe(true));
    pipe.destroy();
    const { writes } = pipe;
    publish(31, 35);
    hub.notify('metrics-progress', note(1));
    await pass(30);
    expect([pipe.writes, hub.size]).toEqual([writes, 0]);
  });
});

describe('PR11: which events can be told again', () => {
  it('is known by their first and last', () => {
    expect(makeHub().hub.replayable).toEqual({ oldest: 1, newest: 0 });
    expect(makeHub({ seq: 5 }).hub.replayable).toEqual({ oldest: 1, newest: 5 });
    const { hub, publish, open } = makeHub({ seq: 5, replayLimit: 3 });
    publish(6);
    expect(hub.replayable).toEqual({ oldest: 4, newest: 6 });
    open('epoch.3');
    expect(hub.counters.misses).toBe(0);
    open('epoch.2');
    expect(hub.counters.misses).toBe(1);
    expect(makeHub({ seq: 5, replayLimit: 0 }).hub.replayable).toEqual({ oldest: 6, newest: 5 });
  });

  it('ST10: there is room for 2,000 streams', () => {
    const { hub, open } = makeHub();
    for (let count = 0; count < 1999; count += 1) open();
    expect(hub.isFull).toBe(false);
    const last = open();
    expect(hub.isFull).toBe(true);
    expect(hub.limitFor({ person: null, mayStay: () => true })).toBe('streams');
    last.destroy();
    expect(hub.isFull).toBe(false);
  });
});

describe('ST7: signs of life', () => {
  it('come no later than was asked, though the clock of upkeep is a little early or late', async () => {
    for (const heartbeatMs of [1000, 2000, 15_000]) {
      const { hub, clock, open } = makeHub({ heartbeatMs });
      const reader = open();
      await settled();
      const beats: number[] = [0];
      for (let second = 0; second < 60; second += 1) {
        clock.advance(second % 2 === 0 ? 999 : 1001);
        hub.sweep();
        if (reader.named('hb').length > beats.length) beats.push(clock.monotonic());
      }
      const gaps = beats.slice(1).map((beat, at) => beat - (beats[at] ?? 0));
      expect(Math.max(...gaps.slice(1))).toBeLessThanOrEqual(heartbeatMs + 1);
      expect(gaps.length).toBeGreaterThanOrEqual(Math.floor(60_000 / heartbeatMs) - 1);
    }
  });
});
