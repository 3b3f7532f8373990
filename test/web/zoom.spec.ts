import { Gestures, type PointerAt } from '../../apps/web/src/app/ui/gestures.ts';
import {
  actualScale,
  clamped,
  fitScale,
  fitted,
  isFitted,
  panned,
  toggled,
  zoomed,
  type View,
} from '../../apps/web/src/app/ui/zoom.ts';
import { SeededRandom } from '../support/seeded-random.ts';

const stage = { width: 1000, height: 800, density: 1 };
const large = { width: 6000, height: 4000 };
const random = new SeededRandom();

/** The point of the image that lies under a point of the stage, both from the middle. */
function under(view: View, at: { x: number; y: number }): { x: number; y: number } {
  return { x: (at.x - view.x) / view.scale, y: (at.y - view.y) / view.scale };
}

describe('the zoom of the viewer', () => {
  test('UI6 a large image fits wholly, a small one is not blown up', () => {
    expect(fitScale(large, stage)).toBeCloseTo(1 / 6);
    expect(fitScale({ width: 4000, height: 6000 }, stage)).toBeCloseTo(800 / 6000);
    expect(fitScale({ width: 64, height: 48 }, stage)).toBe(1);
    expect(fitScale({ width: 64, height: 48 }, { ...stage, density: 2 })).toBe(0.5);
    expect(fitScale({ width: 0, height: 0 }, stage)).toBe(1);
  });

  test(`UI6 what is under the pointer stays there, as long as no edge comes in (seed ${random.seed})`, () => {
    for (let turn = 0; turn < 500; turn++) {
      const at = { x: random.between(-400, 400), y: random.between(-300, 300) };
      const from: View = { scale: 1, x: random.between(-2000, 2000), y: random.between(-1400, 1400) };
      const to = zoomed(from, 1 + random.next() * 3, at, large, stage);
      expect(under(to, at).x).toBeCloseTo(under(from, at).x, 6);
      expect(under(to, at).y).toBeCloseTo(under(from, at).y, 6);
    }
  });

  test(`UI6 no drag or zoom opens a gap between the edges of image and stage (seed ${random.seed})`, () => {
    let view = fitted(large, stage);
    for (let turn = 0; turn < 2000; turn++) {
      const by = { x: random.between(-800, 800), y: random.between(-800, 800) };
      view = random.chance(0.5) ? panned(view, by, large, stage) : zoomed(view, 0.5 + random.next(), by, large, stage);
      const [width, height] = [large.width * view.scale, large.height * view.scale];
      expect(Math.abs(view.x)).toBeLessThanOrEqual(Math.max(0, (width - stage.width) / 2) + 1e-6);
      expect(Math.abs(view.y)).toBeLessThanOrEqual(Math.max(0, (height - stage.height) / 2) + 1e-6);
      expect(view.scale).toBeGreaterThanOrEqual(fitScale(large, stage));
      expect(view.scale).toBeLessThanOrEqual(16);
    }
  });

  test('UI6 Z goes to 1:1 and back, 1:1 being one pixel on one of the screen', () => {
    const dense = { ...stage, density: 2 };
    const near = toggled(fitted(large, dense), { x: 100, y: 50 }, large, dense);
    expect(near.scale).toBe(actualScale(dense));
    expect(isFitted(near, large, dense)).toBe(false);
    expect(toggled(near, { x: 0, y: 0 }, large, dense)).toEqual(fitted(large, dense));
  });

  test('UI6 an image that is shown 1:1 already doubles', () => {
    const small = { width: 300, height: 200 };
    expect(toggled(fitted(small, stage), { x: 0, y: 0 }, small, stage).scale).toBe(2);
  });

  test('UI6 a side that fits stays in the middle', () => {
    expect(clamped({ scale: 0.2, x: 500, y: -500 }, large, stage)).toEqual({ scale: 0.2, x: 100, y: 0 * -1 });
  });
});

describe('gestures', () => {
  function make(mayPan: boolean): { gestures: Gestures; done: string[] } {
    const done: string[] = [];
    const gestures = new Gestures({
      canPan: () => mayPan,
      pan: ({ x, y }) => done.push(`pan ${x},${y}`),
      pinch: (factor) => done.push(`pinch ${factor}`),
      turn: (by) => done.push(`turn ${by}`),
      dismiss: () => done.push('dismiss'),
    });
    return { gestures, done };
  }
  const at = (x: number, y: number, id = 1, isTouch = true): PointerAt => ({ id, x, y, isTouch });

  test.each([
    ['left', -80, 5, 'turn 1'],
    ['right', 80, 5, 'turn -1'],
    ['down', 10, 120, 'dismiss'],
  ])('UI6 a finger that goes %s on a fitted image', (_, x, y, outcome) => {
    const { gestures, done } = make(false);
    gestures.press(at(0, 0));
    gestures.move(at(x / 2, y / 2));
    gestures.release(at(x, y));
    expect(done).toEqual([outcome]);
  });

  test('UI6 a drag pans a zoomed image and turns no page', () => {
    const { gestures, done } = make(true);
    gestures.press(at(0, 0));
    gestures.move(at(-100, 20));
    gestures.release(at(-100, 20));
    expect(done).toEqual(['pan -100,20']);
  });

  test('UI6 two fingers pinch, and letting go of them turns no page', () => {
    const { gestures, done } = make(false);
    gestures.press(at(-50, 0, 1));
    gestures.press(at(50, 0, 2));
    gestures.move(at(150, 0, 2));
    expect(done[0]).toBe('pinch 2');
    gestures.release(at(150, 0, 2));
    gestures.release(at(-150, 0, 1));
    expect(done.filter((what) => what.startsWith('turn'))).toEqual([]);
  });

  test('a mouse that is dragged over a fitted image does nothing', () => {
    const { gestures, done } = make(false);
    gestures.press(at(0, 0, 1, false));
    gestures.move(at(200, 0, 1, false));
    gestures.release(at(200, 0, 1, false));
    expect(done).toEqual([]);
  });
});
