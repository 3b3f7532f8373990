import type { GalleryPath } from '../../shared/gallery-path.ts';
import { displayPath, noFaults, type TableIndex } from './table-index.ts';
import { TableError } from './table-error.ts';
import { leftOutOf, type LeftOut } from './left-out.ts';
import type { TableFacts, TableQuestion, TableReply } from './table-questions.ts';
import { inOrder, type TableValues } from './table-values.ts';

/** Paths told in one answer. */
const pathsAtOnce = 20_000;
/** Beyond those that any thread lives to see. */
const generationsOfThread = 2 ** 24;

interface FileCounts {
  readonly missing: number;
  readonly refused: number;
}

/** What is told of a table beside its folders: how it was read, and its values, which are read when they are asked for. */
export class TableAnswers {
  /** 0 until the table was read. No two threads have one in common: what was asked of one is never answered by the next. */
  #generation = 0;
  #problem: string | null = null;
  /** The same of its values, which are read by themselves. */
  #valuesProblem: string | null = null;
  #leftOut: LeftOut = leftOutOf([]);
  #values: TableValues['columns'] | undefined;
  #order: Uint32Array | undefined;
  /** As each folder was last listed. */
  readonly #files = new Map<GalleryPath, FileCounts>();

  /** Without values where the table is not the one any more whose rows are known. */
  constructor(
    private readonly readValues: () => Promise<TableValues | undefined>,
    private readonly thread: number,
  ) {}

  /** The table was read to its end. */
  begin(): void {
    this.#generation = Math.max(this.#generation, this.thread * generationsOfThread) + 1;
    this.#problem = null;
    this.#valuesProblem = null;
    this.#leftOut = leftOutOf([]);
    this.forgetValues();
    this.#files.clear();
  }

  /** It could not be read. */
  fail(error: unknown): void {
    this.#problem = inWords(error);
  }

  note(folder: GalleryPath, files: FileCounts): void {
    this.#files.set(folder, files);
  }

  async to(question: TableQuestion, index: TableIndex | undefined): Promise<TableReply> {
    if (question.ask === 'facts') return this.facts(index);
    if (!index || question.generation !== this.#generation) return null;
    if (question.ask === 'paths') return pathsFrom(index, question.from);
    if (question.ask === 'columns') return this.columns(index, question.generation);
    return this.takeColumn(question.at);
  }

  private facts(index: TableIndex | undefined): TableFacts {
    const { rows, renamed, faults } = index?.counts ?? { rows: 0, renamed: 0, faults: noFaults() };
    let [missing, refused] = [0, 0];
    for (const files of this.#files.values()) {
      missing += files.missing;
      refused += files.refused;
    }
    const shown = index?.shown ?? 0;
    const [generation, leftOut, problem] = [this.#generation, this.#leftOut, this.#problem ?? this.#valuesProblem];
    const refusals = index ? { refusals: index.counts.refused } : {};
    return { generation, rows, shown, renamed, faults, missing, refused, ...refusals, leftOut, problem };
  }

  /** Their names. That the values cannot be read is told as a problem, too. */
  private async columns(index: TableIndex, generation: number): Promise<readonly string[] | 'unreadable' | null> {
    this.forgetValues();
    try {
      const read = await this.readValues();
      if (!read || generation !== this.#generation) return null;
      [this.#values, this.#order] = [read.columns, orderOf(index)];
      [this.#leftOut, this.#valuesProblem] = [read.leftOut, null];
      return [...read.columns.keys()];
    } catch (error) {
      if (generation !== this.#generation) return null;
      this.#valuesProblem = inWords(error);
      return error instanceof TableError ? 'unreadable' : null;
    }
  }

  private takeColumn(at: number): TableReply {
    const [name, column] = [...(this.#values ?? [])][at] ?? [];
    if (name === undefined || !column || !this.#order) return null;
    const told = inOrder(column, this.#order);
    // Its place stays, so that the others keep theirs.
    this.#values?.set(name, { kind: 'metric', values: new Float64Array(0) });
    if (at + 1 === this.#values?.size) this.forgetValues();
    return told;
  }

  private forgetValues(): void {
    [this.#values, this.#order] = [undefined, undefined];
  }
}

function pathsFrom(index: TableIndex, from: number): string[] {
  const paths: string[] = [];
  let before = 0;
  for (const [path, { rows }] of index.folders()) {
    for (let at = Math.max(0, from - before); at < rows.length && paths.length < pathsAtOnce; at += 1) {
      const row = rows[at];
      if (row) paths.push(displayPath(path, row));
    }
    before += rows.length;
    if (paths.length >= pathsAtOnce) break;
  }
  return paths;
}

/** The rows of the table in the order in which their paths are told. */
function orderOf(index: TableIndex): Uint32Array {
  const order = new Uint32Array(index.shown);
  let at = 0;
  for (const [, { rows }] of index.folders()) for (const { row } of rows) order[at++] = row;
  return order;
}

/** Of what nobody wrote down for people only the kind is told: it may hold paths of this machine. */
function inWords(error: unknown): string {
  return error instanceof TableError ? error.message : `The table cannot be read (${codeOf(error)}).`;
}

function codeOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  return typeof code === 'string' ? code : 'no reason given';
}
