import { GridViewport } from '../../apps/web/src/app/gallery/grid-viewport.ts';
import { spanAhead, travelled } from '../../apps/web/src/app/gallery/ahead.ts';
import { LEAST_HANDLE, handleOf, shareAt } from '../../apps/web/src/app/gallery/scrubber-drag.ts';
import { SquareRows } from '../../apps/web/src/app/gallery/square-rows.ts';
import { SeededRandom } from '../support/seeded-random.ts';

const HEIGHT = 800;
const random = new SeededRandom();

function ofAMillion(): GridViewport {
  const viewport = new GridViewport({ resize: () => undefined, scrollTo: () => undefined });
  const shape = { width: 1100, target: 168, gap: 4, inset: 8 };
  viewport.relayout(new SquareRows(1_000_000, shape), HEIGHT, { kind: 'fresh', at: null });
  return viewport;
}

describe('scrubbing', () => {
  test(`UI28 the handle stands where the hand has put it, and can be held (seed ${random.seed})`, () => {
    const viewport = ofAMillion();
    expect(handleOf(viewport.bar())).toEqual({ top: 0, length: LEAST_HANDLE });
    for (let turn = 0; turn < 200; turn++) {
      const top = random.below(HEIGHT - LEAST_HANDLE + 1);
      viewport.jump(shareAt(top, handleOf(viewport.bar()), HEIGHT));
      expect(handleOf(viewport.bar()).top).toBe(top);
    }
  });

  test('UI28 both ends are reached, also when the hand goes past them', () => {
    const viewport = ofAMillion();
    const handle = handleOf(viewport.bar());
    viewport.jump(shareAt(5000, handle, HEIGHT));
    expect(viewport.bar().at).toBe(1);
    expect(viewport.lines().at(-1)?.cells.at(-1)?.index).toBe(999_999);
    viewport.jump(shareAt(-5000, handle, HEIGHT));
    expect(viewport.top).toBe(0);
    expect(viewport.topRow()).toBe(0);
  });

  test('UI28 where everything is in sight there is no handle to hold', () => {
    const viewport = new GridViewport({ resize: () => undefined, scrollTo: () => undefined });
    viewport.relayout(new SquareRows(3, { width: 900, target: 100, gap: 4, inset: 8 }), HEIGHT, {
      kind: 'fresh',
      at: null,
    });
    expect(viewport.bar().share).toBe(1);
  });

  test('UI27 a sliver of a row at the top is not what the place is named by', () => {
    const viewport = ofAMillion();
    const rows = viewport.rows();
    viewport.push(rows.topOf(7) - 12);
    expect(viewport.topRow()).toBe(7);
    viewport.push(-60);
    expect(viewport.topRow()).toBe(6);
  });

  test('UI27 UI4 when the edge itself comes down, what the eye is on stays where it is on the screen', () => {
    const viewport = ofAMillion();
    viewport.jump(0.3);
    const before = viewport.top;
    const row = viewport.range().from;
    viewport.relayout(
      viewport.rows(),
      HEIGHT,
      { kind: 'kept', from: viewport.rows().firstOf(row), to: viewport.rows().firstOf(row) },
      28,
    );
    expect(viewport.top).toBe(before + 28);
  });
});

describe('what is ahead', () => {
  const drawn = { first: 400, last: 499 };
  const seen = { first: 430, last: 469 };

  test('UI29 is two screens further, the way one goes', () => {
    expect(spanAhead(drawn, seen, 1, 100_000)).toEqual({ first: 500, last: 579 });
    expect(spanAhead(drawn, seen, -1, 100_000)).toEqual({ first: 320, last: 399 });
    expect(spanAhead(drawn, seen, 1, 510)).toEqual({ first: 500, last: 509 });
    expect(spanAhead(drawn, seen, 1, 500)).toBeNull();
  });

  test('UI29 one goes on the way one went', () => {
    expect(travelled({ first: 300, last: 340 }, seen, 1)).toBe(1);
    expect(travelled({ first: 500, last: 540 }, seen, 1)).toBe(-1);
    expect(travelled(seen, seen, -1)).toBe(-1);
    expect(travelled(null, seen, 1)).toBe(1);
  });
});
