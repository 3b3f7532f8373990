import { SearchLine } from '../../../apps/api/src/search/search-line.ts';

/** Work that ends when it is told to. */
class Work {
  readonly begun: string[] = [];
  readonly #ends = new Map<string, (result: string) => void>();

  for(name: string): (signal: AbortSignal) => Promise<string> {
    return (signal) => {
      this.begun.push(name);
      return new Promise((resolve, reject) => {
        this.#ends.set(name, resolve);
        signal.addEventListener('abort', () => {
          // As the finder does: with the reason it was given.
          reject(signal.reason as Error);
        });
      });
    };
  }

  end(name: string): void {
    this.#ends.get(name)?.(`found ${name}`);
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const patient = (): AbortSignal => new AbortController().signal;
const left = new Error('left');

describe('the line of searches', () => {
  let work: Work;
  let line: SearchLine<string>;

  beforeEach(() => {
    work = new Work();
    line = new SearchLine();
  });

  it('lets one go after the other, also after one that failed', async () => {
    const gone = new AbortController();
    const first = line.run('a', gone.signal, work.for('a'));
    const second = line.run('b', patient(), work.for('b'));
    await turn();
    expect(work.begun).toEqual(['a']);
    gone.abort(left);
    await expect(first).rejects.toBe(left);
    await turn();
    expect(work.begun).toEqual(['a', 'b']);
    work.end('b');
    expect(await second).toBe('found b');
    expect(line.length).toBe(0);
  });

  it('gives all who ask the same one search, and the next one a new one', async () => {
    const asked = [1, 2, 3].map(() => line.run('a', patient(), work.for('a')));
    await turn();
    work.end('a');
    expect(await Promise.all(asked)).toEqual(['found a', 'found a', 'found a']);
    const again = line.run('a', patient(), work.for('a'));
    await turn();
    work.end('a');
    await again;
    expect(work.begun).toEqual(['a', 'a']);
  });

  it('goes on while anybody waits, and ends when nobody does', async () => {
    const [one, other] = [new AbortController(), new AbortController()];
    const asked = [one, other].map(({ signal }) => line.run('a', signal, work.for('a')));
    const ends = Promise.allSettled(asked);
    await turn();
    one.abort(left);
    await turn();
    expect(line.length).toBe(1);
    other.abort(left);
    expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('never begins what everyone has left meanwhile, and lets nobody join it', async () => {
    const first = line.run('a', patient(), work.for('a'));
    const gone = new AbortController();
    const second = line.run('b', gone.signal, work.for('b'));
    gone.abort(left);
    const third = line.run('b', patient(), work.for('b again'));
    await turn();
    work.end('a');
    await first;
    await expect(second).rejects.toBe(left);
    await turn();
    work.end('b again');
    expect(await third).toBe('found b again');
    expect(work.begun).toEqual(['a', 'b again']);
  });

  it('takes nothing from whoever has left before', async () => {
    await expect(line.run('a', AbortSignal.abort(left), work.for('a'))).rejects.toBe(left);
    expect([work.begun, line.length]).toEqual([[], 0]);
  });
});
