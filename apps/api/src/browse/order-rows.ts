import type { BrowseQuery } from '#contracts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { Breather } from '../shared/breather.ts';
import { naturalKey } from '../shared/natural-order.ts';
import { sortInSlices } from '../shared/sort-in-slices.ts';

/**
 * Puts rows that stand in path order into the order that was asked for. The sort is stable, so that rows which
 * are equal by the key stay in path order, whichever way round the key runs.
 */
export async function orderRows(catalogue: Catalogue, rows: Uint32Array, query: BrowseQuery): Promise<Uint32Array> {
  const { key, dir } = query.sort;
  const sign = dir === 'desc' ? -1 : 1;
  switch (key) {
    case 'path':
      return dir === 'desc' ? rows.reverse() : rows;
    case 'name':
      return byName(catalogue, rows, query.recursive, sign);
    case 'size':
      return byNumber(rows, catalogue.columns.size, sign);
    case 'added_at':
      return byNumber(rows, catalogue.columns.mtime, sign);
  }
}

async function byName(
  catalogue: Catalogue,
  rows: Uint32Array,
  isRecursive: boolean,
  sign: number,
): Promise<Uint32Array> {
  // The images of one folder are kept in the order of their names, and no two have the same.
  if (!isRecursive) return sign > 0 ? rows : rows.reverse();
  const breather = new Breather();
  const keys: string[] = [];
  for (const row of rows) {
    const name = catalogue.nameOf(row);
    keys.push(naturalKey(name));
    if (breather.isDue()) await breather.breathe();
  }
  const order = Uint32Array.from(rows.keys());
  await sortInSlices(order, (a, b) => {
    const [left = '', right = ''] = [keys[a], keys[b]];
    return left === right ? 0 : left < right ? -sign : sign;
  });
  return order.map((at) => rows[at] ?? 0);
}

async function byNumber(rows: Uint32Array, column: Float64Array, sign: number): Promise<Uint32Array> {
  await sortInSlices(rows, (a, b) => ((column[a] ?? 0) - (column[b] ?? 0)) * sign);
  return rows;
}
