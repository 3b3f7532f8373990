import { extended } from '../shared/extended.ts';

/** What became of an image by one operation on it, as far as people and their work are concerned. */
export const activityKinds = ['edit', 'bulk', 'undo', 'import', 'other'] as const;
export type ActivityKind = (typeof activityKinds)[number];

/** One operation of the history: what one accepted write did to one image. */
export interface Activity {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The gesture it is part of. */
  readonly seq: number;
  /** The number of the image's label. */
  readonly item: number;
  readonly person: string;
  readonly kind: ActivityKind;
  /** Images that the gesture changed. */
  readonly count: number;
  /** Of an undo: whose gesture it took back. */
  readonly undoes?: string;
}

/** Whose label an image had before somebody wrote on it. */
export const befores = ['nobody', 'same', 'other'] as const;

/** Within so long one is still at it: a longer break is none of the time that work took. */
export const breakMs = 5 * 60_000;
const noItem = -1;

/** What is said of an operation, in the bits of one byte. */
export const bits = { kind: 7, turns: 8, whoseAt: 4 } as const;
/** Names beyond this count as the last of them: nobody has a team of sixty thousand, but anybody can make names up. */
const peopleMax = 65_534;

/** Somebody took a gesture back. */
export interface Undo {
  /** Its first operation. */
  readonly from: number;
  /** Whose gesture that was; undefined where the history does not say it any more. */
  readonly of: number | undefined;
}

/** Rows from 0 to `count`; good until the next operation is added. */
export interface ActivityLogColumns {
  readonly at: Float64Array;
  readonly item: Uint32Array;
  readonly person: Uint16Array;
  readonly took: Float32Array;
  readonly said: Uint8Array;
}

export function kindIn(said: number): ActivityKind {
  return activityKinds[said & bits.kind] ?? 'other';
}

interface LastActivity {
  readonly at: number;
  readonly item: number;
  readonly seq: number;
  readonly took: number;
}

/**
 * All operations there ever were, in the order in which they were accepted, with what can be said of each once and for all. Numbers in columns:
 * two million of them take 40 MB, and are gone through in a tenth of a second.
 */
export class ActivityLog {
  #at = new Float64Array(1024);
  #item = new Uint32Array(1024);
  #person = new Uint16Array(1024);
  #took = new Float32Array(1024);
  #said = new Uint8Array(1024);
  #count = 0;
  readonly #people = new Map<string, number>();
  /** By label: the place among people, plus one, of whoever wrote on it last. */
  #lastOn = new Uint16Array(1024);
  /** By person. */
  readonly #lastBy: (LastActivity | undefined)[] = [];
  /** In their order. */
  readonly #undos: Undo[] = [];

  get count(): number {
    return this.#count;
  }

  get people(): readonly string[] {
    return [...this.#people.keys()];
  }

  get peopleCount(): number {
    return Math.min(this.#people.size, peopleMax + 1);
  }

  /** For whoever goes through all of it. */
  get columns(): ActivityLogColumns {
    return { at: this.#at, item: this.#item, person: this.#person, took: this.#took, said: this.#said };
  }

  placeOf(name: string): number | undefined {
    return this.#people.get(name);
  }

  add({ at, seq, item, person: name, kind, count, undoes }: Activity): void {
    this.grow(item);
    const row = this.#count;
    const person = this.personOf(name);
    const last = this.#lastBy[person];
    const begins = last?.seq !== seq;
    const isLabel = kind === 'edit' || kind === 'bulk';
    const staysOn = last?.item === item && at - last.at <= breakMs;
    const goesOn = kind === 'edit' && staysOn;
    const took = begins ? timeSince(last, at) / count : last.took;
    this.#at[row] = at;
    this.#item[row] = item;
    this.#person[row] = person;
    this.#took[row] = kind === 'other' ? 0 : took;
    this.#said[row] =
      activityKinds.indexOf(kind) | (isLabel && !goesOn ? bits.turns : 0) | (this.whose(item, person) << bits.whoseAt);
    if (begins && kind === 'undo')
      this.#undos.push({ from: row, of: undoes === undefined ? undefined : this.personOf(undoes) });
    this.#count = row + 1;
    if (kind === 'other') return;
    this.#lastOn[item] = person + 1;
    // Nobody goes on with one of many, nor with what they only took back.
    const isAtHand = count === 1 && (isLabel || staysOn);
    this.#lastBy[person] = { at, item: isAtHand ? item : noItem, seq, took };
  }

  item(row: number): number {
    return this.#item[row] ?? 0;
  }

  /** Of an operation that takes another back: the undo that it is part of. All of its operations follow one another. */
  undoAt(row: number): Undo | undefined {
    let [low, high] = [0, this.#undos.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#undos[middle]?.from ?? 0) > row) high = middle;
      else low = middle + 1;
    }
    return this.#undos[low - 1];
  }

  private whose(item: number, person: number): number {
    const last = this.#lastOn[item] ?? 0;
    return befores.indexOf(last === 0 ? 'nobody' : last === person + 1 ? 'same' : 'other');
  }

  private personOf(name: string): number {
    const known = this.#people.get(name);
    if (known !== undefined) return known;
    const person = Math.min(this.#people.size, peopleMax);
    this.#people.set(name, person);
    return person;
  }

  private grow(item: number): void {
    if (this.#count === this.#at.length) {
      const size = this.#count * 2;
      this.#at = extended(this.#at, new Float64Array(size));
      this.#item = extended(this.#item, new Uint32Array(size));
      this.#person = extended(this.#person, new Uint16Array(size));
      this.#took = extended(this.#took, new Float32Array(size));
      this.#said = extended(this.#said, new Uint8Array(size));
    }
    if (item >= this.#lastOn.length) {
      this.#lastOn = extended(this.#lastOn, new Uint16Array(Math.max(item + 1, this.#lastOn.length * 2)));
    }
  }
}

function timeSince(last: LastActivity | undefined, at: number): number {
  const gap = last ? at - last.at : 0;
  // Clocks are put back now and then.
  return gap > 0 && gap <= breakMs ? gap : 0;
}
