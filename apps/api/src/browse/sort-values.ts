import type { Sort } from '#contracts';
import type { Row } from '../catalogue/catalogue.ts';
import type { RowLabels } from '../catalogue/row-labels.ts';
import { shuffleKey } from '../shared/shuffle-key.ts';

/** The number that a row is put in order by; NaN when it has none. Undefined for keys that are no numbers. */
export function sortValue({ key, seed = 0 }: Sort, labels: RowLabels): ((row: Row) => number) | undefined {
  const { catalogue, table } = labels;
  switch (key) {
    case 'path':
    case 'name':
      return undefined;
    case 'size':
      return (row) => catalogue.columns.size[row] ?? NaN;
    case 'added_at':
      return (row) => catalogue.columns.mtime[row] ?? NaN;
    case 'width':
    case 'height':
      // 0 stands for a length that is not known.
      return (row) => catalogue.columns[key][row] || NaN;
    case 'star':
      return (row) => table.starOf(labels.labelOf(row)) ?? NaN;
    case 'updated_at':
      return (row) => table.updatedAtOf(labels.labelOf(row)) || NaN;
    case 'random':
      return (row) => shuffleKey(catalogue.pathOf(row), seed);
    default: {
      const valueOf = table.metrics.valueOf(key.slice('metric:'.length));
      return (row) => valueOf(labels.labelOf(row));
    }
  }
}
