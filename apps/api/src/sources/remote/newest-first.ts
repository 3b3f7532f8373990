interface Waiting {
  readonly begin: () => void;
  readonly leave: (why: Error) => void;
}

/** Work of which a few run at a time. What was asked for last goes first: whoever scrolls is there by now. */
export class NewestFirst {
  /** By name, the newest at the end. */
  readonly #waiting = new Map<string, Waiting>();
  #running = 0;

  constructor(private readonly atOnce: number) {}

  async run(name: string, work: () => Promise<void>): Promise<void> {
    if (this.#running < this.atOnce) this.#running += 1;
    else await new Promise<void>((begin, leave) => this.#waiting.set(name, { begin, leave }));
    try {
      await work();
    } finally {
      this.goOn();
    }
  }

  /** Somebody has asked for it again. */
  hurry(name: string): void {
    const waiting = this.#waiting.get(name);
    if (waiting && this.#waiting.delete(name)) this.#waiting.set(name, waiting);
  }

  /** Nobody wants it any more. What has begun is finished all the same. */
  drop(name: string): void {
    const waiting = this.#waiting.get(name);
    this.#waiting.delete(name);
    waiting?.leave(leftAlone());
  }

  /** Whoever is over looks after the next. */
  private goOn(): void {
    const newest = [...this.#waiting.keys()].at(-1);
    const next = newest === undefined ? undefined : this.#waiting.get(newest);
    if (newest === undefined || !next) {
      this.#running -= 1;
      return;
    }
    this.#waiting.delete(newest);
    next.begin();
  }
}

export function leftAlone(): Error {
  return new Error('Nobody waits for it any more.');
}
