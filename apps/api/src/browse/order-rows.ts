import type { BrowseQuery } from '#contracts';
import type { Catalogue, Row } from '../catalogue/catalogue.ts';
import type { RowLabels } from '../catalogue/row-labels.ts';
import type { RowRanks } from '../finder/row-ranks.ts';
import { Breather } from '../shared/breather.ts';
import { naturalKey } from '../shared/natural-order.ts';
import { sortByNumber } from '../shared/sort-by-number.ts';
import { sortInSlices } from '../shared/sort-in-slices.ts';
import { sortValue } from './sort-values.ts';

const rowsBetweenLooks = 512;

/**
 * Puts rows that stand in path order into the order that was asked for. Every sort is stable, so that rows which
 * are equal by the key stay in path order, whichever way round the key runs.
 */
export async function orderRows(
  labels: RowLabels,
  rows: Uint32Array,
  query: BrowseQuery,
  known?: RowRanks,
  signal?: AbortSignal,
): Promise<Uint32Array> {
  const { sort, recursive } = query;
  const isDescending = sort.dir === 'desc';
  const valueOf = sortValue(query, labels, known);
  if (valueOf) {
    await labels.link();
    return byNumber(rows, valueOf, isDescending, signal);
  }
  // The images of one folder are kept in the order of their names, and no two have the same.
  const isInOrder = sort.key === 'path' || !recursive;
  if (isInOrder) return isDescending ? rows.reverse() : rows;
  return byName(labels.catalogue, rows, isDescending ? -1 : 1, signal);
}

async function byName(
  catalogue: Catalogue,
  rows: Uint32Array,
  sign: number,
  signal?: AbortSignal,
): Promise<Uint32Array> {
  const breather = new Breather(signal);
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

/** Rows without a value come last, both ways. */
async function byNumber(
  rows: Uint32Array,
  valueOf: (row: Row) => number,
  isDescending: boolean,
  signal?: AbortSignal,
): Promise<Uint32Array> {
  const breather = new Breather(signal);
  const values = new Float64Array(rows.length);
  const ordered = new Uint32Array(rows.length);
  const without: Row[] = [];
  let count = 0;
  for (const [at, row] of rows.entries()) {
    const value = valueOf(row);
    if (Number.isNaN(value)) without.push(row);
    else {
      values[count] = value;
      ordered[count] = row;
      count += 1;
    }
    if (at % rowsBetweenLooks === 0 && breather.isDue()) await breather.breathe();
  }
  await sortByNumber(ordered.subarray(0, count), values.slice(0, count), isDescending);
  ordered.set(without, count);
  return ordered;
}
