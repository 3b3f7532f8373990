import { FrozenResults, type Found } from '../../../apps/api/src/browse/frozen-results.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const minutes = 60_000;

function found(rows: Uint32Array): Found {
  const query = { path: '/', recursive: true, sort: { key: 'name', dir: 'asc' } } as const;
  return { rows, isPartial: false, query, since: { labels: 0, rows: 0, values: 0, activity: 0 } };
}

describe('frozen results', () => {
  it('are shared by equal questions', () => {
    const results = new FrozenResults(new FakeClock());
    const made = results.keep('question', found(Uint32Array.of(1, 2)));
    expect(results.findByKey('question')).toBe(made);
    expect(results.findByKey('another')).toBeUndefined();
  });

  it('are forgotten 15 minutes after their last use, not after their first', () => {
    const clock = new FakeClock();
    const results = new FrozenResults(clock);
    const { id } = results.keep('question', found(Uint32Array.of(1)));
    clock.advance(14 * minutes);
    expect(results.find(id)).toBeDefined();
    clock.advance(14 * minutes);
    results.prune();
    expect(results.find(id)).toBeDefined();
    clock.advance(16 * minutes);
    results.prune();
    expect(results.find(id)).toBeUndefined();
    expect(results.findByKey('question')).toBeUndefined();
  });

  it('give way to newer ones when there are too many, the longest unused first', () => {
    const results = new FrozenResults(new FakeClock(), 11_000);
    const rows = new Uint32Array(1000);
    const first = results.keep('1', found(rows));
    const second = results.keep('2', found(rows));
    results.find(first.id);
    results.keep('3', found(rows));
    expect(results.find(second.id)).toBeUndefined();
    expect(results.find(first.id)).toBeDefined();
  });

  it.each([
    ['long questions that find nothing', 300, 'x'.repeat(10_000)],
    ['any number of short ones', 10_000, ''],
  ])('BR3: take no more memory than they may, also %s', (_, count, words) => {
    const results = new FrozenResults(new FakeClock(), 1_000_000);
    for (let at = 0; at < count; at += 1) results.keep(`${String(at)}${words}`, found(new Uint32Array(0)));
    expect([results.size < count / 3, results.size > 10]).toEqual([true, true]);
  });

  it('keep the newest even when it alone is too large', () => {
    const results = new FrozenResults(new FakeClock(), 10);
    expect(results.find(results.keep('1', found(new Uint32Array(100))).id)).toBeDefined();
  });
});
