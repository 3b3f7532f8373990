import type { Clock } from '../shared/clock.ts';

const everyMs = 30_000;
const everyShare = 0.1;

/** For a file or a pipe: a line now and then, when half a minute has passed and a tenth of the work is done since the last one. */
export class PlainProgress {
  #toldAt: number;
  #toldShare = 0;

  constructor(
    private readonly clock: Clock,
    private readonly say: (line: string) => void,
  ) {
    this.#toldAt = clock.monotonic();
  }

  /** Of work whose size nobody knows yet there is no share. */
  tell(line: string, share?: number): void {
    const now = this.clock.monotonic();
    if (share !== undefined && share < this.#toldShare) this.#toldShare = 0;
    if (now - this.#toldAt < everyMs || (share !== undefined && share - this.#toldShare < everyShare)) return;
    this.#toldAt = now;
    this.#toldShare = share ?? 0;
    this.say(line);
  }
}
