import { Problem } from '../shared/problem.ts';
import { Tally } from '../shared/tally.ts';

/** A thread each, and what has changed since: more than these would be felt. */
const mostAtOnce = 8;
/** One person who reads slowly, or a script that has lost count, keeps nobody else out. */
const mostOfOne = 2;

/** Who may take an export away now. */
export class ExportPlaces {
  readonly #perPerson = new Tally<string>();
  #taken = 0;

  /** Gives the way to leave the place. Null is whoever has not had to say who they are. */
  take(person: string | null): () => void {
    if (person !== null && this.#perPerson.of(person) >= mostOfOne) {
      throw full(`You have ${String(mostOfOne)} exports running, and one person may have no more`);
    }
    if (this.#taken >= mostAtOnce) throw full(`${String(mostAtOnce)} exports are running`);
    this.note(person, 1);
    let isLeft = false;
    return () => {
      if (isLeft) return;
      isLeft = true;
      this.note(person, -1);
    };
  }

  private note(person: string | null, change: number): void {
    this.#taken += change;
    if (person !== null) this.#perPerson.add(person, change);
  }
}

function full(what: string): Problem {
  return new Problem('overloaded', `${what}: try again when one is done.`, { retryAfter: 10 });
}
