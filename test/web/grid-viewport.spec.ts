import { GridViewport } from '../../apps/web/src/app/gallery/grid-viewport.ts';
import { GridWalk } from '../../apps/web/src/app/gallery/grid-walk.ts';
import { JustifiedRows } from '../../apps/web/src/app/gallery/justified-rows.ts';
import type { RowGeometry } from '../../apps/web/src/app/gallery/row-geometry.ts';
import { SquareRows } from '../../apps/web/src/app/gallery/square-rows.ts';
import { SeededRandom } from '../support/seeded-random.ts';

const HEIGHT = 800;
const shape = { width: 1100, target: 168, gap: 4, inset: 8 };
const random = new SeededRandom();

function layout(count: number): Uint16Array {
  return Uint16Array.from({ length: count }, () => random.pick([1500, 667, 1333, 750, 1778, 1000]));
}

/** An element that does what elements do: it keeps its position within its height, in whole pixels. */
class Element {
  height = 0;
  top = 0;
  resize(height: number): void {
    this.height = height;
    this.scrollTo(this.top);
  }
  scrollTo(top: number): void {
    this.top = Math.round(Math.max(0, Math.min(this.height - HEIGHT, top)));
  }
}

function screenTop(viewport: GridViewport, index: number): number {
  return viewport.rows().topOf(viewport.rows().rowOf(index)) - viewport.top;
}

describe('the viewport of the grid', () => {
  test(`UI4 what the eye is on stays where it is through every change of layout (seed ${random.seed})`, () => {
    const viewport = new GridViewport(new Element());
    const ratios = layout(1_000_000);
    const layouts: (() => RowGeometry)[] = [
      () => new JustifiedRows(ratios, shape),
      () => new JustifiedRows(ratios, { ...shape, target: 90 }),
      () => new JustifiedRows(ratios, { ...shape, width: 700 }),
      () => new SquareRows(ratios.length, shape),
      () => new JustifiedRows(ratios, { ...shape, target: 320 }),
    ];
    viewport.relayout(layouts[0]?.() ?? fail(), HEIGHT, { kind: 'fresh', at: 500_000 });
    for (let turn = 0; turn < 25; turn++) {
      viewport.relayout(layouts[turn % layouts.length]?.() ?? fail(), HEIGHT, {
        kind: 'fresh',
        at: random.below(999_000) + 500,
      });
      const index = viewport.firstInSight();
      const before = screenTop(viewport, index);
      for (const make of layouts) {
        viewport.relayout(make(), HEIGHT, { kind: 'kept', from: index, to: index });
        expect(Math.abs(screenTop(viewport, index) - before)).toBeLessThan(1);
      }
    }
  });

  test('UI4 an item that changed its place in the order stays where it is on the screen', () => {
    const viewport = new GridViewport(new Element());
    viewport.relayout(new JustifiedRows(layout(10_000), shape), HEIGHT, { kind: 'fresh', at: 4000 });
    const before = screenTop(viewport, 4000);
    viewport.relayout(new JustifiedRows(layout(10_500), shape), HEIGHT, { kind: 'kept', from: 4000, to: 7123 });
    expect(Math.abs(screenTop(viewport, 7123) - before)).toBeLessThan(1);
  });

  test('UI4 at the very top one stays at the top, so that what is new there is seen', () => {
    const viewport = new GridViewport(new Element());
    viewport.relayout(new JustifiedRows(layout(500), shape), HEIGHT, { kind: 'fresh', at: null });
    viewport.relayout(new JustifiedRows(layout(520), shape), HEIGHT, { kind: 'kept', from: 0, to: 20 });
    expect(viewport.top).toBe(0);
  });

  test('UI1 revealing the last of a million items shows it, the first shows the beginning', () => {
    const element = new Element();
    const viewport = new GridViewport(element);
    viewport.relayout(new JustifiedRows(layout(1_000_000), shape), HEIGHT, { kind: 'fresh', at: null });
    viewport.reveal(999_999);
    expect(viewport.isInSight(999_999)).toBe(true);
    expect(element.top).toBe(element.height - HEIGHT);
    expect(viewport.lines().at(-1)?.cells.at(-1)?.index).toBe(999_999);
    viewport.reveal(0);
    expect(element.top).toBe(0);
    expect(viewport.lines()[0]?.cells[0]?.index).toBe(0);
  });

  test('UI1 rows are placed where the element stands, however far down', () => {
    const element = new Element();
    const viewport = new GridViewport(element);
    viewport.relayout(new JustifiedRows(layout(1_000_000), shape), HEIGHT, { kind: 'fresh', at: 700_000 });
    for (let step = 0; step < 40; step++) {
      element.scrollTo(element.top + 600);
      viewport.scrolled(element.top);
      if (step % 10 === 9) viewport.settle();
      const line = viewport.lines().find(({ row }) => row === viewport.rows().rowAt(viewport.top));
      const onScreen = viewport.layerTop() + (line?.top ?? NaN) - element.top;
      expect(onScreen).toBeCloseTo(viewport.rows().topOf(line?.row ?? 0) - viewport.top, 3);
    }
  });
});

describe('walking by keys', () => {
  function walker(count: number): {
    walk: GridWalk;
    at: () => number;
    viewport: GridViewport;
    extended: (readonly [number, number])[];
  } {
    const viewport = new GridViewport(new Element());
    viewport.relayout(new JustifiedRows(layout(count), shape), HEIGHT, { kind: 'fresh', at: null });
    let focus = 0;
    const store = {
      focus: () => focus,
      move: (index: number) => {
        focus = Math.max(0, Math.min(count - 1, index));
      },
    };
    // The store's focus is a signal; walking only reads it.
    const extended: (readonly [number, number])[] = [];
    const selection = { extend: (from: number, to: number) => extended.push([from, to]) };
    return { walk: new GridWalk(viewport, store as never, selection as never), at: () => focus, viewport, extended };
  }

  test('UI8 with Shift the same steps extend the selection', () => {
    const { walk, at, extended } = walker(3000);
    walk.handlers['select-right']?.();
    walk.handlers['select-down']?.();
    expect(extended[0]).toEqual([0, 1]);
    expect(extended[1]).toEqual([1, at()]);
    expect(at()).toBeGreaterThan(1);
  });

  test('UI8 down and up again comes back to where one was', () => {
    const { walk, at } = walker(3000);
    for (let i = 0; i < 37; i++) walk.handlers.right?.();
    expect(at()).toBe(37);
    for (let i = 0; i < 40; i++) walk.handlers.down?.();
    for (let i = 0; i < 40; i++) walk.handlers.up?.();
    expect(at()).toBe(37);
  });

  test('UI1 End and Home reach the ends, page down moves on by about one screen', () => {
    const { walk, at, viewport } = walker(3000);
    walk.handlers.last?.();
    expect(at()).toBe(2999);
    walk.handlers.right?.();
    expect(at()).toBe(2999);
    walk.handlers.first?.();
    expect(at()).toBe(0);
    walk.handlers['page-down']?.();
    const moved = viewport.rows().topOf(viewport.rows().rowOf(at()));
    expect(moved).toBeGreaterThan(HEIGHT * 0.6);
    expect(moved).toBeLessThan(HEIGHT * 1.2);
  });
});

function fail(): never {
  throw new Error('no such layout');
}
