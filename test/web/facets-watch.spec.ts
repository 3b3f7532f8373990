import type { BrowseQuery, FacetsAnswer } from '#contracts';
import { FacetsWatch } from '../../apps/web/src/app/state/facets-watch.ts';
import { FakeClock } from './support/fake-clock.ts';

const query: BrowseQuery = { path: '/', recursive: true, sort: { key: 'name', dir: 'asc' } };

class Bench {
  readonly clock = new FakeClock();
  readonly asked: { readonly signal: AbortSignal; readonly answer: (total: number | null) => void }[] = [];
  readonly watch = new FacetsWatch(
    (_, signal) =>
      new Promise((found, fail) => {
        const answer = (total: number | null): void => {
          // Only the number is looked at here.
          if (total === null) fail(new Error('away'));
          else found({ total } as unknown as FacetsAnswer);
        };
        this.asked.push({ signal, answer });
      }),
    this.clock,
  );

  async settle(): Promise<void> {
    for (let turn = 0; turn < 4; turn++) await Promise.resolve();
  }
}

describe('UI20: live counts', () => {
  test('are asked for while somebody looks, and once for a burst of writes', async () => {
    const bench = new Bench();
    bench.watch.noteWrite();
    await bench.clock.pass(2000);
    expect(bench.asked).toHaveLength(0);
    bench.watch.look(query);
    bench.asked[0]?.answer(5);
    await bench.settle();
    for (let write = 0; write < 50; write++) bench.watch.noteWrite();
    await bench.clock.pass(800);
    expect(bench.asked).toHaveLength(2);
    bench.watch.leave();
    bench.watch.noteWrite();
    await bench.clock.pass(2000);
    expect(bench.asked).toHaveLength(2);
  });

  test('UI26: the last stay until their successors are there, and a late answer takes no place', async () => {
    const bench = new Bench();
    bench.watch.look(query);
    bench.asked[0]?.answer(5);
    await bench.settle();
    bench.watch.look({ ...query, path: '/a' });
    bench.watch.look({ ...query, path: '/b' });
    expect(bench.asked[1]?.signal.aborted).toBe(true);
    expect(bench.watch.facets()?.total).toBe(5);
    bench.asked[2]?.answer(7);
    await bench.settle();
    bench.asked[1]?.answer(9);
    await bench.settle();
    expect([bench.watch.facets()?.total, bench.watch.hasFailed()]).toEqual([7, false]);
  });

  test('come however fast others write: what is being counted is waited for, and then counted again', async () => {
    const bench = new Bench();
    bench.watch.look(query);
    for (let write = 0; write < 5; write++) {
      bench.watch.noteWrite();
      await bench.clock.pass(800);
    }
    expect(bench.asked.map(({ signal }) => signal.aborted)).toEqual([false]);
    bench.asked[0]?.answer(5);
    await bench.settle();
    expect(bench.watch.facets()?.total).toBe(5);
    await bench.clock.pass(800);
    expect(bench.asked).toHaveLength(2);
    bench.asked[1]?.answer(6);
    await bench.settle();
    await bench.clock.pass(2000);
    expect([bench.watch.facets()?.total, bench.asked.length]).toEqual([6, 2]);
  });

  test('that were to be had again are not once nobody looks', async () => {
    const bench = new Bench();
    bench.watch.look(query);
    bench.watch.noteWrite();
    await bench.clock.pass(800);
    bench.watch.leave();
    bench.asked[0]?.answer(5);
    await bench.settle();
    await bench.clock.pass(2000);
    expect(bench.asked).toHaveLength(1);
  });

  test('that cannot be had are said to be so, and the last stay', async () => {
    const bench = new Bench();
    bench.watch.look(query);
    bench.asked[0]?.answer(5);
    await bench.settle();
    bench.watch.retry();
    bench.asked[1]?.answer(null);
    await bench.settle();
    expect([bench.watch.facets()?.total, bench.watch.hasFailed()]).toEqual([5, true]);
  });
});
