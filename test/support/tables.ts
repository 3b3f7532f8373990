import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetWriteBuffer, schemaFromColumnData } from 'hyparquet-writer';
import type { TableFormat } from '../../apps/api/src/sources/table/table-reader.ts';

export type TableCell = string | number | boolean | null;
export type TableRow = Readonly<Record<string, TableCell>>;

/** A table of these rows in a folder; the columns are those of the first row. Answers with its path. */
export function writeTable(folder: string, name: string, rows: readonly TableRow[]): string {
  const file = join(folder, name);
  writeFileSync(file, bytesOf(rows, formatOf(name)));
  return file;
}

/** A parquet table, in which a column more is of a kind that the server cannot decode. */
export function writeUndecodable(folder: string, name: string, rows: readonly TableRow[], column: string): string {
  const cells = { name: column, data: rows.map(() => Uint8Array.of(1, 2, 3)) };
  const columns = columnsOf(rows);
  const schemaOverrides = { [column]: { name: column, type: 'BYTE_ARRAY', converted_type: 'BSON' } } as const;
  const schema = schemaFromColumnData({ columnData: [cells, ...columns], schemaOverrides });
  // Their types are in the schema now, and the library takes them from one place only.
  const columnData = [cells, ...columns.map(({ name, data }) => ({ name, data }))];
  const file = join(folder, name);
  writeFileSync(file, Buffer.from(parquetWriteBuffer({ columnData, schema, statistics: false })));
  return file;
}

export function formatOf(name: string): TableFormat {
  return name.endsWith('.parquet') ? 'parquet' : name.endsWith('.ndjson') ? 'ndjson' : 'csv';
}

function bytesOf(rows: readonly TableRow[], format: TableFormat): string | Buffer {
  const names = Object.keys(rows[0] ?? {});
  switch (format) {
    case 'csv':
      return [names, ...rows.map((row) => names.map((name) => row[name] ?? ''))].map(csvLine).join('');
    case 'ndjson':
      return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    case 'parquet':
      return Buffer.from(
        parquetWriteBuffer({
          columnData: columnsOf(rows),
          rowGroupSize: [7, 1000],
        }),
      );
  }
}

function columnsOf(rows: readonly TableRow[]) {
  return Object.keys(rows[0] ?? {}).map((name) => ({
    name,
    data: rows.map((row) => row[name] ?? null),
    type: typeOf(rows, name),
  }));
}

function typeOf(rows: readonly TableRow[], name: string): 'STRING' | 'DOUBLE' | 'BOOLEAN' {
  const cell = rows.map((row) => row[name]).find((each) => each !== null && each !== undefined);
  return typeof cell === 'number' ? 'DOUBLE' : typeof cell === 'boolean' ? 'BOOLEAN' : 'STRING';
}

function csvLine(cells: readonly TableCell[]): string {
  return `${cells.map((cell) => csvCell(String(cell ?? ''))).join(',')}\n`;
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The rows of such a CSV file again, for tests that add and take out. */
export function textOf(file: string): string {
  return readFileSync(file, 'utf8');
}
