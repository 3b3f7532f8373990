import type { Clock } from '../shared/clock.ts';

const pauseMs = 60_000;
/** Nor more than so much of the time. */
const shareOfTime = 20;
/** What goes on changing is written all the same after so long. */
const patienceMs = 10_000;

/** A file about the gallery as a whole: written when what it tells has changed and come to rest, at most once a minute. */
export class Summary {
  #written: string | undefined;
  #seen = '';
  #changedSince: number | undefined;
  #notBefore = 0;
  #isWriting = false;

  constructor(
    private readonly revision: () => string,
    private readonly write: () => Promise<void>,
    private readonly clock: Clock,
  ) {}

  /** Called once a second. */
  async writeIfDue(): Promise<void> {
    const now = this.clock.monotonic();
    const revision = this.revision();
    const isAtRest = revision === this.#seen;
    this.#seen = revision;
    if (revision === this.#written) return;
    this.#changedSince ??= now;
    if (this.#isWriting || now < this.#notBefore) return;
    if (!isAtRest && now - this.#changedSince < patienceMs) return;
    this.#isWriting = true;
    // Also after a failure: a full disk is tried again in a minute.
    this.#notBefore = now + pauseMs;
    try {
      await this.write();
      this.#written = revision;
      this.#changedSince = undefined;
    } finally {
      const ended = this.clock.monotonic();
      this.#notBefore = Math.max(this.#notBefore, ended + (ended - now) * shareOfTime);
      this.#isWriting = false;
    }
  }
}
