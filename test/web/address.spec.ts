import { Address } from '../../apps/web/src/app/state/address.ts';
import { start } from '../../apps/web/src/app/state/place.ts';
import { FakeClock } from './support/fake-clock.ts';

describe('the history', () => {
  function make(): { address: Address; written: string[]; clock: FakeClock } {
    const written: string[] = [];
    const clock = new FakeClock();
    const history = {
      write: (query: string, how: string) => written.push(`${how} ${query}`),
      back: () => written.push('back'),
    };
    const address = new Address(history, clock);
    return { address, written, clock };
  }

  test('a step is written at once, and its echo changes nothing', () => {
    const { address, written } = make();
    address.go({ path: '/a' });
    expect(written).toEqual(['push path=/a&sub=1&sort=name:asc']);
    address.correct({ image: '/a/1.jpg' });
    address.arrive({ ...start, path: '/a' });
    expect(address.place().image).toBe('/a/1.jpg');
  });

  test('UI6 running through images writes the address once, at the end', async () => {
    const { address, written, clock } = make();
    address.go({ image: '/0.jpg' });
    for (let i = 1; i <= 100; i++) {
      address.correct({ image: `/${i}.jpg` });
      await clock.pass(30);
    }
    expect(address.place().image).toBe('/100.jpg');
    await clock.pass(1000);
    expect(written).toEqual([
      expect.stringContaining('image=/0.jpg'),
      'replace path=/&sub=1&sort=name:asc&image=/100.jpg',
    ]);
  });

  test('UI20 where one rests is part of the address, of this list and of no other', async () => {
    const { address, written, clock } = make();
    address.go({ path: '/a' });
    for (let i = 1; i <= 50; i++) {
      address.rest(() => `/a/${i}.jpg`);
      await clock.pass(30);
    }
    await clock.pass(1000);
    address.rest(() => null);
    await clock.pass(1000);
    address.go({ path: '/b' });
    address.rest(() => '/b/1.jpg');
    address.arrive({ ...start, path: '/a', at: '/a/50.jpg' });
    await clock.pass(1000);
    expect(written).toEqual([
      'push path=/a&sub=1&sort=name:asc',
      'replace path=/a&sub=1&sort=name:asc&at=/a/50.jpg',
      'push path=/b&sub=1&sort=name:asc',
    ]);
    expect(address.place().at).toBe('/a/50.jpg');
  });

  test('going on right after a run writes the run first', () => {
    const { address, written } = make();
    address.go({ image: '/0.jpg' });
    address.correct({ image: '/7.jpg' });
    address.go({ image: null });
    expect(written.map((line) => line.replace(/ .*name:asc/, ''))).toEqual([
      'push&image=/0.jpg',
      'replace&image=/7.jpg',
      'push',
    ]);
  });

  test('back undoes what was not written yet as well', async () => {
    const { address, written, clock } = make();
    address.go({ path: '/a' });
    address.go({ path: '/b' });
    address.correct({ view: 'squares' });
    address.arrive({ ...start, path: '/a' });
    await clock.pass(1000);
    expect(address.place().path).toBe('/a');
    expect(written).toHaveLength(2);
  });

  /** The grid of a folder, and an image opened from it, of which the browser knows. */
  function opened(): ReturnType<typeof make> {
    const desk = make();
    desk.address.arrive({ ...start, path: '/a', at: '/a/3.jpg' });
    desk.address.go({ image: '/a/3.jpg' });
    desk.address.arrive({ ...start, path: '/a', image: '/a/3.jpg' }, below);
    desk.written.length = 0;
    return desk;
  }
  const below = 'path=/a&sub=1&sort=name:asc';

  test('UI6 closing an image goes back to the step it was opened from, also after going through others', async () => {
    const { address, written, clock } = opened();
    address.correct({ image: '/a/7.jpg' });
    address.go({ image: null });
    expect(address.place().image).toBeNull();
    address.rest(() => '/a/7.jpg');
    address.arrive({ ...start, path: '/a', at: '/a/3.jpg' });
    await clock.pass(5000);
    expect(written).toEqual([`replace ${below}&image=/a/7.jpg`, 'back', `replace ${below}&at=/a/7.jpg`]);
    // The step is gone: the next one is a step again.
    address.go({ image: '/a/8.jpg' });
    expect(written.at(-1)).toBe(`push ${below}&image=/a/8.jpg`);
  });

  test('UI6 an image that a link has opened, or of which the browser does not know yet, is closed by a step', () => {
    const { address, written } = make();
    address.arrive({ ...start, path: '/a', image: '/a/3.jpg' });
    address.go({ image: null });
    address.go({ image: '/a/4.jpg' });
    address.go({ image: null });
    expect(written).toEqual([`push ${below}`, `push ${below}&image=/a/4.jpg`, `push ${below}`]);
  });

  test('UI6 what is opened while the browser is on its way back becomes a step when it is there, or is lost', async () => {
    for (const isLost of [false, true]) {
      const { address, written, clock } = opened();
      address.go({ image: null });
      address.go({ image: '/a/9.jpg' });
      expect(written).toEqual(['back']);
      if (isLost) await clock.pass(15_000);
      else address.arrive({ ...start, path: '/a', at: '/a/3.jpg' });
      expect(address.place().image).toBe('/a/9.jpg');
      expect(written).toEqual(['back', `push ${below}&image=/a/9.jpg`]);
    }
  });

  test('UI6 what is opened and closed on the way back goes back once: the step before may be another page', () => {
    const { address, written } = opened();
    for (let turn = 0; turn < 3; turn += 1) {
      address.go({ image: null });
      address.go({ image: '/a/9.jpg' });
    }
    address.go({ image: null });
    address.arrive({ ...start, path: '/a', at: '/a/3.jpg' });
    expect([address.place().image, written]).toEqual([null, ['back']]);
    address.go({ image: '/a/4.jpg' });
    expect(written).toEqual(['back', `push ${below}&image=/a/4.jpg`]);
  });

  test('UI6 a way back is given up by its own time, not by that of one before', async () => {
    const { address, written, clock } = opened();
    address.go({ image: null });
    await clock.pass(6000);
    address.arrive({ ...start, path: '/a', at: '/a/3.jpg' });
    address.go({ image: '/a/9.jpg' });
    address.arrive({ ...start, path: '/a', image: '/a/9.jpg' }, below);
    address.go({ image: null });
    await clock.pass(6000);
    address.arrive({ ...start, path: '/a', at: '/a/9.jpg' });
    expect(written.map((each) => each.split(' ')[0])).toEqual(['back', 'push', 'back']);
  });

  test('UI6 a page that is loaded again knows what the image lies over', () => {
    const { address, written } = make();
    address.arrive({ ...start, path: '/a', image: '/a/3.jpg' }, below);
    address.go({ image: null });
    expect(written).toEqual(['back']);
  });
});
