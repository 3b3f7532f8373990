import { CsvRecords, delimiterOf } from './csv-records.ts';
import { TableError } from './table-error.ts';
import { rowsAtOnce, tableLimits } from './table-limits.ts';
import type { TableChunk, TableReader } from './table-reader.ts';
import { firstText, textPieces } from './text-pieces.ts';

/**
 * Comma-separated values. Cut by our own hand: only cells of columns that are wanted are made, which are one or two of many where
 * rows are listed. csv-parse took three times as long for that, and twice as long for all columns.
 */
export class CsvReader implements TableReader {
  readonly nested = [];

  private constructor(
    private readonly file: string,
    private readonly delimiter: string,
    readonly columns: readonly string[],
  ) {}

  static async open(file: string): Promise<CsvReader> {
    const text = await firstText(file);
    const delimiter = delimiterOf(/^[^\r\n]*/.exec(text)?.[0] ?? '');
    const records = new CsvRecords(delimiter);
    const [header] = [...records.push(text), ...records.push('\n')];
    if (!header) throw new TableError('The table is empty: its first row names the columns.');
    const columns = header.map((name) => name.trim());
    refuseColumns(columns);
    return new CsvReader(file, delimiter, columns);
  }

  async *chunks(wanted: (column: string) => boolean): AsyncGenerator<TableChunk> {
    const places = this.columns.flatMap((name, at) => (name !== '' && wanted(name) ? [{ name, at }] : []));
    const kept = new Set(places.map(({ at }) => at));
    const records = new CsvRecords(this.delimiter, (at) => kept.has(at));
    let [rows, isHeader]: [string[][], boolean] = [[], true];
    for await (const piece of textPieces(this.file)) {
      rows = rows.concat(records.push(piece));
      if (isHeader && rows.length > 0) [rows, isHeader] = [rows.slice(1), false];
      for (; rows.length >= rowsAtOnce; rows = rows.slice(rowsAtOnce)) yield chunkOf(rows.slice(0, rowsAtOnce), places);
    }
    rows = rows.concat(records.end()).slice(isHeader ? 1 : 0);
    if (rows.length > 0) yield chunkOf(rows, places);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function chunkOf(rows: readonly string[][], places: readonly { name: string; at: number }[]): TableChunk {
  return {
    count: rows.length,
    columns: new Map(places.map(({ name, at }) => [name, rows.map((row) => row[at] ?? '')])),
  };
}

export function refuseColumns(columns: readonly string[]): void {
  if (columns.length > tableLimits.columns)
    throw new TableError(`The table has ${String(columns.length)} columns: ${String(tableLimits.columns)} at most.`);
  const twice = columns.find((name, at) => name !== '' && columns.indexOf(name) !== at);
  if (twice !== undefined) throw new TableError(`Two columns of the table are called ${JSON.stringify(twice)}.`);
}
