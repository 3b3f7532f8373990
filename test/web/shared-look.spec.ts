import { signal } from '@angular/core';
import { basesOf } from '../../apps/web/src/app/compare/look.ts';
import { paneGrid, stepInPanes } from '../../apps/web/src/app/compare/pane-grid.ts';
import { PaneLens, SharedLook } from '../../apps/web/src/app/compare/shared-look.ts';
import type { Size } from '../../apps/web/src/app/ui/zoom.ts';

const stage = { width: 400, height: 300, density: 1 };

function panesOf(...sizes: Size[]): { group: SharedLook; lenses: PaneLens[] } {
  const group = new SharedLook();
  const lenses = sizes.map((size) => new PaneLens(group, signal(size)));
  for (const lens of lenses) {
    group.add(lens);
    lens.resize(stage);
  }
  return { group, lenses };
}

/** The point of the picture that lies in the middle of its pane. */
function middleOf(lens: PaneLens): [number, number] {
  const { left, top, width, height } = lens.frame();
  return [(stage.width / 2 - left) / width, (stage.height / 2 - top) / height];
}

describe('UI7: how panes are looked at', () => {
  test('each is whole in its pane at first, the small one as large as the large one', () => {
    const { lenses } = panesOf(
      { width: 4000, height: 3000 },
      { width: 1000, height: 750 },
      { width: 300, height: 600 },
    );
    expect(lenses.map((lens) => lens.frame())).toEqual([
      { width: 400, height: 300, left: 0, top: 0 },
      { width: 400, height: 300, left: 0, top: 0 },
      { width: 150, height: 300, left: 125, top: 0 },
    ]);
  });

  test('small ones are enlarged together no further than to 1:1 of the largest', () => {
    const bases = basesOf([
      { size: { width: 40, height: 30 }, stage },
      { size: { width: 20, height: 15 }, stage },
    ]);
    expect(bases).toEqual([1, 2]);
  });

  test('zooming one at a point shows the same part of all, whatever their sizes', () => {
    const { lenses } = panesOf({ width: 4000, height: 3000 }, { width: 1000, height: 750 });
    lenses[0]?.zoomBy(4, { x: 100, y: -75 });
    const [large, small] = lenses.map((lens) => lens.frame());
    expect(small).toEqual(large);
    expect(large?.width).toBe(1600);
    // What was under the pointer still is: a quarter in from the right, a quarter down.
    expect(((300 - (large?.left ?? 0)) / 1600).toFixed(2)).toBe('0.75');
    expect(lenses.map((lens) => lens.zoom())).toEqual([0.4, 1.6]);
  });

  test('panning one pans all by the same part of the picture, and none beyond its edge', () => {
    const { lenses } = panesOf({ width: 4000, height: 3000 }, { width: 3000, height: 4000 });
    for (const lens of lenses) lens.zoomBy(2);
    lenses[0]?.pan({ x: -60, y: 0 });
    const [one, two] = lenses.map((lens) => middleOf(lens));
    expect(one?.[0]).toBeCloseTo(two?.[0] ?? 0, 2);
    expect(one?.[0]).toBeGreaterThan(0.51);
    lenses[0]?.pan({ x: -9000, y: -9000 });
    for (const lens of lenses) {
      const { left, width } = lens.frame();
      expect(left + width).toBeGreaterThanOrEqual(stage.width - 1);
    }
  });

  test('1:1 of the one that is meant, the same part of the others, and back', () => {
    const { lenses } = panesOf({ width: 4000, height: 3000 }, { width: 2000, height: 1500 });
    lenses[0]?.toggle();
    expect(lenses.map((lens) => lens.zoom())).toEqual([1, 2]);
    lenses[1]?.toggle();
    expect(lenses.map((lens) => lens.isWhole())).toEqual([true, true]);
  });

  test('apart, each is moved alone from where it was; together again, all are as the one that is meant', () => {
    const { group, lenses } = panesOf({ width: 4000, height: 3000 }, { width: 4000, height: 3000 });
    lenses[0]?.zoomBy(4);
    group.toggleLink(lenses[0] ?? null);
    expect(lenses[1]?.frame()).toEqual(lenses[0]?.frame());
    lenses[1]?.zoomBy(2);
    expect(lenses.map((lens) => lens.frame().width)).toEqual([1600, 3200]);
    group.toggleLink(lenses[1] ?? null);
    expect(lenses.map((lens) => lens.frame().width)).toEqual([3200, 3200]);
  });
});

describe('UI7: how panes stand', () => {
  test.each([
    [2, 2, 1, 1, 2],
    [3, 3, 1, 1, 3],
    [4, 2, 2, 2, 2],
    [5, 3, 2, 2, 3],
    [6, 3, 2, 2, 3],
  ])('%i panes: %i by %i, on a phone %i by %i', (count, columns, rows, narrowColumns, narrowRows) => {
    expect(paneGrid(count, false)).toEqual({ columns, rows });
    expect(paneGrid(count, true)).toEqual({ columns: narrowColumns, rows: narrowRows });
  });

  test('arrows lead to neighbours, and nowhere beyond the last', () => {
    const grid = paneGrid(5, false);
    const steps = (from: number): (number | null)[] =>
      (['left', 'right', 'up', 'down'] as const).map((step) => stepInPanes(from, step, 5, grid));
    expect(steps(0)).toEqual([null, 1, null, 3]);
    expect(steps(4)).toEqual([3, null, 1, null]);
    expect(steps(2)).toEqual([1, 3, null, null]);
  });
});
