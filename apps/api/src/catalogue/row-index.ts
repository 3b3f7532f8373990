import { Buffer } from 'node:buffer';
import { limits } from '#contracts';
import { hashBytes } from '../shared/hash-bytes.ts';
import type { NamePool } from '../shared/name-pool.ts';
import type { ItemColumns } from './item-columns.ts';

const firstSlots = 4096;
/** Fuller than this, searches become long. */
const fullness = 0.7;
/** Escaped names are longer in UTF-8 than the bytes they stand for. */
const scratch = Buffer.allocUnsafe(limits.pathBytes * 4);

/**
 * Finds a row by its folder and its name. Names lie in the pool already, so all this keeps is four to eight bytes a row.
 * Rows are never taken out: one whose file went is found all the same, and its flags tell.
 */
export class RowIndex {
  /** Open addressing. Row numbers begin with 0, so what stands here is one more; 0 is a free place. */
  #slots = new Uint32Array(firstSlots);
  #count = 0;

  constructor(
    private readonly columns: ItemColumns,
    private readonly names: NamePool,
  ) {}

  find(folder: number, name: string): number | undefined {
    const length = scratch.write(name);
    const mask = this.#slots.length - 1;
    for (let slot = hashBytes(scratch, 0, length, folder) & mask; ; slot = (slot + 1) & mask) {
      const row = (this.#slots[slot] ?? 0) - 1;
      if (row < 0) return undefined;
      if (this.isIt(row, folder, length)) return row;
    }
  }

  add(row: number): void {
    if ((this.#count += 1) > this.#slots.length * fullness) this.grow();
    this.put(row);
  }

  private isIt(row: number, folder: number, length: number): boolean {
    const { columns } = this;
    if (columns.folder[row] !== folder || columns.nameLength[row] !== length) return false;
    return this.names.holds(columns.nameOffset[row] ?? 0, scratch, length);
  }

  private put(row: number): void {
    const { folder, nameOffset, nameLength } = this.columns;
    const mask = this.#slots.length - 1;
    let slot = this.names.hashOf(nameOffset[row] ?? 0, nameLength[row] ?? 0, folder[row]) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = row + 1;
  }

  private grow(): void {
    const before = this.#slots;
    this.#slots = new Uint32Array(before.length * 2);
    for (const place of before) if (place !== 0) this.put(place - 1);
  }
}
