import type { TableStatus } from '#contracts';
import { Breather } from '../shared/breather.ts';
import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import { Problem } from '../shared/problem.ts';
import { noCode, type BuiltColumn } from '../sources/table/column-builder.ts';
import { noFaults } from '../sources/table/table-index.ts';
import type { TableFacts, TableQuestion, TableReply } from '../sources/table/table-questions.ts';
import type { Catalogue, Row } from './catalogue.ts';
import type { Places } from './places.ts';
import type { RowValues } from './row-values.ts';
import type { Scanner } from './scanner.ts';

/** How often it is asked whether the table has been read anew. */
const everyMs = 5000;
/** After a change its folders are listed again one by one: others are waited for until so often no row has come that nobody knew. */
const patience = 30;

/** Values that could not be read are asked for again after so long, then after twice that, and so on. */
const [retryMs, retryMsMost] = [1000, 60_000];

const nothingKnown: TableFacts = {
  ...{ generation: 0, rows: 0, shown: 0, renamed: 0, faults: noFaults(), missing: 0, refused: 0 },
  leftOut: { count: 0, first: [] },
  problem: null,
};
const threadEnded =
  'The thread that reads the table has ended: perhaps it takes more than 1.5 GB of memory. It is read again after a while.';

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
  #facts = nothingKnown;
  #fed = 0;
  #isBusy = false;
  #nextAt = 0;
  /** What was tried so far is about this state of the table. */
  #tried = 0;
  #tries = 0;
  /** Rows that were found when it was looked last. */
  #found = 0;
  /** How many images there were when values were given to some of the rows; null when all of them have theirs. */
  #itemsOfSome: number | null = null;
  #retryMs = retryMs;
  #retryAt = 0;
  #toldProblem: string | null = null;
  readonly #kinds = new Map<string, BuiltColumn['kind']>();

  constructor(
    private readonly catalogue: Pick<Catalogue, 'find' | 'counts'> & { readonly values: RowValues },
    private readonly scanner: Pick<Scanner, 'askTable' | 'hasEnded'>,
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
    } catch (error) {
      // The thread has ended, and is left alone for a while.
      if (!(error instanceof Problem)) throw error;
      this.note({ ...this.#facts, problem: threadEnded });
    } finally {
      this.#isBusy = false;
      const { generation } = this.#facts;
      const isCurrent = generation > 0 && !this.isWanted(generation);
      this.#nextAt = isCurrent ? this.clock.monotonic() + everyMs : 0;
    }
  }

  /** What a person should know of the table; undefined where there is none. */
  status(): TableStatus | undefined {
    if (this.places.root.kind !== 'table') return undefined;
    const { generation, rows, shown, renamed, faults, missing, refused, leftOut } = this.#facts;
    // The next thread may be too busy with the same table to be asked.
    const problem = this.scanner.hasEnded ? threadEnded : this.#facts.problem;
    const kinds = [...this.#kinds.values()];
    return {
      ready: this.#fed > 0 && this.#fed === generation,
      ...{ rows, shown, renamed, missing, refused },
      bad_rows: { ...faults },
      metrics: kinds.filter((kind) => kind === 'metric').length,
      categories: kinds.filter((kind) => kind === 'category').length,
      left_out: { count: leftOut.count, first: [...leftOut.first] },
      ...(problem === null ? {} : { problem }),
      ...toldOf(this.#facts),
    };
  }

  private async feed(): Promise<void> {
    await this.look();
    const { generation } = this.#facts;
    if (generation !== this.#tried) this.beginAnew(generation);
    if (generation === 0 || !this.isWanted(generation) || this.clock.monotonic() < this.#retryAt) return;
    const { items } = this.catalogue.counts();
    const found = await this.rowsOf(generation);
    if (!found || (found.places && this.mayGrow(found))) return;
    // An answer to this is names of columns, or that there are none to be had.
    const names = (await this.ask({ ask: 'columns', generation })) as readonly string[] | 'unreadable' | null;
    if (names !== 'unreadable' && !(names && (await this.takeColumns(generation, names, found))))
      return this.postpone();
    // Again, since the values may have been what could not be read; and before it is ready, for whoever waits for that tells what is known then.
    await this.look();
    this.#fed = generation;
    this.#itemsOfSome = found.places && names !== 'unreadable' ? items : null;
    if (names !== 'unreadable') this.log.info({ ...this.status() }, 'the table is read');
  }

  private async look(): Promise<void> {
    // An answer to this question is facts.
    const told = (await this.ask({ ask: 'facts' })) as TableFacts | null;
    if (!told) return;
    // A thread that was started anew has read nothing yet: what the one before it knew is known all the same.
    const isUnread = told.generation === 0 && (this.#facts.generation > 0 || this.#facts.problem === threadEnded);
    this.note(isUnread ? { ...this.#facts, problem: told.problem ?? threadEnded } : told);
  }

  private note(facts: TableFacts): void {
    this.#facts = facts;
    this.tellProblem();
  }

  private beginAnew(generation: number): void {
    this.#tried = generation;
    [this.#tries, this.#found, this.#itemsOfSome] = [0, 0, null];
    [this.#retryMs, this.#retryAt] = [retryMs, 0];
  }

  /** Some rows are without their values, and may have come to be known. */
  private isWanted(generation: number): boolean {
    return (
      generation !== this.#fed || (this.#itemsOfSome !== null && this.#itemsOfSome !== this.catalogue.counts().items)
    );
  }

  private mayGrow({ rows }: FoundRows): boolean {
    if (rows.length !== this.#found) [this.#found, this.#tries] = [rows.length, 0];
    this.#tries += 1;
    return this.#tries < patience;
  }

  private async postpone(): Promise<void> {
    this.#retryAt = this.clock.monotonic() + this.#retryMs;
    this.#retryMs = Math.min(this.#retryMs * 2, retryMsMost);
    await this.look();
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

  /** Once each time that it becomes another one. */
  private tellProblem(): void {
    const { problem } = this.#facts;
    if (problem !== null && problem !== this.#toldProblem)
      this.log.warn({ reason: problem }, 'the table cannot be read; what is known of it is kept');
    this.#toldProblem = problem;
  }
}

/** What is told only where there is something to tell. */
function toldOf(facts: TableFacts | undefined): Pick<TableStatus, 'refused_rows'> {
  const { refusals } = facts ?? {};
  return {
    ...(refusals && Object.values(refusals).some((number) => number > 0) ? { refused_rows: { ...refusals } } : {}),
  };
}
