/** Where a spreadsheet may see a formula, also one that splits at semicolons, also behind apostrophes and quotes: the rule of `labels.csv`. */
const formulas = /(?<=^|[;\t\r\n])(?=['"]*[=+\-@\t\r])/g;
const needsQuotes = /[",\r\n]/;
/** Without it the most common spreadsheet takes UTF-8 for something else. */
const mark = '\ufeff';

export type Cell = string | number | null;

export interface Table {
  /** Of the file. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export function csvOf({ columns, rows }: Table): string {
  return mark + [columns, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

/** `lenslet-people-cats-2026-11-21.csv`: what it is, of which folder, of which day. */
export function csvName(name: string, path: string, today: string): string {
  const folder = path
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return ['lenslet', name, folder === '' ? 'all' : folder, today].join('-') + '.csv';
}

export function csvCell(value: Cell): string {
  const plain = value === null ? '' : String(value);
  const text = typeof value === 'string' ? plain.replace(formulas, "'") : plain;
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
