import { RunningKeys } from '../../../apps/api/src/persistence/running-keys.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { settled } from '../../support/store-double.ts';

interface Work {
  readonly run: () => Promise<string>;
  readonly end: (answer: string) => void;
  readonly fail: (error: Error) => void;
  readonly starts: () => number;
}

function work(): Work {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let starts = 0;
  const run = (): Promise<string> => {
    starts += 1;
    return promise;
  };
  return { run, end: resolve, fail: reject, starts: () => starts };
}

const inFlight = { code: 'idempotency_in_flight', details: { retryAfter: 1 } };

describe('requests under way', () => {
  it('IT8, A16: wait for the one with the same key, and only for that', async () => {
    const keys = new RunningKeys(new FakeClock());
    const [first, second, other] = [work(), work(), work()];
    const answers = [keys.run('a', first.run), keys.run('a', second.run), keys.run('b', other.run)];
    await settled();
    expect([first, second, other].map(({ starts }) => starts())).toEqual([1, 0, 1]);
    first.end('first');
    await settled();
    expect(second.starts()).toBe(1);
    second.end('second');
    other.end('other');
    expect(await Promise.all(answers)).toEqual(['first', 'second', 'other']);
  });

  it('IT8: wait for 2 s, then are told to come again', async () => {
    const clock = new FakeClock();
    const keys = new RunningKeys(clock);
    const [first, second] = [work(), work()];
    const answer = keys.run('a', first.run);
    const refusal = expect(keys.run('a', second.run)).rejects.toMatchObject(inFlight);
    let isRefused = false;
    void refusal.then(() => (isRefused = true));
    clock.advance(1999);
    await settled();
    expect(isRefused).toBe(false);
    clock.advance(1);
    await refusal;
    expect(second.starts()).toBe(0);
    first.end('first');
    expect(await answer).toBe('first');
    // Whoever waited and gave up is not in the way.
    second.end('second');
    expect(await keys.run('a', second.run)).toBe('second');
  });

  it('IT8: wait for one another in turn, and 2 s in all', async () => {
    const clock = new FakeClock();
    const keys = new RunningKeys(clock);
    const works = [work(), work(), work()];
    const answers = works.map(({ run }) => keys.run('a', run));
    const last = expect(answers[2]).rejects.toMatchObject(inFlight);
    clock.advance(1500);
    works[0]!.end('0');
    await settled();
    expect(works.map(({ starts }) => starts())).toEqual([1, 1, 0]);
    clock.advance(500);
    await last;
    works[1]!.end('1');
    expect(await answers[1]).toBe('1');
  });

  it('A21: go on when the one before them failed', async () => {
    const keys = new RunningKeys(new FakeClock());
    const [first, second] = [work(), work()];
    const failing = expect(keys.run('a', first.run)).rejects.toThrow('disk');
    const answer = keys.run('a', second.run);
    first.fail(new Error('disk'));
    await failing;
    second.end('second');
    expect(await answer).toBe('second');
  });

  it('leave nothing behind', async () => {
    const clock = new FakeClock();
    const keys = new RunningKeys(clock);
    for (let times = 0; times < 3; times += 1) expect(await keys.run('a', () => Promise.resolve(times))).toBe(times);
    await expect(keys.run('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await keys.run('a', () => Promise.resolve(7))).toBe(7);
  });
});
