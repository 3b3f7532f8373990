/** Lets those who name the same key take turns, in the order in which they came. Others do not wait for them. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>();

  take<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const turn = (this.#last.get(key) ?? Promise.resolve()).then(work);
    const over = turn
      .then(ignore, ignore)
      // The last one turns off the light.
      .then(() => {
        if (this.#last.get(key) === over) this.#last.delete(key);
      });
    this.#last.set(key, over);
    return turn;
  }
}

/** Whoever took the turn hears what became of it; the next one only waits for its end. */
function ignore(): void {
  /* told elsewhere */
}
