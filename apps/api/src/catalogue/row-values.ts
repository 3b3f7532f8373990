import type { Categories, Metrics } from '#contracts';
import { NumberColumn } from '../shared/number-column.ts';
import { CategoryColumn } from './category-column.ts';
import type { FolderNode } from './folder-node.ts';
import type { Row } from './row.ts';

/** What there is a column of. */
export type ValueName = `metric:${string}` | `category:${string}`;

/**
 * Numbers and categories that the source itself gives its rows, in columns. Half a million rows with thirty numbers each
 * take 120 MB. A column is taken over as a whole: whoever counts or freezes answers is told by its name that it is another one.
 */
export class RowValues {
  readonly #metrics = new Map<string, NumberColumn>();
  readonly #categories = new Map<string, CategoryColumn>();
  /** When each column changed last, also where nothing is left of it. */
  readonly #changedAt = new Map<ValueName, number>();
  #revision = 0;

  /** Folders whose images have other values than before are changed folders: what was answered about them is out of date. */
  constructor(private readonly folderOf: (row: Row) => FolderNode) {}

  /** Grows with every column that differs from what it was. */
  get revision(): number {
    return this.#revision;
  }

  /** The names that some row has, in their order. */
  get metricKeys(): string[] {
    return [...this.#metrics.keys()].sort();
  }

  get categoryKeys(): string[] {
    return [...this.#categories.keys()].sort();
  }

  /** Columns that changed since. */
  changedSince(revision: number): ValueName[] {
    if (revision === this.#revision) return [];
    return [...this.#changedAt].filter(([, at]) => at > revision).map(([name]) => name);
  }

  /** Takes a whole column over; `rows[i]` is the row of values[i]. NaN is none. */
  setMetric(key: string, rows: Uint32Array, values: Float64Array): void {
    const [before, column] = [this.#metrics.get(key) ?? new NumberColumn(), new NumberColumn()];
    for (let at = 0; at < rows.length; at += 1) {
      const value = values[at] ?? NaN;
      // No other number can be written in an answer, or has a place in a histogram.
      if (Number.isFinite(value)) column.set(rows[at] ?? 0, value);
    }
    const changed = this.foldersWith((look) => {
      column.forEach((row, value) => {
        if (value !== before.at(row)) look(row);
      });
      before.forEach((row) => {
        if (Number.isNaN(column.at(row))) look(row);
      });
    });
    if (column.count > 0) this.#metrics.set(key, column);
    else this.#metrics.delete(key);
    this.note(`metric:${key}`, changed);
  }

  /** codes[i] indexes into `names`; 255 is none; at most 200 names. */
  setCategory(key: string, names: readonly string[], rows: Uint32Array, codes: Uint8Array): void {
    const [before, column] = [this.#categories.get(key), new CategoryColumn(names, rows, codes)];
    const changed = this.foldersWith((look) => {
      column.forEach((row, name) => {
        if (name !== before?.at(row)) look(row);
      });
      before?.forEach((row) => {
        if (column.at(row) === undefined) look(row);
      });
    });
    if (column.count > 0) this.#categories.set(key, column);
    else this.#categories.delete(key);
    this.note(`category:${key}`, changed);
  }

  /** Undefined where no row has such a number; NaN for a row that has none. Good until that column changes. */
  metric(key: string): ((row: Row) => number) | undefined {
    const column = this.#metrics.get(key);
    return column && ((row) => column.at(row));
  }

  /** Every number of that name. */
  forEachMetric(key: string, look: (row: Row, value: number) => void): void {
    this.#metrics.get(key)?.forEach(look);
  }

  metricsOf(row: Row): Metrics | undefined {
    const found: [string, number][] = [];
    for (const [key, column] of this.#metrics) {
      const value = column.at(row);
      if (!Number.isNaN(value)) found.push([key, value]);
    }
    return found.length === 0 ? undefined : Object.fromEntries(found);
  }

  /** Is a row's value one of these? What has none is in no category. Good until that column changes. */
  isIn(key: string, names: readonly string[]): (row: Row) => boolean {
    return this.#categories.get(key)?.isOneOf(names) ?? (() => false);
  }

  /** Undefined for a row that has none. It stays what it is now, also when that column is another one. */
  category(key: string): (row: Row) => string | undefined {
    const column = this.#categories.get(key);
    return (row) => column?.at(row);
  }

  /** Every row with a value of that name. */
  forEachCategory(key: string, look: (row: Row, name: string) => void): void {
    this.#categories.get(key)?.forEach(look);
  }

  categoriesOf(row: Row): Categories | undefined {
    const found: [string, string][] = [];
    for (const [key, column] of this.#categories) {
      const name = column.at(row);
      if (name !== undefined) found.push([key, name]);
    }
    return found.length === 0 ? undefined : Object.fromEntries(found);
  }

  private foldersWith(each: (look: (row: Row) => void) => void): Set<FolderNode> {
    const folders = new Set<FolderNode>();
    let last: FolderNode | undefined;
    each((row) => {
      const folder = this.folderOf(row);
      // Rows of one folder mostly come together, and asking a set half a million times takes its time.
      if (folder !== last) folders.add(folder);
      last = folder;
    });
    return folders;
  }

  private note(name: ValueName, changed: ReadonlySet<FolderNode>): void {
    if (changed.size === 0) return;
    this.#revision += 1;
    this.#changedAt.set(name, this.#revision);
    for (const folder of changed) folder.touch();
  }
}
