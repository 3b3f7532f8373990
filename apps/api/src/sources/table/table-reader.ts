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
  /** Others, whose cells are nothing that can be shown or compared. */
  readonly nested: readonly string[];
  /**
   * All rows in their order, of these columns only; in the first chunk a part of them that is quickly read. A column that cannot be decoded
   * is told to `leaveOut`, and comes no more; where nobody can do without it, the table cannot be read.
   */
  chunks(wanted: (column: string) => boolean, leaveOut?: (column: string) => void): AsyncGenerator<TableChunk>;
  close(): Promise<void>;
}

export const tableFormats = ['parquet', 'csv', 'ndjson'] as const;
export type TableFormat = (typeof tableFormats)[number];
