import type { LiveFrame } from '../../apps/web/src/app/sync/hub-protocol.ts';
import { LiveLine } from '../../apps/web/src/app/sync/live-line.ts';
import { FakeClock } from './support/fake-clock.ts';
import { ada, hb, presence } from './support/hub-parts.ts';
import { TestDoor } from './support/test-door.ts';

describe('the line of a tab, where it breaks', () => {
  const begin = () => {
    const clock = new FakeClock();
    const door = new TestDoor();
    return { clock, door, line: new LiveLine(door, clock) };
  };
  const live = { kind: 'status', status: 'live' } as const;

  test('B33 UI13: a worker that seems to have died is asked, and started anew when it says nothing', async () => {
    const { clock, door, line } = begin();
    line.hello(ada, 'Ada');
    // Not heard of yet: that is waited for in any case.
    door.last.doubted();
    await clock.pass(3000);
    expect(door.opened).toHaveLength(1);
    door.last.heard(live);
    door.last.doubted();
    expect(door.last.sent.at(-1)).toEqual({ kind: 'ping' });
    door.last.heard(live);
    await clock.pass(5000);
    expect(door.opened).toHaveLength(1);
    door.last.doubted();
    await clock.pass(1500);
    expect(door.opened.map(({ isShared, isClosed }) => [isShared, isClosed])).toEqual([
      [true, true],
      [true, false],
    ]);
    door.opened[0]?.doubted();
    expect(door.last.sent.map(({ kind }) => kind)).toEqual(['hello']);
  });

  test('B33 UI13: where the browser does not tell, the death of a worker is noticed within 5 s', async () => {
    const { clock, door, line } = begin();
    door.isWatched = false;
    line.hello(ada, 'Ada');
    for (let second = 0; second < 60; second++) {
      door.last.heard(live);
      await clock.pass(1000);
    }
    expect(door.opened).toHaveLength(1);
    await clock.pass(4000);
    expect(door.opened.map(({ isShared }) => isShared)).toEqual([true, true]);
  });

  describe('UI13: what is written while no stream tells it', () => {
    /** What is told from now on. */
    const listen = (line: LiveLine): string[] => {
      const events: string[] = [];
      line.frames$.subscribe(({ event }) => events.push(event));
      return events;
    };
    const frame = (door: TestDoor, ...frames: LiveFrame[]): void => {
      for (const each of frames) door.last.heard({ kind: 'frame', frame: each });
    };

    test('before the first, is read again; where nothing was, nothing is', () => {
      for (const [head, events] of [
        ['e.5', ['hb']],
        ['f.4', ['hb']],
        ['e.6', ['resync', 'hb']],
        ['nonsense', ['resync', 'hb']],
      ] as const) {
        const { door, line } = begin();
        const told = listen(line);
        line.noteRead('e.7');
        line.noteRead('e.5');
        line.hello(ada, 'Ada');
        frame(door, hb('s1', 'store', head));
        expect([head, told]).toEqual([head, events]);
      }
    });

    test('and that an answer does not know which comes after the stream began, too', () => {
      const { door, line } = begin();
      const told = listen(line);
      line.hello(ada, 'Ada');
      frame(door, hb('s1', 'store', 'e.6'));
      line.noteRead('e.6');
      expect(told).toEqual(['hb']);
      line.noteRead('e.5');
      expect(told).toEqual(['hb', 'resync']);
    });

    test('after a worker has died, is read again', async () => {
      const { clock, door, line } = begin();
      line.hello(ada, 'Ada');
      frame(door, hb('s1', 'store', 'e.1'), { ...presence('/a', 1), id: 'e.2' });
      const told = listen(line);
      told.length = 0;
      for (const [head, events] of [
        ['e.2', ['hb']],
        ['e.3', ['resync', 'hb']],
      ] as const) {
        door.last.doubted();
        await clock.pass(1500);
        frame(door, hb('s2', 'store', head), hb('s2', 'store', 'e.9'), hb('s2', 'store', head));
        expect(told.splice(0)).toEqual([...events, 'hb', 'hb']);
      }
    });
  });
});
