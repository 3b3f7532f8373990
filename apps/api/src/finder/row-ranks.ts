import type { SearchTerm } from '#contracts';
import type { Row } from '../catalogue/catalogue.ts';
import type { RowLabels } from '../catalogue/row-labels.ts';
import type { LabelId } from '../persistence/label-id.ts';
import { FolderMatches } from './folder-matches.ts';
import { FoldedLabels, LabelMatches } from './label-matches.ts';
import { NameMatches, ranks } from './name-matches.ts';

/** How well each row matches, as labels were at one moment. */
export interface RowRanks {
  /** Rows that came later are beyond its end. */
  readonly byRow: Uint8Array;
  /** The latest write that was seen. */
  readonly revision: number;
}

/**
 * How well a row matches now; good until the next write. What was decided for all rows holds for each whose label has not changed since,
 * for names and paths never do. Any other is decided by itself, by the rules that hold for all.
 */
export function rankNow(
  terms: readonly SearchTerm[],
  { catalogue, table }: Pick<RowLabels, 'catalogue' | 'table'>,
  known: RowRanks = { byRow: new Uint8Array(0), revision: 0 },
): (row: Row, label: LabelId) => number {
  if (terms.length === 0) return () => ranks.elsewhere;
  const { texts, columns } = catalogue;
  const labels = new LabelMatches(terms, table, new FoldedLabels());
  const folders = new FolderMatches(terms);
  const names = new NameMatches(terms);
  return (row, label) => {
    const isKnown = row < known.byRow.length && !table.changes.hasChangedSince(label, known.revision);
    if (isKnown) return known.byRow[row] ?? ranks.none;
    const path = texts.folders[columns.folder[row] ?? 0] ?? '';
    const bits = labels.bitsWithNotes(label) | folders.bitsOf(path);
    return names.rankOf(texts.nameOf(row), bits, folders.tailsOf(path));
  };
}
