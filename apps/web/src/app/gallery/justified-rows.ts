import type { Cell, GridShape, RowGeometry } from './row-geometry.ts';

/** A row is never higher than this many times the aim, however few items are in it. */
const TALLEST = 2.5;
/** The last row is stretched to the full width only if that changes it by no more than this. */
const LAST_ROW_STRETCH = 1.15;
/** What an item whose size is not known yet is laid out as. */
const SQUARE = 1000;

/**
 * Rows of equal height by true aspect ratio, each filling the width. One pass over the ratios; a million items take some
 * tens of milliseconds and 12 bytes a row. Cells are not kept: those of a visible row are worked out again when asked.
 */
export class JustifiedRows implements RowGeometry {
  readonly rowCount: number;
  readonly height: number;
  private readonly starts: Uint32Array;
  // Tops pass 2^24, where 32-bit floats stop telling neighbouring pixels apart.
  private readonly tops: Float64Array;

  constructor(
    private readonly ratios: Uint16Array,
    private readonly shape: GridShape,
  ) {
    const built = breakIntoRows(ratios, shape);
    this.starts = built.starts;
    this.tops = built.tops;
    this.rowCount = built.starts.length - 1;
    this.height = this.rowCount === 0 ? 0 : at(this.tops, this.rowCount) - shape.gap + shape.inset;
  }

  get itemCount(): number {
    return this.ratios.length;
  }

  firstOf(row: number): number {
    return at(this.starts, row);
  }

  endOf(row: number): number {
    return at(this.starts, row + 1);
  }

  topOf(row: number): number {
    return at(this.tops, row);
  }

  heightOf(row: number): number {
    return at(this.tops, row + 1) - at(this.tops, row) - this.shape.gap;
  }

  rowOf(index: number): number {
    return lastNotAfter(this.starts, this.rowCount, index);
  }

  rowAt(y: number): number {
    return lastNotAfter(this.tops, this.rowCount, y);
  }

  cellsOf(row: number): Cell[] {
    const first = this.firstOf(row);
    const end = this.endOf(row);
    let sum = 0;
    for (let i = first; i < end; i++) sum += ratioAt(this.ratios, i);
    const { gap, inset } = this.shape;
    const room = roomFor(this.shape, end - first);
    const height = fittedHeight(sum, room, this.shape.target, row === this.rowCount - 1);
    const used = Math.min(room, height * sum);
    const cells: Cell[] = [];
    let before = 0;
    for (let i = first; i < end; i++) {
      // Both edges are rounded from the running sum, so the row ends exactly at the edge however many cells it has.
      const after = before + ratioAt(this.ratios, i);
      const left = Math.round((before / sum) * used);
      cells.push({
        x: inset + left + (i - first) * gap,
        width: Math.max(1, Math.round((after / sum) * used) - left),
      });
      before = after;
    }
    return cells;
  }
}

function breakIntoRows(ratios: Uint16Array, shape: GridShape): { starts: Uint32Array; tops: Float64Array } {
  const { width, target, gap, inset } = shape;
  const inner = Math.max(1, width - 2 * inset);
  const count = ratios.length;
  let starts = new Uint32Array(Math.min(count + 1, 1024));
  let tops = new Float64Array(starts.length);
  let rows = 0;
  let y = inset;
  let first = 0;
  let sum = 0;

  const close = (end: number, height: number): void => {
    if (rows + 2 > starts.length) {
      starts = grown(starts, new Uint32Array(Math.min(starts.length * 2, count + 1)));
      tops = grown(tops, new Float64Array(starts.length));
    }
    starts[rows] = first;
    tops[rows] = y;
    y += Math.max(1, Math.round(height)) + gap;
    rows += 1;
    first = end;
    sum = 0;
  };

  for (let i = 0; i < count; i++) {
    const ratio = (ratios[i] || SQUARE) / 1000;
    const others = i - first;
    const withIt = (inner - gap * others) / (sum + ratio);
    if (withIt <= target) {
      const without = others === 0 ? Infinity : (inner - gap * (others - 1)) / sum;
      if (target / withIt <= without / target) {
        close(i + 1, Math.min(withIt, target * TALLEST));
        continue;
      }
      close(i, Math.min(without, target * TALLEST));
      if (inner / ratio <= target) {
        sum = ratio;
        close(i + 1, inner / ratio);
        continue;
      }
    }
    sum += ratio;
  }
  if (first < count) close(count, fittedHeight(sum, inner - gap * (count - first - 1), target, true));
  starts[rows] = count;
  tops[rows] = y;
  return { starts: starts.slice(0, rows + 1), tops: tops.slice(0, rows + 1) };
}

function fittedHeight(sum: number, room: number, target: number, isLast: boolean): number {
  const full = room / sum;
  if (!isLast) return Math.min(full, target * TALLEST);
  return full <= target * LAST_ROW_STRETCH ? full : target;
}

function roomFor(shape: GridShape, cells: number): number {
  return Math.max(1, shape.width - 2 * shape.inset) - shape.gap * (cells - 1);
}

function ratioAt(ratios: Uint16Array, index: number): number {
  return (ratios[index] || SQUARE) / 1000;
}

function grown<T extends Uint32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** The last of the first `count` places whose value is not after `value`; 0 when all are. */
function lastNotAfter(values: Uint32Array | Float64Array, count: number, value: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (at(values, middle) <= value) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

function at(values: Uint32Array | Float64Array, index: number): number {
  return values[index] ?? 0;
}
