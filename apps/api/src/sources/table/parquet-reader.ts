import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import type { AsyncBuffer, ColumnMetaData, Compressors, DecodedArray, FileMetaData, SchemaTree } from 'hyparquet';
import { refuseColumns } from './csv-reader.ts';
import { brokenTable, checkPages, rangeOf, type PageHeaderOf } from './parquet-pages.ts';
import { TableError } from './table-error.ts';
import { firstRows, tableLimits } from './table-limits.ts';
import type { TableChunk, TableReader } from './table-reader.ts';

type RowGroup = FileMetaData['row_groups'][number];

type Library = Pick<typeof import('hyparquet'), 'parquetMetadataAsync' | 'parquetSchema' | 'parquetScan'> & {
  readonly parquetHeader: PageHeaderOf;
  readonly compressors: Compressors;
};

interface RowPart {
  readonly rowStart: number;
  readonly rowEnd: number;
}

/** A column of one row group that is larger, unpacked, is read in parts: long texts would fill the memory otherwise. */
const partBytes = 64 * 2 ** 20;
const partRowsMin = 10_000;

/** Loaded with the first parquet file: nobody else needs it. */
async function library(): Promise<Library> {
  const [{ parquetMetadataAsync, parquetSchema, parquetScan }, { parquetHeader }, { compressors }] = await Promise.all([
    import('hyparquet'),
    import('hyparquet/src/column.js'),
    import('hyparquet-compressors'),
  ]);
  return { parquetMetadataAsync, parquetSchema, parquetScan, parquetHeader, compressors: bounded(compressors) };
}

/** Parquet, column by column: what is not wanted is not read. */
export class ParquetReader implements TableReader {
  readonly columns: readonly string[];

  private constructor(
    private readonly handle: FileHandle,
    private readonly buffer: AsyncBuffer,
    private readonly metadata: FileMetaData,
    schema: SchemaTree,
  ) {
    // A list or a record in a cell is nothing that can be shown or compared.
    this.columns = schema.children.flatMap(({ element, children }) =>
      children.length > 0 || element.repetition_type === 'REPEATED' ? [] : [element.name],
    );
  }

  static async open(file: string): Promise<ParquetReader> {
    const handle = await open(file, constants.O_RDONLY);
    try {
      const { parquetMetadataAsync, parquetSchema } = await library();
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

  async *chunks(wanted: (column: string) => boolean): AsyncGenerator<TableChunk> {
    const columns = this.columns.filter(wanted);
    let start = 0;
    for (const group of this.metadata.row_groups) {
      const rows = Number(group.num_rows);
      if (!(rows >= 0 && start + rows <= tableLimits.rows)) throw brokenTable();
      const part = Math.min(rows, this.rowsOfPart(group, columns));
      // The first rows by themselves; a page that was read for them is read again, which costs less than waiting for all.
      for (let from = 0; from < rows;) {
        const to = start + from === 0 ? Math.min(rows, firstRows) : Math.min(rows, from + part);
        yield await this.read(group, columns, { rowStart: start + from, rowEnd: start + to });
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

  private async read(group: RowGroup, columns: readonly string[], part: RowPart): Promise<TableChunk> {
    const count = part.rowEnd - part.rowStart;
    const read = new Map<string, DecodedArray>();
    for (const column of columns) {
      const values = await this.column(group, column, part);
      if (values.length !== count) throw brokenTable();
      read.set(column, values);
    }
    return { count, columns: read };
  }

  private async column(group: RowGroup, column: string, part: RowPart): Promise<DecodedArray> {
    const { parquetScan, parquetHeader, compressors } = await library();
    const { metadata } = this;
    try {
      const file = await this.checked(group, column, parquetHeader);
      // One for each read, since it keeps what it has read.
      const scan = await parquetScan({ file, metadata, compressors, columns: [column], useOffsetIndex: false });
      return await scan.readColumn({ column, ...part });
    } catch (error) {
      if (error instanceof TableError || isOfDisk(error)) throw error;
      throw new TableError(`The column ${JSON.stringify(column)} cannot be read: ${wordsOf(error)}`);
    }
  }

  /** The file, with this column of it in memory and looked through. */
  private async checked(group: RowGroup, column: string, headerOf: PageHeaderOf): Promise<AsyncBuffer> {
    const range = rangeOf(columnOf(group, column));
    const bytes = await this.buffer.slice(range.start, range.end);
    checkPages(bytes, Number(group.num_rows), headerOf);
    const slice = (start: number, end = this.buffer.byteLength): ArrayBuffer | Promise<ArrayBuffer> =>
      start >= range.start && end <= range.end
        ? bytes.slice(start - range.start, end - range.start)
        : this.buffer.slice(start, end);
    return { byteLength: this.buffer.byteLength, slice };
  }
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

/** A page says itself how large it will be: nobody has to believe that, nor to find the memory for it. */
function bounded(compressors: Compressors): Compressors {
  return Object.fromEntries(
    Object.entries(compressors).map(([codec, unpack]) => [
      codec,
      (input: Uint8Array, outputLength: number) => {
        if (!(outputLength >= 0 && outputLength <= tableLimits.pageBytes))
          throw new TableError('A page of the table is too large when it is unpacked.');
        return unpack(input, outputLength);
      },
    ]),
  );
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
