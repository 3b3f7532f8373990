import { Refusal } from './refusal.ts';

/** What a spreadsheet would run as a formula, and what was made harmless before and so has to be told from it. */
const formula = /^'*[=+\-@\t\r]/;
const harmless = /^'+[=+\-@\t\r]/;
const needsQuotes = /[",\r\n]/;

/** RFC 4180, without the end of line. */
export function csvRow(cells: readonly string[]): string {
  return cells.map(csvCell).join(',');
}

export function cellsOfRow(row: string): string[] {
  const cells: string[] = [];
  for (let at = 0; ;) {
    const isQuoted = row[at] === '"';
    const end = isQuoted ? endOfQuoted(row, at) : endOfPlain(row, at);
    const text = isQuoted ? row.slice(at + 1, end - 1).replaceAll('""', '"') : row.slice(at, end);
    cells.push(harmless.test(text) ? text.slice(1) : text);
    if (end === row.length) return cells;
    if (row[end] !== ',') throw new Refusal('Behind a closing quote must be a comma or the end of the row.');
    at = end + 1;
  }
}

function csvCell(value: string): string {
  const text = formula.test(value) ? `'${value}` : value;
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function endOfQuoted(row: string, opening: number): number {
  for (let at = opening + 1; ;) {
    const quote = row.indexOf('"', at);
    if (quote === -1) throw new Refusal('A quote is opened here and never closed.');
    if (row[quote + 1] !== '"') return quote + 1;
    at = quote + 2;
  }
}

function endOfPlain(row: string, from: number): number {
  const comma = row.indexOf(',', from);
  const end = comma === -1 ? row.length : comma;
  if (/["\r]/.test(row.slice(from, end)))
    throw new Refusal('A cell with a quote or a line break must stand in quotes.');
  return end;
}
