import { HIGHEST_ELEMENT, RemappedScroll } from '../../apps/web/src/app/gallery/remapped-scroll.ts';
import { SeededRandom } from '../support/seeded-random.ts';

const VIRTUAL = 39_000_000;
const VIEWPORT = 800;

describe('the remapped scroll', () => {
  const random = new SeededRandom();

  test('UI1 an element is never higher than browsers allow, and a small gallery is not remapped', () => {
    expect(new RemappedScroll(VIRTUAL, VIEWPORT).elementHeight).toBe(HIGHEST_ELEMENT);
    const small = new RemappedScroll(50_000, VIEWPORT);
    expect(small.elementHeight).toBe(50_000);
    expect(small.toVirtual(1234)).toBe(1234);
  });

  test('UI1 the ends of the bar are the ends of the content', () => {
    const scroll = new RemappedScroll(VIRTUAL, VIEWPORT);
    expect(scroll.toVirtual(0)).toBe(0);
    expect(scroll.toVirtual(HIGHEST_ELEMENT - VIEWPORT)).toBe(VIRTUAL - VIEWPORT);
    expect(scroll.go(Infinity)).toBe(HIGHEST_ELEMENT - VIEWPORT);
    expect(scroll.top).toBe(VIRTUAL - VIEWPORT);
  });

  test(`UI1 dragging the bar reaches everything, monotonically, and back again (seed ${random.seed})`, () => {
    const scroll = new RemappedScroll(VIRTUAL, VIEWPORT);
    let before = -1;
    for (let element = 0; element <= HIGHEST_ELEMENT - VIEWPORT; element += 997) {
      const top = scroll.toVirtual(element);
      expect(top).toBeGreaterThan(before);
      expect(Math.abs(scroll.toElement(top) - element)).toBeLessThan(1);
      before = top;
    }
  });

  test(`UI1 a wheel moves by exactly its distance, everywhere (seed ${random.seed})`, () => {
    const scroll = new RemappedScroll(VIRTUAL, VIEWPORT);
    for (let turn = 0; turn < 300; turn++) {
      const start = Math.floor(random.next() * (VIRTUAL - VIEWPORT));
      scroll.go(start);
      const from = scroll.top;
      let moved = 0;
      for (let step = 0; step < 20; step++) {
        const by = random.between(-900, 900);
        scroll.scrolled(scroll.element + by);
        moved += by;
      }
      const expected = Math.max(0, Math.min(VIRTUAL - VIEWPORT, from + moved));
      if (from > 20_000 && from < VIRTUAL - 40_000) expect(scroll.top).toBeCloseTo(expected, 3);
    }
  });

  test('UI1 when a movement ends the bar is set right, and nothing moves on the screen', () => {
    const scroll = new RemappedScroll(VIRTUAL, VIEWPORT);
    scroll.go(20_000_000);
    for (let step = 0; step < 50; step++) scroll.scrolled(scroll.element + 700);
    const top = scroll.top;
    expect(scroll.drift).toBeGreaterThan(1000);
    expect(scroll.settle()).toBe(Math.round(scroll.toElement(top)));
    expect(scroll.top).toBe(top);
    expect(scroll.drift).toBeLessThan(1);
  });

  test('UI1 a fling from the middle arrives at the end without ever being stuck', () => {
    const scroll = new RemappedScroll(VIRTUAL, VIEWPORT);
    scroll.go(VIRTUAL - 4_000_000);
    for (let step = 0; step < 5000 && scroll.top < scroll.end; step++) {
      if (scroll.scrolled(Math.min(HIGHEST_ELEMENT - VIEWPORT, scroll.element + 900))) scroll.settle();
    }
    expect(scroll.top).toBe(VIRTUAL - VIEWPORT);
  });

  test('content lower than the screen cannot be scrolled', () => {
    const scroll = new RemappedScroll(300, VIEWPORT);
    expect(scroll.go(200)).toBe(0);
    expect(scroll.end).toBe(0);
  });
});
