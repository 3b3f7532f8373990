import { limits, type FolderEntry, type FolderManifest } from '#contracts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Labels } from '../persistence/label-book.ts';
import { describeItem } from '../catalogue/describe-item.ts';
import { kindOf } from '../catalogue/folder-kind.ts';
import type { FolderNode } from '../catalogue/folder-node.ts';
import { isoTime } from '../shared/iso-time.ts';

export interface Paging {
  readonly page: number;
  readonly pageSize: number;
}

/** Small folders are answered whole, unless pages are asked for; large and recursive ones always in pages. */
export function pagingOf(asked: Partial<Paging>, isRecursive: boolean, itemCount: number): Paging | undefined {
  const isAsked = asked.page !== undefined || asked.pageSize !== undefined;
  if (!isAsked && !isRecursive && itemCount <= limits.folderUnpagedMax) return undefined;
  return { page: asked.page ?? 1, pageSize: asked.pageSize ?? limits.folderPageSize };
}

/** The numbers of the items on this page; none for a page past the end. */
export function rowsOnPage(rows: Uint32Array, paging: Paging | undefined): Uint32Array {
  if (!paging) return rows;
  const start = (paging.page - 1) * paging.pageSize;
  return rows.subarray(start, start + paging.pageSize);
}

export function describeFolder(
  catalogue: Catalogue,
  labels: Labels,
  folder: FolderNode,
  rows: Uint32Array,
  paging: (Paging & { readonly totalItems: number }) | undefined,
): FolderManifest {
  return {
    v: 1,
    path: folder.path,
    generatedAt: isoTime(folder.listedAt),
    items: Array.from(rows, (row) => describeItem(catalogue, labels, row)),
    dirs: folder.dirs.map(describeEntry),
    ...(paging
      ? {
          page: paging.page,
          pageSize: paging.pageSize,
          pageCount: Math.ceil(paging.totalItems / paging.pageSize),
          totalItems: paging.totalItems,
        }
      : {}),
  };
}

function describeEntry(folder: FolderNode): FolderEntry {
  const { label, problem } = folder.pointer ?? {};
  return {
    ...{ name: folder.name, kind: kindOf(folder), totalItems: folder.total, hasDirs: folder.dirs.length > 0 },
    ...(label ? { label } : {}),
    ...(problem ? { problem: { error: problem.code, message: problem.message } } : {}),
  };
}
