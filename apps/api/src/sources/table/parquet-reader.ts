import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import type { AsyncBuffer, ColumnMetaData, FileMetaData, SchemaTree } from 'hyparquet';
import { refuseColumns } from './csv-reader.ts';
import { decodeColumn } from './parquet-column.ts';
import { brokenTable, rangeOf } from './parquet-pages.ts';
import { TableError } from './table-error.ts';
import { firstRows, tableLimits } from './table-limits.ts';
import type { TableChunk, TableReader } from './table-reader.ts';

type RowGroup = FileMetaData['row_groups'][number];

/** A column of one row group that is larger, unpacked, is read in parts: long texts would fill the memory otherwise. */
const partBytes = 64 * 2 ** 20;
const partRowsMin = 10_000;

/** Parquet, column by column: what is not wanted is not read. */
export class ParquetReader implements TableReader {
  readonly columns: readonly string[];
  readonly nested: readonly string[];

  private constructor(
    private readonly handle: FileHandle,
    private readonly buffer: AsyncBuffer,
    private readonly metadata: FileMetaData,
    private readonly schema: SchemaTree,
  ) {
    const namesOf = (trees: readonly SchemaTree[]): string[] => trees.map(({ element }) => element.name);
    this.columns = namesOf(schema.children.filter(hasPlainCells));
    this.nested = namesOf(schema.children.filter((tree) => !hasPlainCells(tree)));
  }

  static async open(file: string): Promise<ParquetReader> {
    const handle = await open(file, constants.O_RDONLY);
    try {
      // Loaded with the first parquet file: nobody else needs it.
      const { parquetMetadataAsync, parquetSchema } = await import('hyparquet');
      const buffer = bufferOf(handle, (await handle.stat()).size);
      const metadata = await parquetMetadataAsync(buffer);
      const rows = Number(metadata.num_rows);
      if (!(rows <= tableLimits.rows))
        throw new TableError(`The table has ${String(rows)} rows: ${String(tableLimits.rows)} at most.`);
      const reader = new ParquetReader(handle, buffer, metadata, parquetSchema(metadata));
      refuseColumns(reader.columns);
      return reader;
    } catch (error) {
      await handle.close();
      throw notParquet(error);
    }
  }

  async *chunks(wanted: (column: string) => boolean, leaveOut?: (column: string) => void): AsyncGenerator<TableChunk> {
    let columns = this.columns.filter(wanted);
    let start = 0;
    for (const group of this.metadata.row_groups) {
      const rows = Number(group.num_rows);
      if (!(rows >= 0 && start + rows <= tableLimits.rows)) throw brokenTable();
      const part = Math.min(rows, this.rowsOfPart(group, columns));
      // The first rows by themselves; a page that was read for them is read again, which costs less than waiting for all.
      for (let from = 0; from < rows;) {
        const to = start + from === 0 ? Math.min(rows, firstRows) : Math.min(rows, from + part);
        const chunk = await this.read(group, columns, from, to, leaveOut);
        columns = columns.filter((column) => chunk.columns.has(column));
        yield chunk;
        from = to;
      }
      start += rows;
    }
  }

  close(): Promise<void> {
    return this.handle.close();
  }

  private rowsOfPart(group: RowGroup, columns: readonly string[]): number {
    const sizes = columns.map((column) => Number(columnOf(group, column).total_uncompressed_size));
    return Math.max(partRowsMin, Math.floor((Number(group.num_rows) * partBytes) / Math.max(1, ...sizes)));
  }

  private async read(
    group: RowGroup,
    columns: readonly string[],
    from: number,
    to: number,
    leaveOut?: (column: string) => void,
  ): Promise<TableChunk> {
    const read = new Map<string, ArrayLike<unknown>>();
    for (const column of columns) {
      try {
        read.set(column, await this.cellsOf(group, column, from, to));
      } catch (error) {
        // The disk is to blame for no column.
        if (!leaveOut || !(error instanceof TableError)) throw error;
        leaveOut(column);
      }
    }
    return { count: to - from, columns: read };
  }

  private async cellsOf(group: RowGroup, name: string, from: number, to: number): Promise<ArrayLike<unknown>> {
    const { schema } = this;
    const column = columnOf(group, name);
    const { start, end } = rangeOf(column);
    try {
      const bytes = await this.buffer.slice(start, end);
      const cells = await decodeColumn({ schema, column, bytes, rows: Number(group.num_rows) }, from, to);
      if (cells.length !== to - from) throw brokenTable();
      return cells;
    } catch (error) {
      if (error instanceof TableError || isOfDisk(error)) throw error;
      throw new TableError(`The column ${JSON.stringify(name)} cannot be read: ${wordsOf(error)}`);
    }
  }
}

/** No lists or records, and nothing that the library cannot read. */
function hasPlainCells({ element, children }: SchemaTree): boolean {
  const { repetition_type: repetition, converted_type: converted } = element;
  return children.length === 0 && repetition !== 'REPEATED' && converted !== 'INTERVAL' && converted !== 'BSON';
}

function columnOf(group: RowGroup, name: string): ColumnMetaData {
  const found = group.columns.find(({ meta_data: column }) => column?.path_in_schema[0] === name)?.meta_data;
  if (!found) throw brokenTable();
  return found;
}

function bufferOf(handle: FileHandle, byteLength: number): AsyncBuffer {
  return {
    byteLength,
    slice: async (start, end = byteLength) => {
      const [from, to] = [start < 0 ? byteLength + start : start, Math.min(end, byteLength)];
      if (!(from >= 0 && to >= from)) throw brokenTable();
      const bytes = new Uint8Array(to - from);
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, from);
      if (bytesRead !== bytes.length) throw new TableError('The table changed while it was read.');
      return bytes.buffer;
    },
  };
}

function notParquet(error: unknown): unknown {
  if (error instanceof TableError || isOfDisk(error)) return error;
  return new TableError('This is not a parquet file, or a broken one.');
}

function isOfDisk(error: unknown): boolean {
  return typeof (error as NodeJS.ErrnoException).code === 'string' && 'errno' in (error as object);
}

/** The library's own, without what it might quote of the file. */
function wordsOf(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  return `${message.slice(0, 160)}.`;
}
