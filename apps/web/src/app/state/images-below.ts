import type { TreeRow } from './folder-tree.ts';
import type { Shown } from './gallery-store.ts';
import type { Place } from './place.ts';

/**
 * How many images more there would be with the folders below; null where that is not known, where they are shown already, and where
 * something else is asked for than the folder as it is.
 */
export function imagesBelow(
  { path, recursive }: Pick<Place, 'path' | 'recursive'>,
  shown: Pick<Shown, 'query' | 'total' | 'isPartial'> | null,
  rows: readonly Pick<TreeRow, 'path' | 'total'>[],
): number | null {
  if (recursive || shown === null || shown.isPartial) return null;
  const { query, total } = shown;
  const isPlain = query.path === path && !query.recursive && query.filters === undefined && query.text === undefined;
  const all = isPlain ? rows.find((row) => row.path === path)?.total : null;
  return all === null || all === undefined || all <= total ? null : all - total;
}
