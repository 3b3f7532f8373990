import { randomInt } from 'node:crypto';

/** Under `npm run torture`: the same tests, many more rounds, another seed each time. */
export const isTorture = process.env['LENSLET_TORTURE'] === '1';

/** How often a seeded test tries: a sample in `npm test`, in full under torture. */
export function rounds(sample: number, torture: number): number {
  return isTorture ? torture : sample;
}

/**
 * The seed of this run. Put it in the name of the test, so that a failure tells how to see it again:
 * `LENSLET_SEED=… npm test -- name-of-the-file`.
 */
export function chooseSeed(): number {
  const named = process.env['LENSLET_SEED'];
  if (named !== undefined && named !== '') return Number(named);
  return isTorture ? randomInt(2 ** 31) : 20_260;
}

/** Numbers that look random and come again with the same seed (mulberry32). */
export class SeededRandom {
  readonly seed: number;
  private state: number;

  constructor(seed = chooseSeed()) {
    this.seed = seed;
    this.state = seed | 0;
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 up to, not including, `below`. */
  below(below: number): number {
    return Math.floor(this.next() * below);
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(from: readonly T[]): T {
    const place = this.below(from.length);
    if (from.length === 0) throw new Error('There is nothing to pick from.');
    // The place is inside: the type cannot know.
    return from[place] as T;
  }

  shuffled<T>(from: readonly T[]): T[] {
    const left = [...from];
    const mixed: T[] = [];
    while (left.length > 0) mixed.push(...left.splice(this.below(left.length), 1));
    return mixed;
  }

  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.below(256)));
  }
}
