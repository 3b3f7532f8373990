import { count } from './count.ts';
import { shownName } from './shown-name.ts';

const shownMost = 20;

/** What could not be made: all are counted, the first are named. */
export class FirstFailures {
  #number = 0;
  readonly #lines: string[] = [];

  add(path: string, why: string): void {
    this.#number += 1;
    if (this.#lines.length < shownMost) this.#lines.push(`    ${shownName(path)} (${shownName(why)})`);
  }

  /** Nothing where there was none. */
  inWords(): string[] {
    if (this.#number === 0) return [];
    const more = this.#number - this.#lines.length;
    return ['These failed:', ...this.#lines, ...(more > 0 ? [`    … and ${count(more)} more`] : [])];
  }
}
