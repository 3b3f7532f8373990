import type { BrowseQuery } from '#contracts';
import type { Row } from '../catalogue/catalogue.ts';
import { metricOf } from '../catalogue/item-metrics.ts';
import type { RowLabels } from '../catalogue/row-labels.ts';
import { parseText } from '../finder/parse-search.ts';
import { rankNow, type RowRanks } from '../finder/row-ranks.ts';
import { shuffleKey } from '../shared/shuffle-key.ts';

/** The number that a row is put in order by; NaN when it has none. Undefined for keys that are no numbers. */
export function sortValue(
  { text, sort: { key, seed = 0 } }: Pick<BrowseQuery, 'text' | 'sort'>,
  labels: RowLabels,
  known?: RowRanks,
): ((row: Row) => number) | undefined {
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
    case 'relevance': {
      const rankOf = rankNow(parseText(text), labels, known);
      // What does not match any more by now comes last.
      return (row) => rankOf(row, labels.labelOf(row)) || NaN;
    }
    default: {
      const valueOf = metricOf(labels, key.slice('metric:'.length));
      return (row) => valueOf(row, labels.labelOf(row));
    }
  }
}
