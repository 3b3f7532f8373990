import { CsvReader } from './csv-reader.ts';
import { NdjsonReader } from './ndjson-reader.ts';
import { ParquetReader } from './parquet-reader.ts';
import type { TableFormat, TableReader } from './table-reader.ts';

export function openTable(file: string, format: TableFormat): Promise<TableReader> {
  switch (format) {
    case 'csv':
      return CsvReader.open(file);
    case 'ndjson':
      return NdjsonReader.open(file);
    case 'parquet':
      return ParquetReader.open(file);
  }
}
