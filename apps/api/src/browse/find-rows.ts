import type { BrowseQuery } from '#contracts';
import type { FolderNode } from '../catalogue/folder-node.ts';
import type { RowLabels } from '../catalogue/row-labels.ts';
import { filterRows } from './filter-rows.ts';
import type { Found } from './frozen-results.ts';
import { orderRows } from './order-rows.ts';

/** The rows that a query asks for, in its order. */
export async function findRows(folder: FolderNode, query: BrowseQuery, labels: RowLabels): Promise<Found> {
  const { catalogue, table } = labels;
  // Taken before anything is looked at: what changes while this runs counts as a change since.
  const since = { labels: table.revision, rows: catalogue.changes.revision };
  const isPartial = query.recursive && folder.unlisted > 0;
  const all = catalogue.rowsOf(folder, query.recursive);
  const wanted = query.filters ? await filterRows(all, query.filters.and, labels) : all;
  const rows = await orderRows(labels, wanted, query);
  return { rows, isPartial, query, since };
}
