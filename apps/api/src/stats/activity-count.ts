import { befores, bits, kindIn, type ActivityLog, type Undo } from '../activity/activity-log.ts';
import { QuarterTally } from './quarter-tally.ts';

/** Which operations are meant. */
export interface ActivityScope {
  /** Milliseconds since 1970: included, and not included. */
  readonly from: number;
  readonly to: number;
  /** By the number of the label; undefined for all. */
  readonly items: Uint8Array | undefined;
}

/** What one person did. docs/metrics.md says what each number means. */
export interface PersonCount {
  labels: number;
  /** Of these: on images that had none. */
  first: number;
  /** On images that had one of the same person, or of another. */
  ownAgain: number;
  othersAgain: number;
  activeMs: number;
  /** Gestures of this person that were taken back, by whomever. */
  undone: number;
  /** Milliseconds for each image that was labelled by itself. */
  readonly turns: number[];
}

const notKnown = NaN;
const [nobody, same] = [befores.indexOf('nobody'), befores.indexOf('same')];

/** Goes through the log, from the first operation to the last, in as many steps as one likes. */
export class ActivityCount {
  /** By their place among the people of the log. */
  readonly people = new Map<number, PersonCount>();
  /** Labels, and those on images that had none. */
  readonly labels = new QuarterTally();
  readonly first = new QuarterTally();
  /** Those on images that had none, at whatever time: what comes of it does not depend on the time that was asked for. */
  readonly firstEver = new QuarterTally();
  /** Of each person, of the image they are at: how long it has taken them. */
  readonly #atHand: number[] = [];
  /** The same as `people`: looked up two million times. */
  readonly #counts: (PersonCount | undefined)[] = [];
  #lastUndo: Undo | undefined;

  constructor(
    private readonly log: ActivityLog,
    private readonly scope: ActivityScope,
  ) {}

  look(fromRow: number, toRow: number): void {
    const { from, to, items } = this.scope;
    const { at: times, item, person, took, said } = this.log.columns;
    for (let row = fromRow; row < toRow; row += 1) {
      if (items !== undefined && items[item[row] ?? 0] !== 1) continue;
      const [at, facts] = [times[row] ?? 0, said[row] ?? 0];
      const isTurn = (facts & bits.turns) !== 0;
      if (isTurn && facts >> bits.whoseAt === nobody) this.firstEver.add(at);
      if (!(at >= from && at < to)) continue;
      const kind = kindIn(facts);
      if (kind === 'undo') this.takeBack(row);
      if (kind === 'import' || kind === 'other') continue;
      const who = person[row] ?? 0;
      const count = this.of(who);
      const time = took[row] ?? 0;
      count.activeMs += time;
      if (isTurn) {
        this.leave(who, count);
        this.begin(at, facts >> bits.whoseAt, count);
        // What many got at once took no time by itself; and after a break nobody knows how long one has looked.
        if (kind === 'edit') this.#atHand[who] = time > 0 ? time : notKnown;
      } else if (kind === 'edit') this.#atHand[who] = (this.#atHand[who] ?? notKnown) + time;
    }
  }

  finish(): void {
    for (const [person, count] of this.people) this.leave(person, count);
  }

  /** Once, of however many images. */
  private takeBack(row: number): void {
    const undo = this.log.undoAt(row);
    if (undo?.of !== undefined && undo !== this.#lastUndo) this.of(undo.of).undone += 1;
    this.#lastUndo = undo;
  }

  private begin(at: number, before: number, count: PersonCount): void {
    count.labels += 1;
    this.labels.add(at);
    if (before === nobody) {
      count.first += 1;
      this.first.add(at);
    } else if (before === same) count.ownAgain += 1;
    else count.othersAgain += 1;
  }

  private leave(person: number, count: PersonCount): void {
    const took = this.#atHand[person] ?? notKnown;
    this.#atHand[person] = notKnown;
    if (!Number.isNaN(took)) count.turns.push(took);
  }

  private of(person: number): PersonCount {
    const known = this.#counts[person];
    if (known) return known;
    const count = { labels: 0, first: 0, ownAgain: 0, othersAgain: 0, activeMs: 0, undone: 0, turns: [] };
    this.people.set(person, count);
    this.#counts[person] = count;
    return count;
  }
}
