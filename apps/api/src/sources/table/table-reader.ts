/** Some rows of a table, column by column. A cell that is empty is null or undefined; what is no plain value is text. */
export interface TableChunk {
  readonly count: number;
  /** A column that is not here is empty in these rows. */
  readonly columns: ReadonlyMap<string, ArrayLike<unknown>>;
}

/** PORT: a table of whatever format. What is wrong with it is a `TableError`. */
export interface TableReader {
  /** In the order of the table; of a format that names them in every row, those of its first rows. */
  readonly columns: readonly string[];
  /** All rows in their order, of these columns only; in the first chunk a part of them that is quickly read. */
  chunks(wanted: (column: string) => boolean): AsyncGenerator<TableChunk>;
  close(): Promise<void>;
}

export const tableFormats = ['parquet', 'csv', 'ndjson'] as const;
export type TableFormat = (typeof tableFormats)[number];
