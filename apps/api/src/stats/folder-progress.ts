import type { FolderProgress } from '#contracts';
import type { Row } from '../catalogue/catalogue.ts';
import type { FolderNode } from '../catalogue/folder-node.ts';
import type { RowLabels } from '../catalogue/row-labels.ts';
import { Breather } from '../shared/breather.ts';

/** How many rows there are in each folder right in this one, all below it included, and how many have a label. */
export async function folderProgress(
  rows: Uint32Array,
  base: FolderNode,
  labels: RowLabels,
  signal?: AbortSignal,
): Promise<FolderProgress[]> {
  const { catalogue, table } = labels;
  const counts = new Map<FolderNode, { name: string; total: number; labelled: number }>();
  // Images of one folder come one after the other, in most orders.
  let [folder, count] = [undefined as FolderNode | undefined, undefined as FolderProgress | undefined];
  const take = (row: Row): void => {
    const its = catalogue.folderOf(row);
    if (its !== folder) [folder, count] = [its, countOf(childBelow(base, its))];
    if (!count) return;
    count.total += 1;
    if (table.isLabelled(labels.labelOf(row))) count.labelled += 1;
  };
  const countOf = (child: FolderNode | undefined): FolderProgress | undefined => {
    if (!child) return undefined;
    const known = counts.get(child) ?? { name: child.name, total: 0, labelled: 0 };
    counts.set(child, known);
    return known;
  };
  await new Breather(signal).through(rows.length, (from, to) => {
    for (let at = from; at < to; at += 1) take(rows[at] ?? 0);
  });
  // In the order in which people see them.
  return base.dirs.flatMap((child) => counts.get(child) ?? []);
}

/** Undefined for the folder itself, and for one that lies elsewhere. */
function childBelow(base: FolderNode, folder: FolderNode): FolderNode | undefined {
  let at: FolderNode | null = folder;
  while (at && at.parent !== base) at = at.parent;
  return at ?? undefined;
}
