import type { BrowseQuery } from '#contracts';
import type { WorkedSets } from '../activity/worked-sets.ts';
import type { Catalogue, Row } from '../catalogue/catalogue.ts';
import type { FolderNode } from '../catalogue/folder-node.ts';
import { itemFlags } from '../catalogue/item-flags.ts';
import type { RowLabels } from '../catalogue/row-labels.ts';
import { compileQuery } from './conditions/compile-filters.ts';
import { groundOf } from './conditions/condition.ts';

/** Whether a row is what a query asks for now. Good until the next write, and for rows and labels that are linked. */
export function isInQuery(query: BrowseQuery, labels: RowLabels, worked: WorkedSets): (row: Row) => boolean {
  const isThere = isInScope(query, labels.catalogue);
  const isWanted = compileQuery(query, groundOf(labels, worked));
  return (row) => isThere(row) && isWanted(row, labels.labelOf(row));
}

/** Its file is there, in the folder, or below it when that is asked for. */
export function isInScope(
  { path, recursive }: Pick<BrowseQuery, 'path' | 'recursive'>,
  catalogue: Catalogue,
): (row: Row) => boolean {
  // By its path: another folder of this name may have come in the place of the one that was asked.
  const folder = catalogue.folder(path);
  return (row) => {
    if (!folder || catalogue.has(row, itemFlags.gone)) return false;
    const own = catalogue.folderOf(row);
    return own === folder || (recursive && isBelow(own, folder));
  };
}

function isBelow(folder: FolderNode, above: FolderNode): boolean {
  for (let each = folder.parent; each; each = each.parent) if (each === above) return true;
  return false;
}
