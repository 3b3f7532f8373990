import type { ChosenColumns } from './choose-columns.ts';
import { ColumnBuilder, ValueBudget, type BuiltColumn } from './column-builder.ts';
import { isAskable, leftOutOf, type LeftOut, type LeftOutColumn } from './left-out.ts';
import { tableLimits } from './table-limits.ts';
import type { TableReader } from './table-reader.ts';

export interface TableValues {
  /** Numbers and categories of all rows, by the name of their column. */
  readonly columns: Map<string, BuiltColumn>;
  readonly leftOut: LeftOut;
}

/** All columns that do not say what an image is; those that are neither numbers nor categories are left out, or cannot be asked for. */
export async function readValues(reader: TableReader, chosen: ChosenColumns): Promise<TableValues> {
  const identity = new Set(Object.values(chosen) as (string | null)[]);
  const builders = new Map<string, ColumnBuilder>();
  const budget = new ValueBudget();
  const leftOut: LeftOutColumn[] = reader.nested.map((name) => ({ name, why: 'it holds lists, records or bytes' }));
  const isWanted = (column: string): boolean => {
    if (identity.has(column)) return false;
    if (isAskable(column)) return true;
    if (leftOut.length < tableLimits.columns) leftOut.push({ name: column, why: 'no condition can ask for this name' });
    return false;
  };
  const leaveOut = (column: string): void => {
    leftOut.push({ name: column, why: 'it cannot be decoded' });
    builders.delete(column);
  };
  let count = 0;
  for await (const chunk of reader.chunks(isWanted, leaveOut)) {
    for (const [name, cells] of chunk.columns) {
      let builder = builders.get(name);
      if (!builder) {
        builder = new ColumnBuilder(budget);
        builder.skip(count);
        builders.set(name, builder);
      }
      builder.add(cells);
    }
    for (const [name, builder] of builders) if (!chunk.columns.has(name)) builder.skip(chunk.count);
    count += chunk.count;
  }
  const columns = new Map<string, BuiltColumn>();
  for (const [name, builder] of builders) {
    const built = builder.build();
    if (built) columns.set(name, built);
    else leftOut.push({ name, why: builder.whyLeftOut() });
  }
  return { columns, leftOut: leftOutOf(leftOut) };
}

/** The same column for these rows of the table only, in their order. */
export function inOrder(column: BuiltColumn, order: Uint32Array): BuiltColumn {
  if (column.kind === 'metric')
    return { kind: 'metric', values: Float64Array.from(order, (row) => column.values[row] ?? NaN) };
  return { ...column, codes: Uint8Array.from(order, (row) => column.codes[row] ?? 255) };
}
