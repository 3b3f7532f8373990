import type { RowGeometry } from './row-geometry.ts';

/** The rows that are in the page: `first` to `last`, both included. Those between `from` and `to` are in sight. */
export interface RowRange {
  readonly first: number;
  readonly last: number;
  readonly from: number;
  readonly to: number;
}

/** More tiles than this are never in the page. */
export const MOST_TILES = 400;
/** Rows are kept ready this many screens beyond each edge. */
const AHEAD = 0.75;

export const noRows: RowRange = { first: 0, last: -1, from: 0, to: -1 };

/** What to draw: the rows in sight first, then neighbours on both sides in turn, until far enough or too many. */
export function rowsAround(rows: RowGeometry, top: number, height: number, most: number = MOST_TILES): RowRange {
  if (rows.rowCount === 0) return noRows;
  const from = rows.rowAt(top);
  let to = from;
  let tiles = rows.endOf(from) - rows.firstOf(from);
  while (to + 1 < rows.rowCount && rows.topOf(to + 1) < top + height) {
    const more = rows.endOf(to + 1) - rows.firstOf(to + 1);
    if (tiles + more > most) break;
    tiles += more;
    to += 1;
  }
  let first = from;
  let last = to;
  for (let moved = true; moved;) {
    moved = false;
    if (last + 1 < rows.rowCount && rows.topOf(last + 1) < top + height * (1 + AHEAD)) {
      const more = rows.endOf(last + 1) - rows.firstOf(last + 1);
      if (tiles + more <= most) {
        tiles += more;
        last += 1;
        moved = true;
      }
    }
    if (first > 0 && rows.topOf(first) > top - height * AHEAD) {
      const more = rows.endOf(first - 1) - rows.firstOf(first - 1);
      if (tiles + more <= most) {
        tiles += more;
        first -= 1;
        moved = true;
      }
    }
  }
  return { first, last, from, to };
}

export function sameRange(a: RowRange, b: RowRange): boolean {
  return a.first === b.first && a.last === b.last && a.from === b.from && a.to === b.to;
}
