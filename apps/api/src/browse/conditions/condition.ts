import type { WorkedSets } from '../../activity/worked-sets.ts';
import type { Catalogue, Row } from '../../catalogue/catalogue.ts';
import type { LabelId } from '../../persistence/label-id.ts';
import type { RowLabels } from '../../catalogue/row-labels.ts';
import type { LabelTable } from '../../persistence/label-table.ts';

/** Whether an item is wanted, by its row and its label. Good until the next write, and until a column of the source is another one. */
export type Condition = (row: Row, label: LabelId) => boolean;

/** What conditions look at. */
export interface Ground {
  readonly catalogue: Catalogue;
  readonly table: LabelTable;
  readonly worked: WorkedSets;
}

export function groundOf({ catalogue, table }: RowLabels, worked: WorkedSets): Ground {
  return { catalogue, table, worked };
}
