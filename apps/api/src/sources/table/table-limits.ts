/** A table beyond these is refused with a sentence: what is taken of it is held in memory. */
export const tableLimits = {
  rows: 2_000_000,
  columns: 1000,
  /** Different texts in a column that is a category. */
  categoryNames: 200,
  /** The longest of these; a longer text is no name of anything. */
  categoryCharacters: 128,
  /** All numbers and codes that are taken, in bytes. */
  valueBytes: 2 ** 30,
  /** One cell of a text file, or one line of NDJSON. */
  cellCharacters: 2 ** 20,
  lineCharacters: 16 * 2 ** 20,
  /** One page of a parquet file, unpacked. */
  pageBytes: 256 * 2 ** 20,
} as const;

/** So many rows are shown before the others are read. */
export const firstRows = 20_000;
/** Rows that are in hand at a time. */
export const rowsAtOnce = 20_000;
