/** In which the labels of a query can be taken away. */
export const exportFormats = ['json', 'ndjson', 'csv', 'parquet'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface ExportQuery {
  /** `json` is the form of labels.json, and holds labelled images only; the others have a row for each image. */
  format?: ExportFormat;
  /** A folder with all below it; the whole gallery when left out. */
  path?: string;
  /** A query as JSON, in place of a path. */
  query?: string;
  /** Leaves out images on which nobody has written. */
  labelled?: 'only';
}
