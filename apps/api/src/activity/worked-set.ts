import type { WorkedFilter, WorkedKind } from '#contracts';
import { readIsoTime } from '../shared/iso-time.ts';
import { NumberSet } from '../shared/number-set.ts';
import { befores, bits, kindIn, type ActivityLog } from './activity-log.ts';
import { quarterMs, type ZoneClock } from './zone-clock.ts';

/** By the kind that is asked for: whose label the image had before. */
const beforeOf = { first: 'nobody', own: 'same', others: 'other' } as const satisfies Partial<
  Record<WorkedKind, string>
>;

/**
 * The labels of images on which somebody did what a condition asks for. What was done stays done: the set only grows, and goes on where it was.
 */
export class WorkedSet {
  readonly #found = new NumberSet();
  readonly #from: number;
  readonly #to: number;
  #lookedAt = 0;
  /** The last quarter of an hour that was looked at, and whether its hour is wanted. */
  #quarter = NaN;
  #isHourWanted = true;

  constructor(
    private readonly log: ActivityLog,
    private readonly asked: WorkedFilter['worked'],
    private readonly clock: ZoneClock,
  ) {
    const { from, to } = asked;
    this.#from = from === undefined ? -Infinity : (readIsoTime(from) ?? NaN);
    this.#to = to === undefined ? Infinity : (readIsoTime(to) ?? NaN);
  }

  get lookedAt(): number {
    return this.#lookedAt;
  }

  has(label: number): boolean {
    return this.#found.has(label);
  }

  /** Looks at what was done up to there. */
  lookUntil(end: number): void {
    const { log, asked } = this;
    const people = this.people();
    const { at, item, person, said } = log.columns;
    const isTurn = this.turnsWanted();
    for (let row = this.#lookedAt; row < end; row += 1) {
      const facts = said[row] ?? 0;
      if (isTurn) {
        if (!isTurn(facts) || (people && people[person[row] ?? 0] !== 1)) continue;
      } else if (kindIn(facts) !== 'undo' || !this.isUndone(row, people)) continue;
      const time = at[row] ?? NaN;
      if (!(time >= this.#from && time < this.#to)) continue;
      if (asked.hours && !this.isHourWanted(time)) continue;
      this.#found.add(item[row] ?? 0);
    }
    this.#lookedAt = Math.max(this.#lookedAt, end);
  }

  /** Undefined where what was taken back is asked for. */
  private turnsWanted(): ((facts: number) => boolean) | undefined {
    const { kind } = this.asked;
    if (kind === 'undone') return undefined;
    if (kind === undefined) return (facts) => (facts & bits.turns) !== 0;
    const before = befores.indexOf(beforeOf[kind]);
    return (facts) => (facts & bits.turns) !== 0 && facts >> bits.whoseAt === before;
  }

  private isUndone(row: number, people: Uint8Array | undefined): boolean {
    const undone = this.log.undoAt(row)?.of;
    return undone !== undefined && (!people || people[undone] === 1);
  }

  /** By their place among the people of the log; undefined for all. Who is not among them by now has done nothing up to now. */
  private people(): Uint8Array | undefined {
    const { by } = this.asked;
    if (!by) return undefined;
    const wanted = new Uint8Array(this.log.peopleCount);
    for (const name of by) {
      const place = this.log.placeOf(name);
      if (place !== undefined) wanted[place] = 1;
    }
    return wanted;
  }

  private isHourWanted(time: number): boolean {
    const quarter = Math.floor(time / quarterMs);
    if (quarter !== this.#quarter) {
      this.#quarter = quarter;
      this.#isHourWanted = this.asked.hours?.includes(this.clock.hourOf(quarter).hour) ?? true;
    }
    return this.#isHourWanted;
  }
}
