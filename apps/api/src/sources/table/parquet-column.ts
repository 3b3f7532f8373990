import type { ColumnMetaData, Compressors, DecodedArray, SchemaTree } from 'hyparquet';
import { brokenTable, checkPages } from './parquet-pages.ts';
import { TableError } from './table-error.ts';
import { tableLimits } from './table-limits.ts';
import { withinTime } from './within-time.ts';

/** Some 64 MB of a column are unpacked in less than a second. */
const patienceMs = 20_000;

type Library = Pick<typeof import('hyparquet/src/column.js'), 'readColumn' | 'parquetHeader'> &
  Pick<typeof import('hyparquet/src/schema.js'), 'getTreePath'> & {
    readonly parsers: typeof import('hyparquet/src/convert.js').DEFAULT_PARSERS;
    readonly compressors: Compressors;
  };

/** Loaded with the first parquet file: nobody else needs it. */
async function library(): Promise<Library> {
  const [{ compressors }, { readColumn, parquetHeader }, { getTreePath }, { DEFAULT_PARSERS }] = await Promise.all([
    import('hyparquet-compressors'),
    import('hyparquet/src/column.js'),
    import('hyparquet/src/schema.js'),
    import('hyparquet/src/convert.js'),
  ]);
  return { readColumn, parquetHeader, getTreePath, parsers: plain(DEFAULT_PARSERS), compressors: bounded(compressors) };
}

/** What stands for a record is taken as it is written: it need not be one. */
function plain(parsers: Library['parsers']): Library['parsers'] {
  const nothing = (): undefined => undefined;
  return {
    ...parsers,
    jsonFromBytes: (bytes): unknown => parsers.stringFromBytes(bytes),
    geometryFromBytes: nothing,
    geographyFromBytes: nothing,
  };
}

/** One column of one row group: its bytes, and what the file says of it. */
export interface ColumnChunk {
  readonly schema: SchemaTree;
  readonly column: ColumnMetaData;
  readonly bytes: ArrayBuffer;
  /** In the row group. */
  readonly rows: number;
}

/**
 * The cells of these rows. The library believes what a file says of itself: its pages are looked through before, and what it does with them ends
 * after a while.
 */
export async function decodeColumn(
  { schema, column, bytes, rows }: ColumnChunk,
  from: number,
  to: number,
): Promise<ArrayLike<unknown>> {
  const { readColumn, parquetHeader, getTreePath, parsers, compressors } = await library();
  checkPages(bytes, rows, parquetHeader);
  const pathInSchema = column.path_in_schema;
  const schemaPath = getTreePath(schema, pathInSchema);
  const element = schemaPath.at(-1)?.element;
  if (!element) throw brokenTable();
  const decoder = { pathInSchema, schemaPath, element, type: column.type, codec: column.codec, parsers, compressors };
  const wanted = { groupStart: 0, selectStart: from, selectEnd: to, groupRows: rows };
  const { data, skipped } = withinTime(patienceMs, () =>
    readColumn({ view: new DataView(bytes), offset: 0 }, wanted, decoder),
  );
  return joined(data, from - skipped, to - skipped);
}

/** Pages hold more than is wanted at both ends. */
function joined(pages: readonly DecodedArray[], from: number, to: number): ArrayLike<unknown> {
  const cells: unknown[] = [];
  let start = 0;
  for (const page of pages) {
    for (let at = Math.max(from - start, 0); at < Math.min(page.length, to - start); at += 1) cells.push(page[at]);
    start += page.length;
  }
  return cells;
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
