import type { SearchTerm } from '#contracts';
import type { NameChunk } from '../catalogue/name-chunk.ts';
import { needleOf } from '../catalogue/text-index.ts';
import { wholeTag } from './label-matches.ts';

/** How well a row matches; the lower, the earlier it is listed. */
export const ranks = { none: 0, exact: 1, prefix: 2, tag: 3, elsewhere: 4 } as const;

/** Bits beyond those of the terms: the name begins with a word, or is one. */
const prefix = 1 << 29;
const exact = 1 << 30;

interface Needle {
  readonly text: string;
  /** Of its term; 0 when it only makes names exact. */
  readonly bit: number;
  /** Begins with a slash: it holds only in folders whose path ends with what stands before it. */
  readonly isTail: boolean;
  /** A word of the name, and not only of the path: one that begins with it comes earlier. */
  readonly isRanked: boolean;
}

/** What is known of the rows of a chunk before their names are looked at. */
export interface Surroundings {
  /** No label and no folder holds any term: names alone decide, as for most of what people look for. */
  readonly areBare: boolean;
  /** Terms that hold by label or folder. */
  bitsAt(index: number): number;
  /** Terms of which the path of the folder ends with the part before the last slash. */
  tailsAt(index: number): number;
}

/** Finds the terms of one search in names, a chunk at a time. */
export class NameMatches {
  readonly #needles: readonly Needle[];
  readonly #all: number;
  /** Terms that no name can hold. */
  readonly #elsewhere: number;
  #bits = new Uint32Array(0);

  constructor(terms: readonly SearchTerm[]) {
    this.#needles = needlesOf(terms);
    this.#all = 2 ** terms.length - 1;
    this.#elsewhere = this.#needles.reduce((bits, { bit }) => bits & ~bit, this.#all);
  }

  /** Tells the rank of each row that matches. */
  rank(chunk: NameChunk, around: Surroundings, matched: (row: number, rank: number) => void): void {
    const { count } = chunk;
    if (count > this.#bits.length) this.#bits = new Uint32Array(count);
    const bits = this.#bits;
    if (around.areBare) bits.fill(0, 0, count);
    else for (let index = 0; index < count; index += 1) bits[index] = around.bitsAt(index);
    let wanted = this.#elsewhere;
    for (const needle of this.#needles) {
      const open = this.countWith(wanted, count);
      if (open === 0) return;
      this.look(chunk, needle, around, open > count / 8 ? undefined : wanted);
      wanted |= needle.bit;
    }
    for (let index = 0; index < count; index += 1) {
      const has = bits[index] ?? 0;
      if ((has & this.#all) === this.#all) matched(chunk.first + index, rankOf(has));
    }
  }

  /** The same for the only name of a chunk. */
  rankOf(name: NameChunk, bits: number, tails: number): number {
    let found: number = ranks.none;
    this.rank(name, { areBare: false, bitsAt: () => bits, tailsAt: () => tails }, (_, rank) => (found = rank));
    return found;
  }

  /** In all names at once, which is fastest, or name by name where few can still match. */
  private look(chunk: NameChunk, needle: Needle, around: Surroundings, only: number | undefined): void {
    const bits = this.#bits;
    const found = (index: number, at: number): void => {
      bits[index] = (bits[index] ?? 0) | gainOf(chunk, needle, around, index, at);
    };
    if (only === undefined) {
      chunk.scan(needle.text, found);
      return;
    }
    for (let index = 0; index < chunk.count; index += 1) {
      if (((bits[index] ?? 0) & only) !== only) continue;
      const at = chunk.placeIn(index, needle.text);
      if (at >= 0) found(index, at);
    }
  }

  private countWith(wanted: number, count: number): number {
    if (wanted === 0) return count;
    const bits = this.#bits;
    let found = 0;
    for (let index = 0; index < count; index += 1) if (((bits[index] ?? 0) & wanted) === wanted) found += 1;
    return found;
  }
}

function gainOf(chunk: NameChunk, needle: Needle, around: Surroundings, index: number, at: number): number {
  const { bit, isTail, isRanked, text } = needle;
  if (isTail) return around.tailsAt(index) & bit;
  if (!isRanked || at !== chunk.startOf(index)) return bit;
  const isExact = chunk.isWhole(index, at, at + text.length);
  if (bit === 0) return isExact ? exact : 0;
  return isExact ? bit | prefix | exact : bit | prefix;
}

function rankOf(bits: number): number {
  if ((bits & exact) !== 0) return ranks.exact;
  if ((bits & prefix) !== 0) return ranks.prefix;
  return (bits & wholeTag) === 0 ? ranks.elsewhere : ranks.tag;
}

/** The longest first: it leaves the fewest names for the others. */
function needlesOf(terms: readonly SearchTerm[]): Needle[] {
  const needles = terms
    .flatMap((term, at) => needleOfTerm(term, 1 << at))
    .sort((a, b) => b.text.length - a.text.length);
  // The words as they were typed may be a name too.
  const plain = terms.flatMap((term) => (term.field === 'any' ? [term.text] : []));
  if (plain.length > 1) needles.push({ text: needleOf(plain.join(' ')), bit: 0, isTail: false, isRanked: true });
  return needles;
}

function needleOfTerm(term: SearchTerm, bit: number): Needle[] {
  if (term.field !== 'any' && term.field !== 'name' && term.field !== 'path') return [];
  const cut = term.text.lastIndexOf('/');
  if (cut < 0) return [{ text: needleOf(term.text), bit, isTail: false, isRanked: term.field !== 'path' }];
  // What ends with a slash is a folder, and no name holds one.
  if (term.field === 'name' || cut === term.text.length - 1) return [];
  return [{ text: needleOf(term.text.slice(cut)), bit, isTail: true, isRanked: false }];
}
