import { extended } from './extended.ts';

/**
 * Numbered things in the order in which they changed last, and when each did. Whoever knows how things were at some
 * revision is told what has changed since, at the cost of what has changed, however much there is besides.
 */
export class ChangeOrder {
  /** Places are numbers plus one; 0 is no place. A doubly linked list, the latest change at its end. */
  #before = new Uint32Array(1024);
  #after = new Uint32Array(1024);
  #changedAt = new Uint32Array(1024);
  #latest = 0;
  #revision = 0;

  get revision(): number {
    return this.#revision;
  }

  /** What is noted from here on is one change. */
  begin(): void {
    this.#revision += 1;
  }

  note(number: number): void {
    const place = number + 1;
    if (place >= this.#changedAt.length) this.grow(Math.ceil((place + 1) * 1.5));
    this.#changedAt[place] = this.#revision;
    if (place === this.#latest) return;
    this.unlink(place);
    this.#before[place] = this.#latest;
    if (this.#latest !== 0) this.#after[this.#latest] = place;
    this.#after[place] = 0;
    this.#latest = place;
  }

  hasChangedSince(number: number, revision: number): boolean {
    return (this.#changedAt[number + 1] ?? 0) > revision;
  }

  /** Each once. */
  since(revision: number): Uint32Array {
    let numbers = new Uint32Array(16);
    let count = 0;
    for (let place = this.#latest; place !== 0 && (this.#changedAt[place] ?? 0) > revision;) {
      if (count === numbers.length) numbers = extended(numbers, new Uint32Array(count * 2));
      numbers[count] = place - 1;
      count += 1;
      place = this.#before[place] ?? 0;
    }
    return numbers.slice(0, count);
  }

  private unlink(place: number): void {
    const [before = 0, after = 0] = [this.#before[place], this.#after[place]];
    if (before !== 0) this.#after[before] = after;
    if (after !== 0) this.#before[after] = before;
  }

  private grow(capacity: number): void {
    this.#before = extended(this.#before, new Uint32Array(capacity));
    this.#after = extended(this.#after, new Uint32Array(capacity));
    this.#changedAt = extended(this.#changedAt, new Uint32Array(capacity));
  }
}
