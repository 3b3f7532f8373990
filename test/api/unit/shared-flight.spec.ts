import { SharedFlight } from '../../../apps/api/src/shared/shared-flight.ts';

const left = new Error('left');

describe('a flight that is shared', () => {
  const told: AbortSignal[] = [];
  /** Ends when it is told to, with the reason; or else after a turn. */
  const work = (signal: AbortSignal): Promise<string> =>
    new Promise((resolve, reject) => {
      told.push(signal);
      setImmediate(() => (signal.aborted ? reject(signal.reason as Error) : resolve('done')));
    });

  beforeEach(() => {
    told.length = 0;
  });

  it('is one for all who ask for the same, and over for who comes later', async () => {
    const flights = new SharedFlight<string>();
    expect(await Promise.all(['a', 'a', 'b'].map((key) => flights.run(key, undefined, work)))).toEqual(['done', 'done', 'done']); // prettier-ignore
    await flights.run('a', undefined, work);
    expect([told.length, flights.length]).toEqual([3, 0]);
  });

  it('BR17: ends when all have left', async () => {
    const flights = new SharedFlight<string>();
    const [one, other] = [new AbortController(), new AbortController()];
    const waiting = [one, other].map(({ signal }) => flights.run('a', signal, work));
    one.abort(left);
    expect(told[0]!.aborted).toBe(false);
    other.abort(left);
    expect(told[0]!.aborted).toBe(true);
    // Who comes now does not get what ends.
    const late = flights.run('a', undefined, work);
    await expect(Promise.all(waiting)).rejects.toBe(left);
    expect(await late).toBe('done');
  });

  it('goes on for one who never leaves', async () => {
    const flights = new SharedFlight<string>();
    const one = new AbortController();
    const waiting = [flights.run('a', undefined, work), flights.run('a', one.signal, work)];
    one.abort(left);
    expect(await Promise.all(waiting)).toEqual(['done', 'done']);
  });

  it('is not begun for who has left already', async () => {
    await expect(new SharedFlight<string>().run('a', AbortSignal.abort(left), work)).rejects.toBe(left);
    expect(told).toEqual([]);
  });
});
