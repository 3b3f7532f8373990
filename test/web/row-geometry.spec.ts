import { JustifiedRows } from '../../apps/web/src/app/gallery/justified-rows.ts';
import type { GridShape, RowGeometry } from '../../apps/web/src/app/gallery/row-geometry.ts';
import { MOST_TILES, rowsAround } from '../../apps/web/src/app/gallery/row-range.ts';
import { SquareRows } from '../../apps/web/src/app/gallery/square-rows.ts';
import { boundedTarget } from '../../apps/web/src/app/gallery/tile-size.ts';
import { SeededRandom } from '../support/seeded-random.ts';

const MILLION = 1_000_000;
const shape: GridShape = { width: 1100, target: 168, gap: 4, inset: 8 };

function ratios(count: number, random: SeededRandom): Uint16Array {
  const made = new Uint16Array(count);
  for (let i = 0; i < count; i++) made[i] = random.chance(0.02) ? 0 : random.between(100, 10_000);
  return made;
}

function ordinary(count: number, random: SeededRandom): Uint16Array {
  return Uint16Array.from({ length: count }, () => random.pick([1500, 667, 1333, 750, 1778, 1000]));
}

/** Checks every row without one `expect` per item, which would take minutes. */
function faultsIn(rows: RowGeometry): string[] {
  const faults: string[] = [];
  let next = 0;
  let below = 0;
  for (let row = 0; row < rows.rowCount; row++) {
    if (rows.firstOf(row) !== next) faults.push(`row ${row} begins at ${rows.firstOf(row)}, not ${next}`);
    if (rows.endOf(row) <= rows.firstOf(row)) faults.push(`row ${row} is empty`);
    if (rows.topOf(row) < below) faults.push(`row ${row} begins above the end of the one before`);
    if (rows.heightOf(row) < 1) faults.push(`row ${row} has no height`);
    next = rows.endOf(row);
    below = rows.topOf(row) + rows.heightOf(row);
  }
  if (next !== rows.itemCount) faults.push(`${rows.itemCount - next} items are in no row`);
  if (below + shape.inset !== rows.height) faults.push(`ends at ${below}, says ${rows.height}`);
  return faults;
}

describe('rows of the grid', () => {
  const random = new SeededRandom();

  describe.each([
    ['justified', (count: number) => new JustifiedRows(ratios(count, random), shape)],
    ['squares', (count: number) => new SquareRows(count, shape)],
  ])('%s', (_, make) => {
    test(`UI1 a million items: each in exactly one row, in order, rows below one another (seed ${random.seed})`, () => {
      expect(faultsIn(make(MILLION))).toEqual([]);
    });

    test(`UI1 every row is found again by its items and by its place (seed ${random.seed})`, () => {
      const rows = make(MILLION);
      for (let turn = 0; turn < 2000; turn++) {
        const row = random.below(rows.rowCount);
        expect(rows.rowOf(rows.firstOf(row))).toBe(row);
        expect(rows.rowOf(rows.endOf(row) - 1)).toBe(row);
        expect(rows.rowAt(rows.topOf(row))).toBe(row);
        expect(rows.rowAt(rows.topOf(row) + rows.heightOf(row) - 0.5)).toBe(row);
      }
      expect(rows.rowAt(-50)).toBe(0);
      expect(rows.rowAt(rows.height + 50)).toBe(rows.rowCount - 1);
    });

    test('UI1 the cells of a row lie side by side, and all but the last row reach both edges', () => {
      const rows = make(5000);
      for (let row = 0; row < rows.rowCount; row++) {
        const cells = rows.cellsOf(row);
        expect(cells).toHaveLength(rows.endOf(row) - rows.firstOf(row));
        expect(cells[0]?.x).toBe(shape.inset);
        cells.slice(1).forEach((cell, place) => {
          const before = cells[place];
          expect(cell.x).toBe((before?.x ?? 0) + (before?.width ?? 0) + shape.gap);
        });
        const end = (cells.at(-1)?.x ?? 0) + (cells.at(-1)?.width ?? 0);
        expect(end).toBeLessThanOrEqual(shape.width - shape.inset);
        if (row < rows.rowCount - 1 && rows.heightOf(row) < shape.target * 2.4)
          expect(end).toBe(shape.width - shape.inset);
      }
    });

    test('no items make no rows, one item makes one', () => {
      expect(make(0)).toMatchObject({ rowCount: 0, height: 0 });
      expect(make(1)).toMatchObject({ rowCount: 1 });
      expect(make(1).cellsOf(0)).toHaveLength(1);
    });
  });

  test('UI1 cells have the shape of their images, unknown ones are square', () => {
    const rows = new JustifiedRows(Uint16Array.of(1500, 667, 0, 1778, 1000, 750, 2000), shape);
    const known = [1.5, 0.667, 1, 1.778, 1, 0.75, 2];
    for (let row = 0; row < rows.rowCount; row++) {
      rows.cellsOf(row).forEach((cell, place) => {
        const ratio = known[rows.firstOf(row) + place] ?? 0;
        expect(Math.abs(cell.width - ratio * rows.heightOf(row))).toBeLessThan(3);
      });
    }
  });

  test('UI1 ordinary images make rows near the height that was asked for', () => {
    const rows = new JustifiedRows(ordinary(10_000, random), shape);
    for (let row = 0; row < rows.rowCount; row++) {
      expect(rows.heightOf(row)).toBeGreaterThan(shape.target * 0.7);
      expect(rows.heightOf(row)).toBeLessThan(shape.target * 1.45);
    }
  });

  test('UI1 a width too small for anything still has a row for each item', () => {
    const rows = new JustifiedRows(ratios(50, random), { ...shape, width: 10 });
    expect(rows.rowCount).toBe(50);
  });
});

describe('what is drawn', () => {
  const random = new SeededRandom();

  test(`UI1 at most 400 tiles, wherever one is and however large the screen (seed ${random.seed})`, () => {
    for (const [width, height] of [
      [344, 700],
      [1100, 800],
      [3840, 2100],
    ] as const) {
      for (const made of [ratios(100_000, random), ordinary(100_000, random), new Uint16Array(100_000).fill(100)]) {
        const target = boundedTarget(72, width, height, made);
        const rows = new JustifiedRows(made, { ...shape, width, target });
        for (let turn = 0; turn < 200; turn++) {
          const top = random.next() * (rows.height - height);
          const { first, last, from, to } = rowsAround(rows, top, height);
          const tiles = rows.endOf(last) - rows.firstOf(first);
          expect(tiles).toBeLessThanOrEqual(MOST_TILES);
          expect(first <= from && from <= to && to <= last).toBe(true);
          // Everything in sight is there: the bound is never reached by what one sees.
          expect(rows.topOf(from)).toBeLessThanOrEqual(top + 8);
          expect(rows.topOf(to) + rows.heightOf(to) + 12).toBeGreaterThanOrEqual(
            Math.min(top + height, rows.height - 8),
          );
        }
      }
    }
  });

  test('UI1 the bound holds even where a part of the gallery is all slivers', () => {
    const slivers = new JustifiedRows(new Uint16Array(50_000).fill(100), { ...shape, target: 40 });
    const { first, last } = rowsAround(slivers, 5000, 2000);
    expect(slivers.endOf(last) - slivers.firstOf(first)).toBeLessThanOrEqual(MOST_TILES);
    expect(slivers.topOf(first)).toBeLessThanOrEqual(5000);
  });
});
