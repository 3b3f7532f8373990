import type { BrowseQuery } from '#contracts';
import type { Catalogue, Row } from '../catalogue/catalogue.ts';
import type { RowLabels } from '../catalogue/row-labels.ts';
import type { RowRanks } from '../finder/row-ranks.ts';
import type { Breather } from '../shared/breather.ts';
import { naturalKey } from '../shared/natural-order.ts';
import { sortByNumber } from '../shared/sort-by-number.ts';
import { sortInSlices } from '../shared/sort-in-slices.ts';
import type { NameOrder } from './name-order.ts';
import { sortValue } from './sort-values.ts';

const rowsAtOnce = 512;

export interface OrderTools {
  readonly labels: RowLabels;
  readonly names: NameOrder;
  /** What the text of the query holds for, as far as that has been decided. */
  readonly known: RowRanks | undefined;
  readonly breather: Breather;
}

/**
 * Puts rows that stand in path order into the order that was asked for. Every sort is stable, so that rows which
 * are equal by the key stay in path order, whichever way round the key runs.
 */
export async function orderRows(
  rows: Uint32Array,
  query: BrowseQuery,
  { labels, names, known, breather }: OrderTools,
): Promise<Uint32Array> {
  const { sort, recursive } = query;
  const isDescending = sort.dir === 'desc';
  const valueOf = sortValue(query, labels, known);
  if (valueOf) {
    await labels.link();
    return byNumber(rows, valueOf, isDescending, breather);
  }
  // The images of one folder are kept in the order of their names, and no two have the same.
  const isInOrder = sort.key === 'path' || !recursive;
  if (isInOrder) return isDescending ? rows.reverse() : rows;
  const ranks = await names.ranksFor(rows.length);
  if (ranks) return byNumber(rows, (row) => ranks[row] ?? NaN, isDescending, breather);
  return byName(labels.catalogue, rows, isDescending ? -1 : 1, breather);
}

async function byName(catalogue: Catalogue, rows: Uint32Array, sign: number, breather: Breather): Promise<Uint32Array> {
  const keys: string[] = [];
  await breather.through(
    rows.length,
    (from, to) => {
      for (let at = from; at < to; at += 1) keys.push(naturalKey(catalogue.nameOf(rows[at] ?? 0)));
    },
    rowsAtOnce,
  );
  const order = Uint32Array.from(keys, (_, at) => at);
  const compare = (a: number, b: number): number => {
    const [left = '', right = ''] = [keys[a], keys[b]];
    return left === right ? 0 : left < right ? -sign : sign;
  };
  await sortInSlices(order, compare, breather);
  return order.map((at) => rows[at] ?? 0);
}

/** Rows without a value come last, both ways. */
async function byNumber(
  rows: Uint32Array,
  valueOf: (row: Row) => number,
  isDescending: boolean,
  breather: Breather,
): Promise<Uint32Array> {
  const values = new Float64Array(rows.length);
  const ordered = new Uint32Array(rows.length);
  const without: Row[] = [];
  let count = 0;
  await breather.through(
    rows.length,
    (from, to) => {
      for (let at = from; at < to; at += 1) {
        const row = rows[at] ?? 0;
        const value = valueOf(row);
        if (Number.isNaN(value)) without.push(row);
        else {
          values[count] = value;
          ordered[count] = row;
          count += 1;
        }
      }
    },
    rowsAtOnce,
  );
  await sortByNumber(ordered.subarray(0, count), values.subarray(0, count), isDescending, breather);
  ordered.set(without, count);
  return ordered;
}
