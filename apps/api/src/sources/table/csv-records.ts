import { tableLimits } from './table-limits.ts';
import { TableError } from './table-error.ts';

interface Cell {
  readonly text: string;
  readonly end: number;
}

interface Row {
  readonly cells: string[];
  readonly end: number;
  readonly isEmpty: boolean;
}

/**
 * Cuts text that comes in pieces into rows of cells: RFC 4180, with LF, CRLF or CR at the end of a line, and line breaks in quotes. What
 * a spreadsheet would read all the same is read: a quote in the middle of a cell is one, and text behind a closing quote belongs to the cell.
 */
export class CsvRecords {
  #rest = '';
  /** Rows that were cut, so that a complaint can name the row. */
  #count = 0;

  /** Of cells that nobody wants nothing is kept; they are told as empty. */
  constructor(
    private readonly delimiter: string,
    private readonly isWanted: (at: number) => boolean = () => true,
  ) {}

  /** The rows that are complete with this piece. */
  push(piece: string): string[][] {
    return this.cut(this.#rest + piece, false);
  }

  /** The last row may have no end of line. */
  end(): string[][] {
    return this.cut(this.#rest, true);
  }

  private cut(text: string, isLast: boolean): string[][] {
    const rows: string[][] = [];
    let at = 0;
    for (;;) {
      const row = this.rowAt(text, at, isLast);
      if (!row) break;
      at = row.end;
      if (!row.isEmpty) rows.push(row.cells);
      this.#count += 1;
    }
    this.#rest = text.slice(at);
    if (this.#rest.length > tableLimits.lineCharacters) throw this.tooLong();
    return rows;
  }

  /** Undefined when its end has not come yet. */
  private rowAt(text: string, start: number, isLast: boolean): Row | undefined {
    if (start >= text.length) return undefined;
    const cells: string[] = [];
    for (let at = start; ;) {
      const cell =
        text[at] === '"' ? this.quoted(text, at, isLast) : this.plain(text, at, isLast, this.isWanted(cells.length));
      if (!cell) return undefined;
      if (cell.text.length > tableLimits.cellCharacters) throw this.tooLong();
      cells.push(cell.text);
      at = cell.end;
      if (text[at] === this.delimiter) {
        at += 1;
        // The row ends with an empty cell.
        if (at >= text.length && isLast) return { cells: [...cells, ''], end: at, isEmpty: false };
        if (at >= text.length) return undefined;
        continue;
      }
      // An empty line is no row.
      const isEmpty = at === start;
      if (text[at] !== '\r') return { cells, end: at + 1, isEmpty };
      // Whether LF follows has to be known.
      if (at + 1 >= text.length && !isLast) return undefined;
      return { cells, end: text[at + 1] === '\n' ? at + 2 : at + 1, isEmpty };
    }
  }

  private plain(text: string, start: number, isLast: boolean, isWanted = true): Cell | undefined {
    const end = endOfPlain(text, start, this.delimiter);
    if (end === text.length && !isLast) return undefined;
    return { text: isWanted ? text.slice(start, end) : '', end };
  }

  private quoted(text: string, start: number, isLast: boolean): Cell | undefined {
    let content = '';
    for (let at = start + 1; ;) {
      const quote = text.indexOf('"', at);
      if (quote === -1 || (quote + 1 >= text.length && !isLast)) {
        if (isLast) throw new TableError(`Row ${String(this.#count + 1)}: a quote is opened and never closed.`);
        return undefined;
      }
      content += text.slice(at, quote);
      if (text[quote + 1] === '"') {
        content += '"';
        at = quote + 2;
        continue;
      }
      const behind = this.plain(text, quote + 1, isLast);
      return behind && { text: content + behind.text, end: behind.end };
    }
  }

  private tooLong(): TableError {
    return new TableError(
      `Row ${String(this.#count + 1)} holds a cell of over a million characters: is a quote not closed?`,
    );
  }
}

const [lineFeed, carriageReturn] = [0x0a, 0x0d];

function endOfPlain(text: string, start: number, delimiter: string): number {
  const ending = delimiter.charCodeAt(0);
  let at = start;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === ending || code === lineFeed || code === carriageReturn) break;
  }
  return at;
}

/** Comma, semicolon or tab: which of them the header has most of, outside of quotes. */
export function delimiterOf(header: string): string {
  const bare = header.replace(/"[^"]*"/g, '');
  const count = (character: string): number => bare.split(character).length - 1;
  return [';', '\t'].reduce((best, each) => (count(each) > count(best) ? each : best), ',');
}
