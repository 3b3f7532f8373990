/** How panes stand in their place. */
export interface PaneGrid {
  readonly columns: number;
  readonly rows: number;
}

const wide: Readonly<Record<number, number>> = { 2: 2, 3: 3, 4: 2, 5: 3, 6: 3 };
const narrow: Readonly<Record<number, number>> = { 2: 1, 3: 1, 4: 2, 5: 2, 6: 2 };

/** Two and three stand in one row, or on a narrow screen in one column; more in two rows, or two columns. */
export function paneGrid(count: number, isNarrow: boolean): PaneGrid {
  const columns = (isNarrow ? narrow : wide)[count] ?? 1;
  return { columns, rows: Math.ceil(count / columns) };
}

/** One step from a pane to its neighbour; null where there is none. */
export function stepInPanes(
  from: number,
  step: 'left' | 'right' | 'up' | 'down',
  count: number,
  { columns }: PaneGrid,
) {
  const to = from + { left: -1, right: 1, up: -columns, down: columns }[step];
  return to < 0 || to >= count ? null : to;
}
