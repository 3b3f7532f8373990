import { refuseColumns } from './csv-reader.ts';
import { TableError } from './table-error.ts';
import { rowsAtOnce, tableLimits } from './table-limits.ts';
import type { TableChunk, TableReader } from './table-reader.ts';
import { firstText, textPieces } from './text-pieces.ts';

type JsonRow = Readonly<Record<string, unknown>>;

/** One JSON object a line. */
export class NdjsonReader implements TableReader {
  readonly nested = [];

  private constructor(
    private readonly file: string,
    readonly columns: readonly string[],
  ) {}

  static async open(file: string): Promise<NdjsonReader> {
    const text = await firstText(file);
    const lines = text.split('\n');
    // Cut short by how much was read.
    if (lines.length > 1) lines.pop();
    const columns = new Set(parsed(lines, 0).flatMap((row) => Object.keys(row)));
    if (columns.size === 0) throw new TableError('The table is empty: it holds no JSON object.');
    refuseColumns([...columns]);
    return new NdjsonReader(file, [...columns]);
  }

  async *chunks(wanted: (column: string) => boolean): AsyncGenerator<TableChunk> {
    let [rest, rows, count]: [string, JsonRow[], number] = ['', [], 0];
    for await (const piece of textPieces(this.file)) {
      const lines = (rest + piece).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > tableLimits.lineCharacters) throw new TableError(`Line ${String(count + 1)} is too long.`);
      rows = rows.concat(parsed(lines, count));
      count += lines.length;
      for (; rows.length >= rowsAtOnce; rows = rows.slice(rowsAtOnce)) yield chunkOf(rows.slice(0, rowsAtOnce), wanted);
    }
    rows = rows.concat(parsed([rest], count));
    if (rows.length > 0) yield chunkOf(rows, wanted);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function parsed(lines: readonly string[], before: number): JsonRow[] {
  return lines.flatMap((line, at) => (line.trim() === '' ? [] : [rowOf(line, before + at + 1)]));
}

function rowOf(line: string, number: number): JsonRow {
  try {
    const row = JSON.parse(line) as unknown;
    if (typeof row === 'object' && row !== null && !Array.isArray(row)) return { ...row };
  } catch {
    // Told below, as what is JSON and no object.
  }
  throw new TableError(`Line ${String(number)} is not a JSON object.`);
}

function chunkOf(rows: readonly JsonRow[], wanted: (column: string) => boolean): TableChunk {
  const columns = new Map<string, unknown[]>();
  rows.forEach((row, at) => {
    for (const [name, value] of Object.entries(row)) {
      if (!wanted(name)) continue;
      let column = columns.get(name);
      if (!column) {
        column = new Array<unknown>(rows.length).fill(null);
        columns.set(name, column);
        if (columns.size > tableLimits.columns)
          throw new TableError(`The table has over ${String(tableLimits.columns)} columns.`);
      }
      // A list or an object is nothing that can be shown or compared.
      column[at] = typeof value === 'object' ? null : value;
    }
  });
  return { count: rows.length, columns };
}
