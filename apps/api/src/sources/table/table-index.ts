import { childOf, nameOf, parentOf, rootPath, type GalleryPath } from '../../shared/gallery-path.ts';
import { naturalKey } from '../../shared/natural-order.ts';
import type { ChosenColumns } from './choose-columns.ts';
import { placeRow, type Refusal, type RowFault, type RowSource } from './row-place.ts';
import type { TableChunk } from './table-reader.ts';
import { UnusedNames } from './unused-names.ts';

/** A row that is shown. Plain and small: there are millions of them. */
export interface IndexedRow {
  readonly name: string;
  /** A path below the base folder, which begins with a slash; an address of another server; else why nothing is read (`Refusal`). */
  readonly source: string;
  /** Its place in the table. */
  readonly row: number;
  /** As the table has them; 0 where it does not. */
  readonly width: number;
  readonly height: number;
}

export interface RowCounts {
  /** Of the table. */
  rows: number;
  /** Shown under another name, since a row before has theirs. */
  renamed: number;
  /** Shown and not read, by why. */
  readonly refused: Record<Refusal, number>;
  /** Not shown, by what is wrong with them. */
  readonly faults: Record<RowFault, number>;
}

class IndexedFolder {
  readonly dirs = new Set<string>();
  readonly #rows: IndexedRow[] = [];
  #isSorted = true;
  /** Some of its rows lie under another path than that under which they are shown. */
  isElsewhere = false;

  add(row: IndexedRow): void {
    this.#rows.push(row);
    this.#isSorted = false;
  }

  /** In natural order. */
  get rows(): readonly IndexedRow[] {
    if (!this.#isSorted) {
      const keys = new Map(this.#rows.map((row) => [row, naturalKey(row.name)]));
      this.#rows.sort((a, b) => ((keys.get(a) ?? '') < (keys.get(b) ?? '') ? -1 : 1));
      this.#isSorted = true;
    }
    return this.#rows;
  }
}

/** The folders and images that the rows of a table make. */
export class TableIndex {
  readonly counts: RowCounts = { rows: 0, renamed: 0, refused: noRefusals(), faults: noFaults() };
  readonly #folders = new Map<GalleryPath, IndexedFolder>([[rootPath, new IndexedFolder()]]);
  #names = new UnusedNames();

  constructor(
    private readonly chosen: ChosenColumns,
    private readonly baseDir: string,
    private readonly isRemoteAllowed = false,
  ) {}

  add({ count, columns }: TableChunk): void {
    const { source, path, width, height } = this.chosen;
    const of = (column: string | null): ArrayLike<unknown> => columns.get(column ?? '') ?? [];
    const [sources, paths, widths, heights] = [of(source), of(path), of(width), of(height)];
    for (let at = 0; at < count; at += 1) {
      const placed = placeRow(sources[at], paths[at], this.baseDir, this.isRemoteAllowed);
      const row = this.counts.rows++;
      if (!placed.ok) {
        this.counts.faults[placed.fault] += 1;
        continue;
      }
      const display = this.#names.take(placed.display);
      if (display !== placed.display) this.counts.renamed += 1;
      if (placed.source.kind === 'refused') this.counts.refused[placed.source.why] += 1;
      const from = textOf(placed.source);
      const folder = this.folder(parentOf(display));
      folder.isElsewhere ||= from !== display;
      folder.add({
        name: nameOf(display),
        // One text for both where they are the same, as they mostly are.
        source: from === display ? display : from,
        row,
        width: sizeOf(widths[at]),
        height: sizeOf(heights[at]),
      });
    }
  }

  /** Nothing more comes: what was only needed to add rows is given back. */
  finish(): void {
    this.#names = new UnusedNames();
  }

  find(path: GalleryPath): IndexedFolder | undefined {
    return this.#folders.get(path);
  }

  /** Folder after folder; the order in which values are told. */
  *folders(): Generator<[GalleryPath, IndexedFolder]> {
    yield* this.#folders;
  }

  get shown(): number {
    let count = 0;
    for (const folder of this.#folders.values()) count += folder.rows.length;
    return count;
  }

  private folder(path: GalleryPath): IndexedFolder {
    const known = this.#folders.get(path);
    if (known) return known;
    const folder = new IndexedFolder();
    this.#folders.set(path, folder);
    this.folder(parentOf(path)).dirs.add(nameOf(path));
    return folder;
  }
}

function textOf(source: RowSource): string {
  switch (source.kind) {
    case 'file':
      return source.path;
    case 'remote':
      return source.address;
    case 'refused':
      return source.why;
  }
}

export function displayPath(folder: GalleryPath, { name }: IndexedRow): GalleryPath {
  return childOf(folder, name);
}

export function noFaults(): Record<RowFault, number> {
  return { no_source: 0, not_an_image: 0, not_a_path: 0, hidden: 0 };
}

function noRefusals(): Record<Refusal, number> {
  return { outside: 0, remote: 0, bucket: 0, address: 0 };
}

/** Of whatever type the table has it; 0 for what is no size of an image. */
function sizeOf(cell: unknown): number {
  const number = typeof cell === 'string' && cell.trim() === '' ? 0 : Number(cell ?? 0);
  return Number.isInteger(number) && number > 0 && number <= 1_000_000 ? number : 0;
}
