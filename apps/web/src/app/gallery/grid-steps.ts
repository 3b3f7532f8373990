import type { RowGeometry } from './row-geometry.ts';

/** The middle of an item, across the grid. */
export function middleOf(rows: RowGeometry, index: number): number {
  const row = rows.rowOf(index);
  const cell = rows.cellsOf(row)[index - rows.firstOf(row)];
  return cell === undefined ? 0 : cell.x + cell.width / 2;
}

/**
 * The item one or more rows away, nearest to `goal` across. The goal is that of the first step of a run, otherwise going
 * down and up again through rows of different breaks would wander sideways.
 */
export function stepRows(rows: RowGeometry, index: number, by: number, goal: number): number {
  const row = Math.max(0, Math.min(rows.rowCount - 1, rows.rowOf(index) + by));
  if (row === rows.rowOf(index)) return index;
  return nearestIn(rows, row, goal);
}

/** The item about one screen away. */
export function stepPage(rows: RowGeometry, index: number, height: number, goal: number): number {
  const from = rows.rowOf(index);
  const target = rows.rowAt(rows.topOf(from) + height);
  const atLeast = height > 0 ? Math.max(target, from + 1) : Math.min(target, from - 1);
  return stepRows(rows, index, atLeast - from, goal);
}

function nearestIn(rows: RowGeometry, row: number, goal: number): number {
  let best = 0;
  let distance = Infinity;
  rows.cellsOf(row).forEach((cell, place) => {
    const away = Math.abs(cell.x + cell.width / 2 - goal);
    if (away < distance) {
      best = place;
      distance = away;
    }
  });
  return rows.firstOf(row) + best;
}
