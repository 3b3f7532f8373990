import { Tally } from '../shared/tally.ts';
import type { ActivityLog, Undo } from '../activity/activity-log.ts';
import { quarterMs } from '../activity/zone-clock.ts';

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

/** Goes through the log, from the first operation to the last, in as many steps as one likes. */
export class ActivityCount {
  /** By their place among the people of the log. */
  readonly people = new Map<number, PersonCount>();
  /** Labels, and those on images that had none, by the quarter of an hour since 1970. */
  readonly labels = new Tally<number>();
  readonly first = new Tally<number>();
  /** Those on images that had none, at whatever time: what comes of it does not depend on the time that was asked for. */
  readonly firstEver = new Tally<number>();
  /** Of each person, of the image they are at: how long it has taken them; NaN where that is not known. */
  readonly #atHand = new Map<number, number>();

  #lastUndo: Undo | undefined;

  constructor(
    private readonly log: ActivityLog,
    private readonly scope: ActivityScope,
  ) {}

  look(fromRow: number, toRow: number): void {
    const { from, to, items } = this.scope;
    for (let row = fromRow; row < toRow; row += 1) {
      if (items !== undefined && items[this.log.item(row)] !== 1) continue;
      const at = this.log.at(row);
      if (this.log.turns(row) && this.log.before(row) === 'nobody') this.firstEver.add(quarterOf(at), 1);
      if (at >= from && at < to) this.take(row);
    }
  }

  finish(): void {
    for (const person of this.#atHand.keys()) this.leave(person);
  }

  private take(row: number): void {
    const { log } = this;
    const [person, took] = [log.person(row), log.took(row)];
    const kind = log.kind(row);
    if (kind === 'undo') this.takeBack(row);
    if (kind === 'import' || kind === 'other') return;
    const count = this.of(person);
    count.activeMs += took;
    if (log.turns(row)) {
      this.leave(person);
      this.begin(row, count);
      // What many got at once took no time by itself; and after a break nobody knows how long one has looked.
      if (kind === 'edit') this.#atHand.set(person, took > 0 ? took : NaN);
    } else if (kind === 'edit') this.#atHand.set(person, (this.#atHand.get(person) ?? NaN) + took);
  }

  /** Once, of however many images. */
  private takeBack(row: number): void {
    const undo = this.log.undoAt(row);
    if (undo?.of !== undefined && undo !== this.#lastUndo) this.of(undo.of).undone += 1;
    this.#lastUndo = undo;
  }

  private begin(row: number, count: PersonCount): void {
    const quarter = quarterOf(this.log.at(row));
    count.labels += 1;
    this.labels.add(quarter, 1);
    switch (this.log.before(row)) {
      case 'nobody':
        count.first += 1;
        this.first.add(quarter, 1);
        break;
      case 'same':
        count.ownAgain += 1;
        break;
      case 'other':
        count.othersAgain += 1;
    }
  }

  private leave(person: number): void {
    const took = this.#atHand.get(person) ?? NaN;
    this.#atHand.delete(person);
    if (!Number.isNaN(took)) this.of(person).turns.push(took);
  }

  private of(person: number): PersonCount {
    const known = this.people.get(person);
    if (known) return known;
    const count = { labels: 0, first: 0, ownAgain: 0, othersAgain: 0, activeMs: 0, undone: 0, turns: [] };
    this.people.set(person, count);
    return count;
  }
}

function quarterOf(at: number): number {
  return Math.floor(at / quarterMs);
}
