/** Where one item stands in its row, in whole pixels, so that nothing is blurred. */
export interface Cell {
  readonly x: number;
  readonly width: number;
}

export interface GridShape {
  /** Inner width of the grid, inset included. */
  readonly width: number;
  /** The row height that is aimed at; for squares the side. */
  readonly target: number;
  readonly gap: number;
  /** Free space around all rows. */
  readonly inset: number;
}

/**
 * Items in rows, top to bottom, every item in exactly one row and in order. Vertical positions are virtual: they may be
 * far larger than any element can be high (see RemappedScroll).
 */
export interface RowGeometry {
  readonly itemCount: number;
  readonly rowCount: number;
  /** Height of everything, insets included. */
  readonly height: number;
  firstOf(row: number): number;
  /** One past the last item of the row. */
  endOf(row: number): number;
  topOf(row: number): number;
  heightOf(row: number): number;
  rowOf(index: number): number;
  /** The row at this height, or the nearest one. */
  rowAt(y: number): number;
  cellsOf(row: number): Cell[];
}
