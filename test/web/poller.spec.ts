import { Poller } from '../../apps/web/src/app/sync/poller.ts';
import { FakeClock, settled } from './support/fake-clock.ts';

class FakePage {
  visible = true;
  private readonly listeners: (() => void)[] = [];
  isVisible = (): boolean => this.visible;
  onChange = (then: () => void): (() => void) => {
    this.listeners.push(then);
    return () => undefined;
  };
  turn(visible: boolean): void {
    this.visible = visible;
    for (const then of this.listeners) then();
  }
}

describe('the poller', () => {
  test('UI13 asks as often as the work says, one at a time', async () => {
    const clock = new FakeClock();
    let running = 0;
    let most = 0;
    let turns = 0;
    const poller = new Poller(
      async () => {
        most = Math.max(most, ++running);
        turns += 1;
        await settled();
        running -= 1;
        return 1000;
      },
      clock,
      new FakePage(),
    );
    poller.start();
    for (let i = 0; i < 10; i++) await clock.pass(1000);
    poller.hurry();
    poller.hurry();
    await clock.pass(0);
    expect(most).toBe(1);
    expect(turns).toBeGreaterThanOrEqual(9);
    expect(turns).toBeLessThanOrEqual(13);
  });

  test('UI13 comes back later and later while it fails, and at once to its pace when it works', async () => {
    const clock = new FakeClock();
    const times: number[] = [];
    let isAway = true;
    const poller = new Poller(
      () => {
        times.push(clock.now);
        return isAway ? Promise.reject(new Error('away')) : Promise.resolve(1000);
      },
      clock,
      new FakePage(),
    );
    poller.start();
    await clock.pass(200_000);
    const pauses = times.slice(1).map((time, i) => time - (times[i] ?? 0));
    expect(pauses.slice(0, 5)).toEqual([1000, 2000, 4000, 8000, 16_000]);
    expect(Math.max(...pauses)).toBe(30_000);
    isAway = false;
    await clock.pass(30_000);
    times.length = 0;
    await clock.pass(5000);
    expect(times.length).toBeGreaterThanOrEqual(4);
  });

  test('UI13 a hidden page asks nothing, and asks at once when it is seen again', async () => {
    const clock = new FakeClock();
    const page = new FakePage();
    let turns = 0;
    const poller = new Poller(() => Promise.resolve((turns++, 1000)), clock, page);
    poller.start();
    await clock.pass(0);
    page.turn(false);
    await clock.pass(60_000);
    expect(turns).toBe(1);
    page.turn(true);
    await settled();
    expect(turns).toBe(2);
  });
});
