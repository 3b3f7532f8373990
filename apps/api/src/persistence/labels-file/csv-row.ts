import { Refusal } from './refusal.ts';

/**
 * Where a spreadsheet may see a formula: in the beginning, and, as some split at semicolons or tabs and know no quotes
 * in the middle of a cell, behind each of these and of line breaks, where two quotes of ours are an empty text to them.
 * What was made harmless before is told from it.
 */
const formulas = /(?<=^|[;\t\r\n])(?=['"]*[=+\-@\t\r])/g;
const harmless = /(?<=^|[;\t\r\n])'(?=['"]*[=+\-@\t\r])/g;
const needsQuotes = /[",\r\n]/;

/** RFC 4180, without the end of line. */
export function csvRow(cells: readonly string[]): string {
  return cells.map(csvCell).join(',');
}

/** What stands between cells. Spreadsheets write semicolons where a comma is the decimal point. */
export const separators = [',', ';', '\t'] as const;
export type Separator = (typeof separators)[number];

export const neverClosed = 'A quote is opened here and never closed.';

/** Of a row of 64 MiB nobody may make as many cells, which would be the end of the memory: it is refused before. */
export function cellsOfRow(row: string, separator: Separator = ',', most = Infinity): string[] {
  const cells: string[] = [];
  for (let at = 0; ;) {
    const isQuoted = row[at] === '"';
    const end = isQuoted ? endOfQuoted(row, at) : endOfPlain(row, at, separator);
    const text = isQuoted ? row.slice(at + 1, end - 1).replaceAll('""', '"') : row.slice(at, end);
    cells.push(text.replace(harmless, ''));
    if (cells.length > most) throw new Refusal(`The row has more than ${String(most)} cells.`);
    if (end === row.length) return cells;
    if (row[end] !== separator) {
      // Over lines, the quote that opened it may have been a stray one: then rows of their own are in it.
      const isOfRest = text.includes('\n');
      throw new Refusal(`Behind a closing quote must be ${named[separator]} or the end of the row.`, isOfRest);
    }
    at = end + 1;
  }
}

const named: Readonly<Record<Separator, string>> = { ',': 'a comma', ';': 'a semicolon', '\t': 'a tab' };

function csvCell(value: string): string {
  const text = value.replace(formulas, "'");
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function endOfQuoted(row: string, opening: number): number {
  for (let at = opening + 1; ;) {
    const quote = row.indexOf('"', at);
    if (quote === -1) throw new Refusal(neverClosed);
    if (row[quote + 1] !== '"') return quote + 1;
    at = quote + 2;
  }
}

function endOfPlain(row: string, from: number, separator: Separator): number {
  const next = row.indexOf(separator, from);
  const end = next === -1 ? row.length : next;
  if (/["\r]/.test(row.slice(from, end)))
    throw new Refusal('A cell with a quote or a line break must stand in quotes.');
  return end;
}
