/** Lets so many work at the same time; the others wait, in the order in which they came. */
export class FewAtOnce {
  #working = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(private readonly most: number) {}

  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    // Whoever has ended hands the place on: nobody who comes in between takes it.
    if (this.#working < this.most) this.#working += 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#working -= 1;
    }
  }
}
