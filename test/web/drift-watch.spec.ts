import { signal } from '@angular/core';
import type { BrowseQuery, Drift } from '#contracts';
import { Failure } from '../../apps/web/src/app/api/failure.ts';
import { driftWords } from '../../apps/web/src/app/gallery/drift-pill.ts';
import { DriftWatch } from '../../apps/web/src/app/state/drift-watch.ts';
import type { Shown } from '../../apps/web/src/app/state/gallery-store.ts';
import { FakeClock } from './support/fake-clock.ts';

class Bench {
  readonly clock = new FakeClock();
  readonly asked: string[] = [];
  drift: Drift | Promise<Drift> | Failure = { no_longer_match: 0, newly_match: 0 };
  again = 0;
  private readonly current = signal<Shown | null>(null);
  readonly watch = new DriftWatch(
    {
      shown: this.current.asReadonly(),
      again: () => {
        this.again += 1;
        return Promise.resolve();
      },
    },
    (result) => {
      this.asked.push(result);
      return this.drift instanceof Failure ? Promise.reject(this.drift) : Promise.resolve(this.drift);
    },
    this.clock,
  );

  show(result: string, more: Partial<BrowseQuery> = {}): void {
    const query: BrowseQuery = { path: '/', recursive: true, sort: { key: 'name', dir: 'asc' }, ...more };
    // Only what is looked at here.
    this.current.set({ result, query } as unknown as Shown);
  }

  async rest(): Promise<void> {
    await this.clock.pass(500);
    await Promise.resolve();
    await Promise.resolve();
  }
}

const unrated = { filters: { and: [{ stars: { in: [null] } }] } };

describe('UI5: what has moved on', () => {
  test('is asked once for many stars in a row, and told', async () => {
    const bench = new Bench();
    bench.show('r1', unrated);
    bench.drift = { no_longer_match: 300, newly_match: 2 };
    for (let star = 0; star < 300; star++) bench.watch.noteWrite();
    expect(bench.asked).toEqual([]);
    await bench.rest();
    expect(bench.asked).toEqual(['r1']);
    expect(bench.watch.moved()).toEqual({ gone: 300, added: 2, isReordered: false });
    await bench.watch.apply();
    bench.show('r2', unrated);
    expect([bench.again, bench.watch.moved()]).toEqual([1, null]);
  });

  test('an answer that another has overtaken is not believed', async () => {
    const bench = new Bench();
    bench.show('r1', unrated);
    const [early, late] = [Promise.withResolvers<Drift>(), Promise.withResolvers<Drift>()];
    bench.drift = early.promise;
    const first = bench.watch.look();
    bench.drift = late.promise;
    const second = bench.watch.look();
    late.resolve({ no_longer_match: 3, newly_match: 0 });
    await second;
    early.resolve({ no_longer_match: 2, newly_match: 0 });
    await first;
    expect(bench.watch.moved()?.gone).toBe(3);
  });

  test('is not asked where labels decide nothing', async () => {
    const bench = new Bench();
    bench.show('r1');
    bench.watch.noteWrite();
    await bench.rest();
    await bench.watch.look();
    expect([bench.asked, bench.watch.moved()]).toEqual([[], null]);
  });

  test('an order by stars is known to have changed, though nothing came or went', async () => {
    const bench = new Bench();
    bench.show('r1', { sort: { key: 'star', dir: 'desc' } });
    expect(bench.watch.moved()).toBeNull();
    bench.watch.noteWrite();
    await bench.rest();
    expect(bench.watch.moved()).toEqual({ gone: 0, added: 0, isReordered: true });
  });

  test('an answer for a result that is not shown any more is worth nothing', async () => {
    const bench = new Bench();
    bench.show('r1', unrated);
    bench.drift = { no_longer_match: 1, newly_match: 0 };
    const looking = bench.watch.look();
    bench.show('r2', unrated);
    await looking;
    expect(bench.watch.moved()).toBeNull();
  });

  test('a result that is not kept any more is asked for again; a server that is away is not', async () => {
    const bench = new Bench();
    bench.show('r1', unrated);
    bench.drift = new Failure('offline', 'away');
    await bench.watch.look();
    expect(bench.again).toBe(0);
    bench.drift = new Failure('refused', 'gone', 410, 'result_expired');
    await bench.watch.look();
    expect(bench.again).toBe(1);
  });

  test.each([
    [{ gone: 3, added: 12, isReordered: false }, '3 no longer match · 12 new'],
    [{ gone: 1, added: 0, isReordered: true }, '1 no longer matches'],
    [{ gone: 0, added: 1200, isReordered: false }, '1,200 new'],
    [{ gone: 0, added: 0, isReordered: true }, 'The order has changed'],
  ])('%j is said as %s', (moved, words) => {
    expect(driftWords(moved)).toBe(words);
  });
});
