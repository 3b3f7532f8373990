import type { Clock } from '../../shared/clock.ts';
import { nameOf, parentOf, type GalleryPath } from '../../shared/gallery-path.ts';
import type { FolderLister, ListedFolder } from '../image-source.ts';
import { inNaturalOrder } from '../in-natural-order.ts';
import { FolderMark } from '../s3/folder-mark.ts';
import type { TableLocation } from '../source-location.ts';
import { BaseFolder } from './base-folder.ts';
import type { FileStates } from './file-states.ts';
import { listedRow } from './listed-row.ts';
import { readTableValues, readRows } from './read-table.ts';
import { TableAnswers } from './table-answers.ts';
import { TableError } from './table-error.ts';
import type { TableIndex } from './table-index.ts';
import type { TableQuestion, TableReply } from './table-questions.ts';
import { hasGrown, tableState } from './table-state.ts';
import type { TableValues } from './table-values.ts';

type Listed = Extract<ListedFolder, { status: 'listed' }>;

/** A table that is written to all the time is read a tenth of the time at most: so many times longer than it took is rested. */
const restFactor = 9;
/** What could not be read at all takes no time: it is not asked for without end. */
const againMsLeast = 1000;

/**
 * The folders that the rows of a table make. The table is read once, and again when it changes; until it was read to its end for the first
 * time its first rows are told, and that these are not all. Whether a file is there is looked at with every listing. A table that cannot be
 * read any more leaves what is known of it. What has changed since it was read a moment ago is read later, and whoever asks is told when.
 */
export class TableLister implements FolderLister {
  #whole: TableIndex | undefined;
  #first: TableIndex | undefined;
  readonly #firstRead = Promise.withResolvers<null>();
  /** Folders of which a part has been told. */
  readonly #begun = new Set<GalleryPath>();
  #reading: Promise<void> | undefined;
  /** Of the table, when it was read last, or was found to be no table that can be read. */
  #state: string | undefined;
  /** As it was when the rows were read that are known. */
  #stateOfWhole: string | undefined;
  #restUntil = -Infinity;
  readonly #answers: TableAnswers;
  readonly #base: BaseFolder;

  constructor(
    private readonly location: TableLocation,
    private readonly clock: Clock,
    thread = 0,
  ) {
    this.#base = new BaseFolder(location.baseDir);
    this.#answers = new TableAnswers(() => this.readValues(), thread);
  }

  async list(path: GalleryPath): Promise<ListedFolder> {
    if (!this.#base.isThere()) return { status: 'unavailable' };
    const reading = this.refresh();
    const part = await this.partOf(path, reading);
    if (part) return { ...part, isPartial: true };
    await reading;
    if (!this.#whole) return { status: 'unavailable' };
    const listed = this.listIn(this.#whole, path);
    if (!listed) return { status: 'absent' };
    const state = tableState(this.location.file);
    if (state === undefined || state === this.#state) return listed;
    return { ...listed, againInMs: Math.max(this.restMs(), againMsLeast) };
  }

  async marks(paths: readonly GalleryPath[]): Promise<Float64Array<ArrayBuffer>> {
    if (!this.#base.isThere()) throw baseAway();
    await this.refresh();
    const [index, states] = [this.#whole, this.#base.states()];
    if (!index) throw new Error('The table cannot be read.');
    return Float64Array.from(paths, (path) => this.markOf(index, path, states));
  }

  async hasImage(path: GalleryPath): Promise<boolean> {
    await this.refresh();
    if (!this.#whole) return true;
    return this.#whole.find(parentOf(path))?.rows.some(({ name }) => name === nameOf(path)) ?? false;
  }

  /** The table is read at every start all the same; what a manifest knows of a file is good as long as the file is as it was. */
  isCurrent(): boolean {
    return false;
  }

  findRoot(): null {
    return null;
  }

  async answer(question: TableQuestion): Promise<TableReply> {
    return this.#answers.to(question, this.#whole);
  }

  /** What the first rows have of this folder, once, while the others are still being read. */
  private async partOf(path: GalleryPath, reading: Promise<void>): Promise<Listed | undefined> {
    const isWanted = (): boolean => this.#whole === undefined && !this.#begun.has(path);
    if (!isWanted()) return undefined;
    await Promise.race([reading, this.#firstRead.promise]);
    if (!isWanted() || !this.#first) return undefined;
    this.#begun.add(path);
    return this.listIn(this.#first, path);
  }

  /** Reads the table if it is not as it was; whoever comes meanwhile waits with the others. */
  private refresh(): Promise<void> {
    if (this.#reading) return this.#reading;
    const state = tableState(this.location.file);
    if ((state !== undefined && state === this.#state) || this.restMs() > 0) return Promise.resolve();
    this.#reading = this.read(state).finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  private restMs(): number {
    return this.#restUntil - this.clock.monotonic();
  }

  private async read(state: string | undefined): Promise<void> {
    const started = this.clock.monotonic();
    try {
      if (state === undefined) throw new TableError('The table is not there any more.');
      this.#whole = await readRows(this.location, (first) => {
        this.#first = first;
        this.#firstRead.resolve(null);
      });
      this.#state = this.#stateOfWhole = state;
      this.#answers.begin();
    } catch (error) {
      // Whatever is no fault of the table is tried again.
      if (error instanceof TableError) this.#state = state;
      this.#answers.fail(error);
    } finally {
      this.#first = undefined;
      const now = this.clock.monotonic();
      this.#restUntil = now + (now - started) * restFactor;
    }
  }

  private markOf(index: TableIndex, path: GalleryPath, states: FileStates): number {
    try {
      return this.listIn(index, path, states)?.mark ?? NaN;
    } catch {
      // The storage fails there: what its folder is listed as will say so.
      return NaN;
    }
  }

  /** Undefined where they would not be those of the rows that are known. */
  private async readValues(): Promise<TableValues | undefined> {
    if (!this.hasKnownRows()) return undefined;
    try {
      const read = await readTableValues(this.location);
      return this.hasKnownRows() ? read : undefined;
    } catch (error) {
      // The fault may be in what is being written just now.
      if (error instanceof TableError && tableState(this.location.file) !== this.#stateOfWhole) return undefined;
      throw error;
    }
  }

  /** The rows that are known are in the table still. A text that others go on writing would never be read otherwise. */
  private hasKnownRows(): boolean {
    const [before, now] = [this.#stateOfWhole, tableState(this.location.file)];
    if (before === undefined || now === undefined) return false;
    return now === before || (this.location.format !== 'parquet' && hasGrown(before, now));
  }

  private listIn(index: TableIndex, path: GalleryPath, states = this.#base.states()): Listed | undefined {
    const folder = index.find(path);
    if (!folder) return undefined;
    const { rows } = folder;
    const files = rows.map((row) => listedRow(row, states));
    // Asked when all are looked at: it may have gone meanwhile, or while the table was read.
    if (!this.#base.isThere()) throw baseAway();
    files.forEach(({ problem, isRemote }, at) => {
      if (!isRemote) this.#base.note(rows[at]?.source ?? '', problem === undefined);
    });
    const mark = new FolderMark();
    for (const file of files) mark.addFile(file);
    for (const name of folder.dirs) mark.addFolder(name);
    if (index === this.#whole) {
      const having = (problem: string): number => files.filter((file) => file.problem === problem).length;
      this.#answers.note(path, { missing: having('missing'), refused: having('denied') });
    }
    return {
      status: 'listed',
      mark: mark.value,
      dirs: inNaturalOrder([...folder.dirs], (name) => name),
      files,
      ...(folder.isElsewhere ? { sources: rows.map(({ source }) => source) } : {}),
    };
  }
}

function baseAway(): Error {
  return new Error('The base folder of the table is away.');
}
