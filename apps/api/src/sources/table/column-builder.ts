import { extended } from '../../shared/extended.ts';
import { TableError } from './table-error.ts';
import { tableLimits } from './table-limits.ts';

/** What a column of values is, for the rows of the whole table. */
export type BuiltColumn =
  | { readonly kind: 'metric'; readonly values: Float64Array<ArrayBuffer> }
  | { readonly kind: 'category'; readonly names: readonly string[]; readonly codes: Uint8Array<ArrayBuffer> };

/** Stands in `codes` for a row without a name. */
export const noCode = 255;
const firstCapacity = 1024;
const shownCharacters = 12;

/** How much all columns together may take. */
export class ValueBudget {
  #bytes = 0;

  add(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > tableLimits.valueBytes)
      throw new TableError('The numbers of the table take more than 1 GB of memory: leave columns or rows out.');
  }
}

/**
 * Finds out from its cells what a column is. It is a metric if every cell that is not empty is a number (one that is not finite
 * counts as empty), else a category if it has no more than 200 different texts. Truth is `true` and `false`, a time is text; so both
 * are categories where they are few.
 */
export class ColumnBuilder {
  #values: Float64Array<ArrayBuffer> | null = new Float64Array(firstCapacity);
  #codes: Uint8Array<ArrayBuffer> | null = new Uint8Array(firstCapacity);
  #capacity = firstCapacity;
  #count = 0;
  #numbers = 0;
  readonly #names = new Map<string, number>();
  /** The first cell that is no number. */
  #firstText: { readonly row: number; readonly text: string } | undefined;
  #isTooLong = false;
  #isMostlyNumbers = false;

  constructor(private readonly budget: ValueBudget) {
    budget.add(firstCapacity * 9);
  }

  /** Rows in which the column does not appear. */
  skip(count: number): void {
    this.grow(count);
    this.#values?.fill(NaN, this.#count, this.#count + count);
    this.#codes?.fill(noCode, this.#count, this.#count + count);
    this.#count += count;
  }

  add(cells: ArrayLike<unknown>): void {
    this.grow(cells.length);
    for (let at = 0; at < cells.length; at += 1) this.addCell(cells[at]);
  }

  /** Undefined for a column of too many texts, or of nothing. Once only: what was held is given back, before the next column is copied. */
  build(): BuiltColumn | undefined {
    const [values, codes] = [this.#values, this.#codes];
    [this.#values, this.#codes] = [null, null];
    if (values && this.#numbers > 0) return { kind: 'metric', values: values.slice(0, this.#count) };
    if (!codes || this.#names.size === 0) return undefined;
    return { kind: 'category', names: [...this.#names.keys()], codes: codes.slice(0, this.#count) };
  }

  /** In words, when there is nothing to build. */
  whyLeftOut(): string {
    if (!this.#firstText) return 'it holds neither numbers nor texts';
    const { row, text } = this.#firstText;
    if (this.#isMostlyNumbers) return `not all are numbers: row ${String(row)} has ${shortened(text)}`;
    return this.#isTooLong
      ? `a text is longer than ${String(tableLimits.categoryCharacters)} characters`
      : `more than ${String(tableLimits.categoryNames)} different texts, such as ${shortened(text)}`;
  }

  private addCell(cell: unknown): void {
    const at = this.#count++;
    // Numbers are made into text only as long as that may be wanted: there are millions of them.
    const text = this.#codes || typeof cell === 'string' ? textOf(cell) : '';
    if (this.#values) {
      const number = numberOf(cell, text);
      if (number === undefined) {
        this.#values = null;
        this.#firstText = { row: at + 1, text: textOf(cell) };
      } else {
        this.#values[at] = number;
        if (!Number.isNaN(number)) this.#numbers += 1;
      }
    }
    if (this.#codes) this.addCode(this.#codes, at, text);
  }

  private endCodes(text: string): void {
    this.#codes = null;
    this.#isTooLong = text.length > tableLimits.categoryCharacters;
    let numbers = 0;
    for (const name of this.#names.keys()) if (plainNumber.test(name)) numbers += 1;
    this.#isMostlyNumbers = numbers * 2 > this.#names.size;
    this.#names.clear();
  }

  private addCode(codes: Uint8Array, at: number, text: string): void {
    let code = text === '' ? noCode : this.#names.get(text);
    if (code === undefined) {
      code = this.#names.size;
      if (code >= tableLimits.categoryNames || text.length > tableLimits.categoryCharacters) {
        this.endCodes(text);
        return;
      }
      this.#names.set(text, code);
    }
    codes[at] = code;
  }

  private grow(count: number): void {
    const wanted = this.#count + count;
    if (wanted <= this.#capacity) return;
    const capacity = Math.max(wanted, Math.ceil(this.#capacity * 1.5));
    this.budget.add((capacity - this.#capacity) * ((this.#values ? 8 : 0) + (this.#codes ? 1 : 0)));
    if (this.#values) this.#values = extended(this.#values, new Float64Array(capacity));
    if (this.#codes) this.#codes = extended(this.#codes, new Uint8Array(capacity));
    this.#capacity = capacity;
  }
}

/** Enough to find it by. */
function shortened(text: string): string {
  return JSON.stringify(text.length > shownCharacters ? `${text.slice(0, shownCharacters).toWellFormed()}…` : text);
}

function textOf(cell: unknown): string {
  switch (typeof cell) {
    case 'string':
      return cell.trim();
    case 'number':
      return Number.isFinite(cell) ? String(cell) : '';
    case 'bigint':
    case 'boolean':
      return String(cell);
    default:
      return cell instanceof Date && !Number.isNaN(cell.getTime()) ? cell.toISOString() : '';
  }
}

const plainNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const notFinite = /^(?:nan|[+-]?inf(?:inity)?|null|none|na|n\/a)$/i;

/** NaN for an empty cell; undefined for what is no number. */
function numberOf(cell: unknown, text: string): number | undefined {
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : NaN;
  if (typeof cell === 'bigint') return Number(cell);
  if (typeof cell === 'boolean' || cell instanceof Date) return undefined;
  if (text === '' || typeof cell !== 'string') return NaN;
  if (!plainNumber.test(text)) return notFinite.test(text) ? NaN : undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : NaN;
}
