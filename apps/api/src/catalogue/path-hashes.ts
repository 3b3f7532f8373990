import { extended } from '../shared/extended.ts';
import { hashPath } from '../shared/hash-path.ts';
import type { Row } from './row.ts';

/** Not asked for yet. A hash that is the same by chance is only made anew each time. */
const unknown = 0;

/** A row has one path as long as it is there: its hash is made once, when somebody asks for it. */
export class PathHashes {
  #hashes = new Uint32Array(0);

  constructor(private readonly pathOf: (row: Row) => string) {}

  of(row: Row): number {
    const known = this.#hashes[row] ?? unknown;
    if (known !== unknown) return known;
    if (row >= this.#hashes.length)
      this.#hashes = extended(this.#hashes, new Uint32Array(Math.max(1024, Math.ceil((row + 1) * 1.5))));
    return (this.#hashes[row] = hashPath(this.pathOf(row)));
  }
}
