import { limits, type Metrics } from '#contracts';
import { extended } from '../shared/extended.ts';
import { NumberColumn } from '../shared/number-column.ts';
import type { LabelId } from './label-id.ts';

/** What a write does to the numbers of many labels, made ready beforehand: only what differs. */
export interface MetricChanges {
  readonly ids: LabelId[];
  readonly keys: string[];
  readonly values: number[];
}

/**
 * The numbers that jobs pushed, in a column for each name. Half a million labels with thirty numbers each take 120 MB;
 * as objects they would take ten times that.
 */
export class MetricColumns {
  readonly #columns = new Map<string, NumberColumn>();
  /** Numbers under more names than there are columns for. They are all there, and cost what objects cost. */
  readonly #others = new Map<string, Map<LabelId, number>>();
  #counts = new Uint16Array(1024);

  constructor(private readonly columnsMax: number = limits.metricNames) {}

  /** The names that some label has, in their order. */
  get keys(): string[] {
    const kept = [...this.#columns].filter(([, { count }]) => count > 0).map(([key]) => key);
    return [...kept, ...this.#others.keys()].sort();
  }

  read(id: LabelId): Metrics | undefined {
    let missing = this.#counts[id] ?? 0;
    if (missing === 0) return undefined;
    const found: [string, number][] = [];
    for (const kind of [this.#columns, this.#others]) {
      for (const [key, column] of kind) {
        const value = valueIn(column, id);
        if (Number.isNaN(value)) continue;
        found.push([key, value]);
        if ((missing -= 1) === 0) return Object.fromEntries(found);
      }
    }
    return Object.fromEntries(found);
  }

  /** NaN when the label has none of that name. */
  valueOf(key: string): (id: LabelId) => number {
    const column = this.#columns.get(key) ?? this.#others.get(key);
    return column ? (id) => valueIn(column, id) : () => NaN;
  }

  /** Every number of that name. */
  forEach(key: string, look: (id: LabelId, value: number) => void): void {
    this.#columns.get(key)?.forEach(look);
    this.#others.get(key)?.forEach((value, id) => look(id, value));
  }

  /** Adds what is to be done so that the label has these numbers and no others. Nobody sees any of it yet. */
  prepare(id: LabelId, keys: readonly string[], values: ArrayLike<number>, changes: MetricChanges): void {
    let had = 0;
    for (const [at, key] of keys.entries()) {
      const [before, value] = [this.at(id, key), values[at] ?? NaN];
      if (!Number.isNaN(before)) had += 1;
      if (before !== value) note(changes, id, key, value);
    }
    if (had === (this.#counts[id] ?? 0)) return;
    for (const key in this.read(id)) if (!keys.includes(key)) note(changes, id, key, NaN);
  }

  apply({ ids, keys, values }: MetricChanges): void {
    for (const [at, id] of ids.entries()) this.set(id, keys[at] ?? '', values[at] ?? NaN);
  }

  private at(id: LabelId, key: string): number {
    const column = this.#columns.get(key) ?? this.#others.get(key);
    return column ? valueIn(column, id) : NaN;
  }

  private set(id: LabelId, key: string, value: number): void {
    if (id >= this.#counts.length) this.#counts = extended(this.#counts, new Uint16Array(Math.ceil((id + 1) * 1.5)));
    const had = !Number.isNaN(this.at(id, key));
    this.#counts[id] = (this.#counts[id] ?? 0) + Number(!Number.isNaN(value)) - Number(had);
    const column = this.columnFor(key);
    if (column) column.set(id, value);
    else this.setOther(id, key, value);
  }

  private columnFor(key: string): NumberColumn | undefined {
    const known = this.#columns.get(key);
    if (known || this.#columns.size >= this.columnsMax) return known;
    const column = new NumberColumn();
    this.#columns.set(key, column);
    return column;
  }

  private setOther(id: LabelId, key: string, value: number): void {
    const values = this.#others.get(key) ?? new Map<LabelId, number>();
    if (Number.isNaN(value)) values.delete(id);
    else values.set(id, value);
    if (values.size === 0) this.#others.delete(key);
    else this.#others.set(key, values);
  }
}

function valueIn(column: NumberColumn | Map<LabelId, number>, id: LabelId): number {
  return column instanceof NumberColumn ? column.at(id) : (column.get(id) ?? NaN);
}

function note({ ids, keys, values }: MetricChanges, id: LabelId, key: string, value: number): void {
  ids.push(id);
  keys.push(key);
  values.push(value);
}
