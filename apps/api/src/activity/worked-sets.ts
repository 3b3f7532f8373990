import type { WorkedFilter } from '#contracts';
import { Breather } from '../shared/breather.ts';
import type { ActivityBook } from './activity-book.ts';
import { WorkedSet } from './worked-set.ts';
import { ZoneClock } from './zone-clock.ts';

/** Each has a bit for every label. */
const keptMax = 32;
const none = new Uint32Array(0);

type Worked = WorkedFilter['worked'];

/** What people did, as far as the `worked` conditions of one question go by it. Where it has none, nothing ever changes. */
export interface WorkedLook {
  /** Ends when everything is in that was acknowledged before. */
  follow(signal?: AbortSignal): Promise<void>;
  /** Grows with everything that is done. */
  readonly revision: number;
  /** Labels of images on which something was done since; some more than once. */
  changedSince(revision: number): Uint32Array;
}

const nothingAsked: WorkedLook = { follow: () => Promise.resolve(), revision: 0, changedSince: () => none };

/** The sets of images of the conditions that were asked for last. */
export class WorkedSets {
  /** In the order of last use, the longest unused first. */
  readonly #kept = new Map<string, WorkedSet>();
  /** Those that a question under way still holds: to go through all of the history at once would hold everybody up. */
  readonly #held = new Map<string, WeakRef<WorkedSet>>();

  constructor(private readonly book: Pick<ActivityBook, 'log' | 'followInTime'>) {}

  look(conditions: readonly Worked[]): WorkedLook {
    if (conditions.length === 0) return nothingAsked;
    const { log } = this.book;
    const sets = conditions.map((condition) => this.setOf(condition));
    return {
      follow: (signal) => this.follow(sets, signal),
      get revision() {
        return log.count;
      },
      changedSince: (revision) => log.columns.item.slice(revision, log.count),
    };
  }

  /** Whether an image is meant, by its label. As of now. */
  holdsFor(condition: Worked): (label: number) => boolean {
    const set = this.setOf(condition);
    set.lookUntil(this.book.log.count);
    return (label) => label !== 0 && set.has(label);
  }

  private async follow(sets: readonly WorkedSet[], signal?: AbortSignal): Promise<void> {
    await unlessLeft(this.book.followInTime(), signal);
    for (const set of sets) {
      const from = set.lookedAt;
      await new Breather(signal).through(this.book.log.count - from, (_, end) => {
        set.lookUntil(from + end);
      });
    }
  }

  private setOf(condition: Worked): WorkedSet {
    const key = JSON.stringify(condition);
    const set =
      this.#kept.get(key) ??
      this.#held.get(key)?.deref() ??
      new WorkedSet(this.book.log, condition, new ZoneClock(condition.tz ?? 'UTC'));
    this.#kept.delete(key);
    this.#kept.set(key, set);
    this.#held.delete(key);
    const [longestUnused] = this.#kept;
    if (this.#kept.size > keptMax && longestUnused) this.letGo(...longestUnused);
    return set;
  }

  private letGo(key: string, set: WorkedSet): void {
    this.#kept.delete(key);
    for (const [other, held] of this.#held) if (!held.deref()) this.#held.delete(other);
    this.#held.set(key, new WeakRef(set));
  }
}

/** The reading goes on for whoever comes next. */
async function unlessLeft(reading: Promise<void>, signal?: AbortSignal): Promise<void> {
  if (!signal) return reading;
  signal.throwIfAborted();
  let leave = (): void => undefined;
  const left = new Promise<never>((_, reject) => {
    leave = () => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', leave);
  });
  try {
    await Promise.race([reading, left]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
