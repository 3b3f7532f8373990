/** Names of people, each once and by a number. */
export class Names {
  readonly #names: string[];
  readonly #numbers: Map<string, number>;

  constructor(first: string) {
    this.#names = [first];
    this.#numbers = new Map([[first, 0]]);
  }

  at(number: number): string {
    return this.#names[number] ?? '';
  }

  numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.#names.length);
    return this.#names.push(name) - 1;
  }
}
