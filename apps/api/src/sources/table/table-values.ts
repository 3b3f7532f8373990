import type { ChosenColumns } from './choose-columns.ts';
import { ColumnBuilder, ValueBudget, type BuiltColumn } from './column-builder.ts';
import type { TableReader } from './table-reader.ts';

/** Numbers and categories of all rows, by the name of their column. */
export type TableValues = Map<string, BuiltColumn>;

/** All columns that do not say what an image is; those that are neither numbers nor categories are left out. */
export async function readValues(reader: TableReader, chosen: ChosenColumns): Promise<TableValues> {
  const identity = new Set(Object.values(chosen) as (string | null)[]);
  const builders = new Map<string, ColumnBuilder>();
  const budget = new ValueBudget();
  let count = 0;
  for await (const chunk of reader.chunks((column) => !identity.has(column))) {
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
  const values: TableValues = new Map();
  for (const [name, builder] of builders) {
    const built = builder.build();
    if (built) values.set(name, built);
  }
  return values;
}

/** The same column for these rows of the table only, in their order. */
export function inOrder(column: BuiltColumn, order: Uint32Array): BuiltColumn {
  if (column.kind === 'metric')
    return { kind: 'metric', values: Float64Array.from(order, (row) => column.values[row] ?? NaN) };
  return { ...column, codes: Uint8Array.from(order, (row) => column.codes[row] ?? 255) };
}
