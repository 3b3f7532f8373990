import type { Stats, StatsCounting, StatsQuery } from '#contracts';
import { Failure } from '../../apps/web/src/app/api/failure.ts';
import { StatsWatch } from '../../apps/web/src/app/dashboard/stats-watch.ts';
import type { DashboardPlace } from '../../apps/web/src/app/state/dashboard-place.ts';
import { FakeClock } from './support/fake-clock.ts';

const place: DashboardPlace = { path: '/', text: '', chips: [], period: 'today', zone: null };

interface Asked {
  readonly query: StatsQuery;
  readonly signal: AbortSignal;
  readonly at: number;
  readonly answer: (total: number, more?: Partial<Stats>) => void;
  readonly count: (progress: number) => void;
  readonly fail: (error: Error) => void;
}

class Bench {
  readonly clock = new FakeClock();
  readonly asked: Asked[] = [];
  isVisible = true;
  readonly turned = new Set<() => void>();
  readonly watch = new StatsWatch(
    (query, signal) =>
      new Promise<Stats | StatsCounting>((found, fail) => {
        this.asked.push({
          ...{ query, signal, at: this.clock.now, fail },
          // Only the totals are looked at here.
          answer: (total, more = {}) => found({ items: { total, labelled: 0 }, partial: false, ...more } as Stats),
          count: (progress) => found({ status: 'counting', progress, retry_after_ms: 1000 }),
        });
      }),
    this.clock,
    {
      isVisible: () => this.isVisible,
      onChange: (then) => {
        this.turned.add(then);
        return () => this.turned.delete(then);
      },
    },
    'Europe/Berlin',
  );

  get last(): Asked {
    return this.asked.at(-1)!;
  }

  turn(): void {
    for (const then of this.turned) then();
  }

  async look(where = place): Promise<void> {
    this.watch.look(where);
    await this.clock.pass(0);
  }
}

describe('UI23: the numbers are kept current', () => {
  test('a burst of changes is asked for once in two seconds, one question at a time', async () => {
    const bench = new Bench();
    await bench.look();
    bench.last.answer(1);
    await bench.clock.pass(0);
    for (let change = 0; change < 100; change += 1) {
      bench.watch.noteChange();
      await bench.clock.pass(50);
      // The server takes its time with every other answer.
      if (change % 3 === 0) bench.last.answer(change);
    }
    const times = bench.asked.map(({ at }) => at);
    expect(times.length).toBeGreaterThan(2);
    for (const [at, time] of times.entries()) if (at > 0) expect(time - times[at - 1]!).toBeGreaterThanOrEqual(2000);
  });

  test('what was written while an answer was on its way is asked for after it', async () => {
    const bench = new Bench();
    await bench.look();
    bench.watch.noteChange();
    await bench.clock.pass(5000);
    expect(bench.asked).toHaveLength(1);
    bench.last.answer(1);
    await bench.clock.pass(10);
    expect(bench.asked).toHaveLength(2);
    bench.last.answer(2);
    await bench.clock.pass(10_000);
    expect([bench.asked.length, bench.watch.counted()?.stats.items.total]).toEqual([2, 2]);
  });

  test('UI26: the last numbers stay with their place until their successors are there; a late answer takes no place', async () => {
    const bench = new Bench();
    await bench.look();
    bench.last.answer(5);
    await bench.clock.pass(0);
    await bench.look({ ...place, path: '/a' });
    const late = bench.last;
    await bench.look({ ...place, path: '/b' });
    expect([late.signal.aborted, bench.watch.isWaiting(), bench.watch.counted()?.place.path]).toEqual([
      true,
      true,
      '/',
    ]);
    bench.last.answer(7);
    await bench.clock.pass(0);
    late.answer(9);
    await bench.clock.pass(0);
    const counted = bench.watch.counted();
    expect([bench.watch.isWaiting(), counted?.place.path, counted?.stats.items.total]).toEqual([false, '/b', 7]);
  });

  test('the history is being read: how far that is, and the question again as soon as the server says', async () => {
    const bench = new Bench();
    await bench.look();
    bench.last.count(0.25);
    await bench.clock.pass(0);
    expect([bench.watch.progress(), bench.watch.isWaiting()]).toEqual([0.25, true]);
    await bench.clock.pass(999);
    expect(bench.asked).toHaveLength(1);
    await bench.clock.pass(1);
    bench.last.answer(3);
    await bench.clock.pass(0);
    expect([bench.asked.length, bench.watch.progress(), bench.watch.isWaiting()]).toEqual([2, null, false]);
  });

  test('the server is away: the last numbers stay, it is asked again ever more rarely, and is believed when it is back', async () => {
    const bench = new Bench();
    await bench.look();
    bench.last.answer(5);
    await bench.clock.pass(0);
    bench.watch.noteChange();
    await bench.clock.pass(2000);
    for (const pause of [2000, 4000, 8000]) {
      bench.last.fail(new Failure('offline', 'The server cannot be reached.'));
      const before = bench.asked.length;
      await bench.clock.pass(pause - 1);
      expect(bench.asked).toHaveLength(before);
      expect([bench.watch.trouble()?.kind, bench.watch.counted()?.stats.items.total]).toEqual(['away', 5]);
      await bench.clock.pass(1);
      expect(bench.asked).toHaveLength(before + 1);
    }
    bench.last.answer(6);
    await bench.clock.pass(0);
    expect([bench.watch.trouble(), bench.watch.counted()?.stats.items.total]).toEqual([null, 6]);
  });

  test('numbers of one folder are never taken for those of another: dimmed while they may come, gone when none will', async () => {
    const bench = new Bench();
    const seen = (): unknown[] => [
      bench.watch.counted()?.place.path,
      bench.watch.isWaiting(),
      bench.watch.trouble()?.kind,
    ];
    await bench.look();
    bench.last.answer(5);
    await bench.clock.pass(0);
    await bench.look({ ...place, path: '/a' });
    bench.last.fail(new Failure('offline', 'The server cannot be reached.'));
    await bench.clock.pass(0);
    expect(seen()).toEqual(['/', true, 'away']);
    await bench.look();
    bench.last.fail(new Failure('offline', 'The server cannot be reached.'));
    await bench.clock.pass(0);
    expect(seen()).toEqual(['/', false, 'away']);
    await bench.look({ ...place, path: '/gone' });
    bench.last.fail(new Failure('refused', 'Not there.', 404));
    await bench.clock.pass(0);
    expect(seen()).toEqual([undefined, false, 'missing']);
  });

  test('a question that is wrong is not asked again; a folder that is not there, now and then', async () => {
    const bench = new Bench();
    await bench.look();
    bench.last.fail(new Failure('refused', 'A condition is wrong.', 400));
    await bench.clock.pass(600_000);
    expect([bench.asked.length, bench.watch.trouble()]).toEqual([1, { kind: 'wrong', says: 'A condition is wrong.' }]);
    await bench.look({ ...place, path: '/gone' });
    bench.last.fail(new Failure('refused', 'Not there.', 404));
    await bench.clock.pass(30_000);
    expect([bench.asked.length, bench.watch.trouble()?.kind]).toEqual([3, 'missing']);
  });

  test('however much is written meanwhile, a server that fails is asked ever more rarely; when it is back, soon', async () => {
    const bench = new Bench();
    await bench.look();
    for (const pause of [2000, 4000, 8000, 16_000]) {
      bench.last.fail(new Failure('server', 'Too much is asked at once.', 503));
      const before = bench.asked.length;
      for (let at = 0; at < pause - 100; at += 100) {
        bench.watch.noteChange();
        bench.turn();
        await bench.clock.pass(100);
      }
      expect([pause, bench.asked.length]).toEqual([pause, before]);
      await bench.clock.pass(100);
      expect(bench.asked).toHaveLength(before + 1);
    }
    bench.last.fail(new Failure('offline', 'The server cannot be reached.'));
    await bench.clock.pass(2000);
    const before = bench.asked.length;
    bench.watch.noteReturn();
    await bench.clock.pass(0);
    expect(bench.asked).toHaveLength(before + 1);
  });

  test('while the history is read, what is written asks no sooner than the server says', async () => {
    const bench = new Bench();
    await bench.look();
    for (let turn = 0; turn < 5; turn += 1) {
      bench.last.count(turn / 5);
      await bench.clock.pass(0);
      for (let change = 0; change < 9; change += 1) {
        bench.watch.noteChange();
        await bench.clock.pass(100);
      }
      expect(bench.asked).toHaveLength(turn + 1);
      await bench.clock.pass(100);
    }
    expect(bench.asked).toHaveLength(6);
  });

  test('a question that is wrong is not asked again for what is written', async () => {
    const bench = new Bench();
    await bench.look();
    bench.last.fail(new Failure('refused', 'A condition is wrong.', 400));
    for (let change = 0; change < 50; change += 1) {
      bench.watch.noteChange();
      bench.watch.noteReturn();
      bench.turn();
      await bench.clock.pass(1000);
    }
    expect(bench.asked).toHaveLength(1);
    await bench.look({ ...place, path: '/a' });
    expect(bench.asked).toHaveLength(2);
  });

  test('whoever leaves leaves nothing behind: no timer, and nobody who listens', async () => {
    const bench = new Bench();
    expect(bench.turned.size).toBe(0);
    await bench.look();
    await bench.look({ ...place, path: '/a' });
    bench.last.answer(1);
    await bench.clock.pass(0);
    expect([bench.turned.size, bench.clock.waiting]).toEqual([1, 1]);
    bench.watch.leave();
    expect([bench.turned.size, bench.clock.waiting]).toEqual([0, 0]);
  });

  test('nothing is asked while nobody sees the page, or looks at all', async () => {
    const bench = new Bench();
    await bench.look();
    bench.last.answer(1);
    bench.isVisible = false;
    bench.watch.noteChange();
    await bench.clock.pass(120_000);
    expect(bench.asked).toHaveLength(1);
    bench.isVisible = true;
    bench.turn();
    await bench.clock.pass(0);
    expect(bench.asked).toHaveLength(2);
    bench.watch.leave();
    expect(bench.last.signal.aborted).toBe(true);
    bench.watch.noteChange();
    bench.turn();
    await bench.clock.pass(120_000);
    expect(bench.asked).toHaveLength(2);
  });

  test('files come and go, and the day ends: it is asked every half minute, of the day that it is then', async () => {
    const bench = new Bench();
    await bench.look();
    expect(bench.last.query).toMatchObject({ path: '/', tz: 'Europe/Berlin', from: '2025-12-31T23:00:00.000Z' });
    bench.last.answer(1, { partial: true });
    await bench.clock.pass(3000);
    expect(bench.asked).toHaveLength(2);
    bench.last.answer(1);
    await bench.clock.pass(30_000);
    expect(bench.asked).toHaveLength(3);
    bench.clock.sleep(86_400_000);
    bench.last.answer(1);
    await bench.clock.pass(30_000);
    expect([bench.asked.length, bench.last.query.from]).toEqual([4, '2026-01-01T23:00:00.000Z']);
  });
});
