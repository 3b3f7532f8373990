import type { GalleryPath } from '../../shared/gallery-path.ts';
import { displayPath, noFaults, type TableIndex } from './table-index.ts';
import { TableError } from './table-error.ts';
import type { TableFacts, TableQuestion, TableReply } from './table-questions.ts';
import { inOrder, type TableValues } from './table-values.ts';

/** Paths told in one answer. */
const pathsAtOnce = 20_000;

interface FileCounts {
  readonly missing: number;
  readonly refused: number;
}

/** What is told of a table beside its folders: how it was read, and its values, which are read when they are asked for. */
export class TableAnswers {
  #generation = 0;
  #problem: string | null = null;
  #values: TableValues | undefined;
  #order: Uint32Array | undefined;
  /** As each folder was last listed. */
  readonly #files = new Map<GalleryPath, FileCounts>();

  constructor(private readonly readValues: () => Promise<TableValues>) {}

  /** The table was read to its end. */
  begin(): void {
    this.#generation += 1;
    this.#problem = null;
    this.forgetValues();
    this.#files.clear();
  }

  /** It could not be read. Of what nobody wrote down for people only the kind is told: it may hold paths of this machine. */
  fail(error: unknown): void {
    this.#problem = error instanceof TableError ? error.message : `The table cannot be read (${codeOf(error)}).`;
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
    return { generation: this.#generation, rows, shown, renamed, faults, missing, refused, problem: this.#problem };
  }

  /** Their names; none where the values cannot be read, which is told as a problem. */
  private async columns(index: TableIndex, generation: number): Promise<readonly string[] | null> {
    this.forgetValues();
    try {
      const values = await this.readValues();
      if (generation !== this.#generation) return null;
      [this.#values, this.#order] = [values, orderOf(index)];
      return [...values.keys()];
    } catch (error) {
      this.fail(error);
      return [];
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

function codeOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  return typeof code === 'string' ? code : 'no reason given';
}
