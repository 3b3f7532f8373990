import type { ColumnMetaData, DataReader } from 'hyparquet';
import { TableError } from './table-error.ts';
import { tableLimits } from './table-limits.ts';

export type PageHeaderOf = (reader: DataReader) => {
  readonly uncompressed_page_size: number;
  readonly compressed_page_size: number;
  readonly data_page_header?: { readonly num_values: number } | undefined;
  readonly data_page_header_v2?: { readonly num_values: number; readonly num_rows: number } | undefined;
  readonly dictionary_page_header?: { readonly num_values: number } | undefined;
};

/** Where a column of a row group lies in the file. */
export function rangeOf(column: ColumnMetaData): { start: number; end: number } {
  const dictionary = Number(column.dictionary_page_offset ?? 0);
  // The file begins with its magic: some writers say 0 where there is no dictionary.
  const start = dictionary > 0 ? dictionary : Number(column.data_page_offset);
  return { start, end: start + Number(column.total_compressed_size) };
}

/**
 * Walks over the pages of a column before the library does, which believes what they say of themselves: one of a negative size would
 * be read for ever, one of a billion values would fill the memory.
 */
export function checkPages(bytes: ArrayBuffer, rows: number, headerOf: PageHeaderOf): void {
  const reader = { view: new DataView(bytes), offset: 0 };
  let values = 0;
  while (reader.offset < bytes.byteLength - 1) {
    const header = headerOf(reader);
    const { compressed_page_size: packed, uncompressed_page_size: unpacked } = header;
    if (!isWithin(packed, bytes.byteLength - reader.offset) || !isWithin(unpacked, tableLimits.pageBytes))
      throw brokenTable();
    const { data_page_header: v1, data_page_header_v2: v2, dictionary_page_header: dictionary } = header;
    if (dictionary && !isWithin(dictionary.num_values, tableLimits.rows)) throw brokenTable();
    const count = v1?.num_values ?? v2?.num_values ?? 0;
    if (!isWithin(count, rows - values) || (v2 && v2.num_rows !== count)) throw brokenTable();
    values += count;
    reader.offset += packed;
  }
}

function isWithin(number: number, most: number): boolean {
  return Number.isInteger(number) && number >= 0 && number <= most;
}

export function brokenTable(): TableError {
  return new TableError('The parquet file is broken: it does not hold what it says of itself.');
}
