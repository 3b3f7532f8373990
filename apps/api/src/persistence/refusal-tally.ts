import type { Outcome, Write } from './label-store.ts';

const hourMs = 3_600_000;
/** Names and paths are chosen by whoever writes; those that wait to be counted, or for their end, are not kept without end. */
const waitingMax = 1000;
/** Of one person on one image, refused and not written since. */
const openMax = 100;

/** Writes of a person that were refused in an hour since somebody else was faster, and how many of these were made after all. */
export interface Refusals {
  /** Counted since 1970. */
  readonly hour: number;
  readonly actor: string;
  readonly count: number;
  readonly written: number;
}

/**
 * Counts refused writes by hour and person, and how they end: with the next write of that person on that image within an
 * hour, by whoever settles it; else they are left as the other had it. What is open is not kept through a restart.
 */
export class RefusalTally {
  readonly #counts = new Map<string, Refusals>();
  /** When they were refused, by image and person: what was not written since. */
  readonly #open = new Map<string, readonly number[]>();

  get isEmpty(): boolean {
    return this.#counts.size === 0;
  }

  /** What was not saved yet. */
  counts(): Iterable<Refusals> {
    return this.#counts.values();
  }

  noteSaved(): void {
    this.#counts.clear();
  }

  note({ change, actor, at }: Write, outcome: Outcome): void {
    if (change.kind !== 'edit') return;
    const key = `${change.path}\0${actor}`;
    const open = this.#open.get(key) ?? [];
    if (outcome.kind === 'conflict') {
      this.add(actor, at, 1, 0);
      // One that is refused again is one more, and ends with it.
      this.keepOpen(key, [...open, at].slice(-openMax));
    } else if (outcome.kind === 'done' && !outcome.isReplay) {
      this.#open.delete(key);
      for (const then of open) if (at - then < hourMs) this.add(actor, then, 0, 1);
    }
  }

  private add(actor: string, at: number, count: number, written: number): void {
    const hour = Math.floor(at / hourMs);
    const key = `${String(hour)} ${actor}`;
    const known = this.#counts.get(key);
    if (!known && this.#counts.size >= waitingMax) return;
    const [counted, made] = [known?.count ?? 0, known?.written ?? 0];
    this.#counts.set(key, { hour, actor, count: counted + count, written: made + written });
  }

  private keepOpen(key: string, open: readonly number[]): void {
    this.#open.delete(key);
    this.#open.set(key, open);
    const [oldest] = this.#open.keys();
    if (this.#open.size > waitingMax && oldest !== undefined) this.#open.delete(oldest);
  }
}
