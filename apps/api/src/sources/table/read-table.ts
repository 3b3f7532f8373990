import type { TableLocation } from '../source-location.ts';
import { chooseColumns } from './choose-columns.ts';
import { openTable } from './open-table.ts';
import { TableError } from './table-error.ts';
import { TableIndex } from './table-index.ts';
import { tableLimits } from './table-limits.ts';
import type { TableChunk } from './table-reader.ts';
import { readValues, type TableValues } from './table-values.ts';

/** Reads what each row shows, from the first to the last; the first rows are handed out by themselves. */
export async function readRows(location: TableLocation, first: (index: TableIndex) => void): Promise<TableIndex> {
  const reader = await openTable(location.file, location.format);
  try {
    const chosen = chooseColumns(reader.columns, location.columns);
    const identity = new Set(Object.values(chosen) as (string | null)[]);
    const make = (): TableIndex => new TableIndex(chosen, location.baseDir.root, location.isRemoteAllowed);
    const index = make();
    for await (const chunk of reader.chunks((column) => identity.has(column))) {
      if (index.counts.rows === 0) first(ofOne(make(), chunk));
      if (index.counts.rows + chunk.count > tableLimits.rows)
        throw new TableError(`The table has more than ${String(tableLimits.rows)} rows.`);
      index.add(chunk);
    }
    index.finish();
    return index;
  } finally {
    await reader.close();
  }
}

function ofOne(index: TableIndex, chunk: TableChunk): TableIndex {
  index.add(chunk);
  index.finish();
  return index;
}

export async function readTableValues(location: TableLocation): Promise<TableValues> {
  const reader = await openTable(location.file, location.format);
  try {
    return await readValues(reader, chooseColumns(reader.columns, location.columns));
  } finally {
    await reader.close();
  }
}

/**
 * Whether it can be opened and says where images are, as its first rows have it; what is wrong is a `TableError`. Of parquet only
 * the frame is looked at: a broken page may take all memory, and whoever asks here is no thread of which that is the end.
 */
export async function checkTable(location: TableLocation): Promise<void> {
  const reader = await openTable(location.file, location.format);
  try {
    const chosen = chooseColumns(reader.columns, location.columns);
    if (location.format === 'parquet') return;
    const identity = new Set(Object.values(chosen) as (string | null)[]);
    for await (const chunk of reader.chunks((column) => identity.has(column))) {
      const { shown, counts } = ofOne(new TableIndex(chosen, location.baseDir.root, location.isRemoteAllowed), chunk);
      if (shown > 0) return;
      throw new TableError(
        `None of the first ${String(counts.rows)} rows names an image in the column ${JSON.stringify(chosen.source)}: ` +
          'name another with --source-column.',
      );
    }
  } finally {
    await reader.close();
  }
}
