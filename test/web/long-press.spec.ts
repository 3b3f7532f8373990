import { LongPress } from '../../apps/web/src/app/gallery/long-press.ts';

describe('UI8: a finger that rests on a tile', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  function begin(): { held: number[]; press: LongPress } {
    const held: number[] = [];
    return { held, press: new LongPress((index) => held.push(index)) };
  }

  test('selects it, once, and the click that ends it opens nothing', () => {
    const { held, press } = begin();
    press.down(true, 7);
    expect(press.isHeld).toBe(true);
    jest.advanceTimersByTime(2000);
    expect(held).toEqual([7]);
    press.end();
    expect([press.takeHeld(), press.takeHeld()]).toEqual([true, false]);
  });

  test('is called off by lifting it, or by scrolling', () => {
    const { held, press } = begin();
    press.down(true, 7);
    jest.advanceTimersByTime(400);
    press.end();
    jest.advanceTimersByTime(2000);
    expect([held, press.takeHeld(), press.isHeld]).toEqual([[], false, false]);
  });

  test('is no mouse, and rests on something', () => {
    const { held, press } = begin();
    press.down(false, 7);
    press.down(true, null);
    jest.advanceTimersByTime(2000);
    expect([held, press.isHeld]).toEqual([[], false]);
  });
});
