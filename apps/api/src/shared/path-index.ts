import { Buffer } from 'node:buffer';
import type { GalleryPath } from './gallery-path.ts';
import { limits } from '#contracts';
import { hashBytes } from './hash-bytes.ts';
import { NamePool } from './name-pool.ts';

const firstSlots = 2048;
/** Escaped names are longer in UTF-8 than the bytes they stand for. */
const scratch = Buffer.allocUnsafe(limits.pathBytes * 4);

/**
 * A number for each path, counted from 1. A Map of strings would cost 150 bytes a path; this costs its letters and some
 * twenty bytes, which at half a million labels is 60 MB less.
 */
export class PathIndex {
  readonly #pool = new NamePool();
  #offsets = new Uint32Array(firstSlots / 2);
  #lengths = new Uint16Array(firstSlots / 2);
  /** Open addressing: where a path may stand is decided by its hash, and the first free place ends the search. */
  #slots = new Uint32Array(firstSlots);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Makes room for so many at once; growing with half a million inside takes a tenth of a second. */
  reserve(count: number): void {
    if (count >= this.#offsets.length) this.growColumns(count + 1);
    let slots = this.#slots.length;
    while (slots < count * 2) slots *= 2;
    if (slots > this.#slots.length) this.growSlots(slots);
  }

  /** 0 when it is not here. */
  find(path: GalleryPath): number {
    const length = scratch.write(path);
    return this.#slots[this.slotOf(length)] ?? 0;
  }

  /** The number that it has, or now gets. */
  add(path: GalleryPath): number {
    const length = scratch.write(path);
    const slot = this.slotOf(length);
    const known = this.#slots[slot] ?? 0;
    if (known !== 0) return known;
    const id = (this.#count += 1);
    if (id >= this.#offsets.length) this.growColumns(Math.ceil(this.#offsets.length * 1.5));
    this.#offsets[id] = this.#pool.add(scratch.subarray(0, length));
    this.#lengths[id] = length;
    this.#slots[slot] = id;
    if (this.#count * 2 > this.#slots.length) this.growSlots(this.#slots.length * 2);
    return id;
  }

  pathOf(id: number): GalleryPath {
    return this.#pool.read(this.#offsets[id] ?? 0, this.#lengths[id] ?? 0);
  }

  /** The place of the path in `scratch`, or the free place where it would stand. */
  private slotOf(length: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hashBytes(scratch, 0, length) & mask; ; slot = (slot + 1) & mask) {
      const id = this.#slots[slot] ?? 0;
      if (id === 0) return slot;
      const isIt = this.#lengths[id] === length && this.#pool.holds(this.#offsets[id] ?? 0, scratch, length);
      if (isIt) return slot;
    }
  }

  private growColumns(capacity: number): void {
    const [offsets, lengths] = [new Uint32Array(capacity), new Uint16Array(capacity)];
    offsets.set(this.#offsets);
    lengths.set(this.#lengths);
    this.#offsets = offsets;
    this.#lengths = lengths;
  }

  private growSlots(capacity: number): void {
    const slots = new Uint32Array(capacity);
    const mask = slots.length - 1;
    for (let id = 1; id <= this.#count; id += 1) {
      let slot = this.#pool.hashOf(this.#offsets[id] ?? 0, this.#lengths[id] ?? 0) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id;
    }
    this.#slots = slots;
  }
}
