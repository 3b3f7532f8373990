import { statSync } from 'node:fs';
import { nameOf, parentOf, type GalleryPath } from '../../shared/gallery-path.ts';
import type { FolderLister, ListedFolder } from '../image-source.ts';
import { inNaturalOrder } from '../in-natural-order.ts';
import { FolderMark } from '../s3/folder-mark.ts';
import type { TableLocation } from '../source-location.ts';
import { FileStates } from './file-states.ts';
import { listedRow } from './listed-row.ts';
import { readTableValues, readRows } from './read-table.ts';
import { TableAnswers } from './table-answers.ts';
import { TableError } from './table-error.ts';
import type { TableIndex } from './table-index.ts';
import type { TableQuestion, TableReply } from './table-questions.ts';
import { tableState } from './table-state.ts';

type Listed = Extract<ListedFolder, { status: 'listed' }>;

/**
 * The folders that the rows of a table make. The table is read once, and again when it changes; until it was read to its end for the first
 * time its first rows are told, and that these are not all. Whether a file is there is looked at with every listing. A table that cannot be
 * read any more leaves what is known of it.
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
  readonly #answers: TableAnswers;

  constructor(private readonly location: TableLocation) {
    this.#answers = new TableAnswers(() => readTableValues(location));
  }

  async list(path: GalleryPath): Promise<ListedFolder> {
    if (!this.isBaseThere()) return { status: 'unavailable' };
    const reading = this.refresh();
    const part = await this.partOf(path, reading);
    if (part) return { ...part, isPartial: true };
    await reading;
    if (!this.#whole) return { status: 'unavailable' };
    return this.listIn(this.#whole, path) ?? { status: 'absent' };
  }

  async marks(paths: readonly GalleryPath[]): Promise<Float64Array<ArrayBuffer>> {
    if (!this.isBaseThere()) throw new Error('The base folder of the table is away.');
    await this.refresh();
    const [index, states] = [this.#whole, this.states()];
    if (!index) throw new Error('The table cannot be read.');
    return Float64Array.from(paths, (path) => this.listIn(index, path, states)?.mark ?? NaN);
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
    if (state !== undefined && state === this.#state) return Promise.resolve();
    this.#reading = this.read(state).finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  private async read(state: string | undefined): Promise<void> {
    try {
      if (state === undefined) throw new TableError('The table is not there any more.');
      this.#whole = await readRows(this.location, (first) => {
        this.#first = first;
        this.#firstRead.resolve(null);
      });
      this.#state = state;
      this.#answers.begin();
    } catch (error) {
      // Whatever is no fault of the table is tried again.
      if (error instanceof TableError) this.#state = state;
      this.#answers.fail(error);
    } finally {
      this.#first = undefined;
    }
  }

  private isBaseThere(): boolean {
    return statSync(this.location.baseDir.root, { throwIfNoEntry: false })?.isDirectory() ?? false;
  }

  private states(): FileStates {
    return new FileStates(this.location.baseDir);
  }

  private listIn(index: TableIndex, path: GalleryPath, states = this.states()): Listed | undefined {
    const folder = index.find(path);
    if (!folder) return undefined;
    const { rows } = folder;
    const files = rows.map((row) => listedRow(row, states));
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
