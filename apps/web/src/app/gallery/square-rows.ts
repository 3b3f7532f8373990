import type { Cell, GridShape, RowGeometry } from './row-geometry.ts';

/** Equal squares in equal rows: nothing to keep, everything is arithmetic. */
export class SquareRows implements RowGeometry {
  readonly rowCount: number;
  readonly height: number;
  private readonly columns: number;
  private readonly side: number;
  private readonly inner: number;

  constructor(
    readonly itemCount: number,
    private readonly shape: GridShape,
  ) {
    this.inner = Math.max(1, shape.width - 2 * shape.inset);
    this.columns = Math.max(1, Math.round((this.inner + shape.gap) / (shape.target + shape.gap)));
    this.side = Math.max(1, Math.round((this.inner - shape.gap * (this.columns - 1)) / this.columns));
    this.rowCount = Math.ceil(itemCount / this.columns);
    this.height = this.rowCount === 0 ? 0 : this.rowCount * (this.side + shape.gap) - shape.gap + 2 * shape.inset;
  }

  firstOf(row: number): number {
    return row * this.columns;
  }

  endOf(row: number): number {
    return Math.min(this.itemCount, (row + 1) * this.columns);
  }

  topOf(row: number): number {
    return this.shape.inset + row * (this.side + this.shape.gap);
  }

  heightOf(): number {
    return this.side;
  }

  rowOf(index: number): number {
    return Math.floor(index / this.columns);
  }

  rowAt(y: number): number {
    const row = Math.floor((y - this.shape.inset) / (this.side + this.shape.gap));
    return Math.max(0, Math.min(this.rowCount - 1, row));
  }

  cellsOf(row: number): Cell[] {
    const cells: Cell[] = [];
    // The fraction of a pixel that is left over is shared out, so that the last column ends at the edge.
    const step = (this.inner + this.shape.gap) / this.columns;
    for (let i = 0; i < this.endOf(row) - this.firstOf(row); i++) {
      const left = Math.round(i * step);
      cells.push({ x: this.shape.inset + left, width: Math.round((i + 1) * step) - this.shape.gap - left });
    }
    return cells;
  }
}
