import { SingleFlight } from '../../../apps/api/src/shared/single-flight.ts';

describe('single flight', () => {
  it('F17: does work for a key once, however many ask meanwhile, and again for those who ask later', async () => {
    const flights = new SingleFlight<number>();
    let runs = 0;
    const work = async (): Promise<number> => {
      await Promise.resolve();
      return ++runs;
    };
    expect(await Promise.all([flights.run('a', work), flights.run('a', work), flights.run('a', work)])).toEqual([
      1, 1, 1,
    ]);
    expect(await flights.run('a', work)).toBe(2);
  });

  it('never answers with work that began before the question, and shares what began after it', async () => {
    const flights = new SingleFlight<number>();
    let runs = 0;
    const work = async (): Promise<number> => {
      const run = ++runs;
      await new Promise((resolve) => setImmediate(resolve));
      return run;
    };
    const answers = [
      flights.run('a', work),
      flights.runAnew('a', work),
      flights.runAnew('a', work),
      flights.run('a', work),
    ];
    expect(await Promise.all(answers)).toEqual([1, 2, 2, 1]);
    const failing = flights.run('b', () => Promise.reject(new Error('no')));
    const after = flights.runAnew('b', work);
    await expect(failing).rejects.toThrow('no');
    expect(await after).toBe(3);
  });

  it('does not keep a failure', async () => {
    const flights = new SingleFlight<number>();
    await expect(flights.run('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await flights.run('a', () => Promise.resolve(1))).toBe(1);
  });
});
