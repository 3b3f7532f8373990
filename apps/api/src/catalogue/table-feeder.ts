import type { TableStatus } from '#contracts';
import { Breather } from '../shared/breather.ts';
import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import { noCode, type BuiltColumn } from '../sources/table/column-builder.ts';
import type { TableFacts, TableQuestion, TableReply } from '../sources/table/table-questions.ts';
import type { Catalogue, Row } from './catalogue.ts';
import type { Places } from './places.ts';
import type { RowValues } from './row-values.ts';
import type { Scanner } from './scanner.ts';

/** How often it is asked whether the table has been read anew. */
const everyMs = 5000;
/** After a change its folders are listed again one by one: so often is waited for rows that nobody knows yet. */
const patience = 30;

/** Paths that are looked up between two looks at the clock. */
const stepsAtOnce = 1000;

/** Rows of the catalogue, in the order in which the table tells its values. */
interface FoundRows {
  readonly rows: Uint32Array;
  /** Which of the values these are; null where it is all of them. */
  readonly places: Uint32Array | null;
}

/** Gives the catalogue the numbers and categories of a table, each time that it was read, and knows how that went. */
export class TableFeeder {
  #facts: TableFacts | undefined;
  #fed = 0;
  #isBusy = false;
  #nextAt = 0;
  #tries = 0;
  #toldProblem: string | null = null;
  readonly #kinds = new Map<string, BuiltColumn['kind']>();

  constructor(
    private readonly catalogue: Pick<Catalogue, 'find'> & { readonly values: RowValues },
    private readonly scanner: Pick<Scanner, 'askTable'>,
    private readonly places: Pick<Places, 'root'>,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Called every second; does nothing unless there is a table, and it is time. */
  async feedIfDue(): Promise<void> {
    if (this.places.root.kind !== 'table' || this.#isBusy || this.clock.monotonic() < this.#nextAt) return;
    this.#isBusy = true;
    try {
      await this.feed();
    } finally {
      this.#isBusy = false;
      const isCurrent = this.#facts !== undefined && this.#fed === this.#facts.generation && this.#fed > 0;
      this.#nextAt = isCurrent ? this.clock.monotonic() + everyMs : 0;
    }
  }

  /** What a person should know of the table; undefined where there is none. */
  status(): TableStatus | undefined {
    if (this.places.root.kind !== 'table') return undefined;
    const {
      generation = 0,
      rows = 0,
      shown = 0,
      renamed = 0,
      missing = 0,
      refused = 0,
      problem = null,
    } = this.#facts ?? {};
    const kinds = [...this.#kinds.values()];
    return {
      ready: this.#fed > 0 && this.#fed === generation,
      ...{ rows, shown, renamed, missing, refused },
      bad_rows: { no_source: 0, not_an_image: 0, not_a_path: 0, hidden: 0, ...this.#facts?.faults },
      metrics: kinds.filter((kind) => kind === 'metric').length,
      categories: kinds.filter((kind) => kind === 'category').length,
      ...(problem === null ? {} : { problem }),
    };
  }

  private async feed(): Promise<void> {
    // An answer to this question is facts.
    this.#facts = ((await this.ask({ ask: 'facts' })) as TableFacts | null) ?? undefined;
    this.tellProblem();
    const { generation = 0 } = this.#facts ?? {};
    if (generation === 0 || generation === this.#fed) return;
    const found = await this.rowsOf(generation);
    this.#tries += 1;
    if (!found || (found.places && this.#tries < patience)) return;
    // As is one to this: names of columns.
    const names = (await this.ask({ ask: 'columns', generation })) as readonly string[] | null;
    if (!names || !(await this.takeColumns(generation, names, found))) return;
    this.#fed = generation;
    this.#tries = 0;
    await this.tell();
  }

  /** Undefined when the table has changed meanwhile. */
  private async rowsOf(generation: number): Promise<FoundRows | undefined> {
    const [rows, places]: [Row[], number[]] = [[], []];
    const breather = new Breather();
    let count = 0;
    for (let from = 0; ;) {
      const paths = (await this.ask({ ask: 'paths', generation, from })) as readonly string[] | null;
      if (!paths) return undefined;
      if (paths.length === 0) break;
      for (const [at, path] of paths.entries()) {
        const row = this.catalogue.find(path);
        if (row !== undefined) {
          rows.push(row);
          places.push(from + at);
        }
        if (at % stepsAtOnce === 0 && breather.isDue()) await breather.breathe();
      }
      from += paths.length;
      count = from;
    }
    return { rows: Uint32Array.from(rows), places: rows.length === count ? null : Uint32Array.from(places) };
  }

  /** One after the other, so that no two copies of all of them are in memory. */
  private async takeColumns(generation: number, names: readonly string[], found: FoundRows): Promise<boolean> {
    const before = new Map(this.#kinds);
    for (const [at, name] of names.entries()) {
      const column = (await this.ask({ ask: 'column', generation, at })) as BuiltColumn | null;
      if (!column) return false;
      const kind = before.get(name);
      if (kind !== undefined && kind !== column.kind) this.forget(name, kind);
      before.delete(name);
      this.#kinds.set(name, column.kind);
      this.set(name, column, found);
    }
    for (const [name, kind] of before) this.forget(name, kind);
    return true;
  }

  private set(name: string, column: BuiltColumn, { rows, places }: FoundRows): void {
    const { values } = this.catalogue;
    if (column.kind === 'metric') {
      values.setMetric(
        name,
        rows,
        places ? Float64Array.from(places, (at) => column.values[at] ?? NaN) : column.values,
      );
    } else {
      const codes = places ? Uint8Array.from(places, (at) => column.codes[at] ?? noCode) : column.codes;
      values.setCategory(name, column.names, rows, codes);
    }
  }

  private forget(name: string, kind: BuiltColumn['kind']): void {
    this.#kinds.delete(name);
    const nobody = new Uint32Array(0);
    if (kind === 'metric') this.catalogue.values.setMetric(name, nobody, new Float64Array(0));
    else this.catalogue.values.setCategory(name, [], nobody, new Uint8Array(0));
  }

  private ask(question: TableQuestion): Promise<TableReply> {
    return this.scanner.askTable(this.places.root, question);
  }

  private async tell(): Promise<void> {
    // Again, since the values may have been what could not be read.
    this.#facts = ((await this.ask({ ask: 'facts' })) as TableFacts | null) ?? this.#facts;
    this.tellProblem();
    this.log.info({ ...this.status() }, 'the table is read');
  }

  /** Once each time that it becomes another one. */
  private tellProblem(): void {
    const problem = this.#facts?.problem ?? null;
    if (problem !== null && problem !== this.#toldProblem)
      this.log.warn({ reason: problem }, 'the table cannot be read; what is known of it is kept');
    this.#toldProblem = problem;
  }
}
