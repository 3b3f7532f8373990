import type { BrowseQuery } from '#contracts';
import type { FolderNode } from '../catalogue/folder-node.ts';
import type { RowLabels } from '../catalogue/row-labels.ts';
import type { Finder } from '../finder/finder.ts';
import { parseText } from '../finder/parse-search.ts';
import { compileQuery } from './conditions/compile-filters.ts';
import { filterRows } from './filter-rows.ts';
import type { Found } from './frozen-results.ts';
import { orderRows } from './order-rows.ts';

/** The rows that a query asks for, in its order. Rejects with the reason of the signal soon after it is aborted. */
export async function findRows(
  folder: FolderNode,
  query: BrowseQuery,
  labels: RowLabels,
  finder: Finder,
  signal?: AbortSignal,
): Promise<Found> {
  const { catalogue, table } = labels;
  // Taken before anything is looked at: what changes while this runs counts as a change since.
  const since = { labels: table.revision, rows: catalogue.changes.revision };
  const isPartial = query.recursive && folder.unlisted > 0;
  const all = catalogue.rowsOf(folder, query.recursive);
  const terms = parseText(query.text);
  const known = await finder.ranksFor(all.length, terms, signal);
  const isNarrowed = query.filters !== undefined || terms.length > 0;
  const wanted = isNarrowed ? await filterRows(all, () => compileQuery(query, labels, known), labels, signal) : all;
  const rows = await orderRows(labels, wanted, query, known, signal);
  return { rows, isPartial, query, since };
}
