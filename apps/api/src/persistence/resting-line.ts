import type { CancelTimer, Clock } from '../shared/clock.ts';
import type { CallName, StoreCalls } from './store-protocol.ts';
import { ThreadLine } from './thread-line.ts';

/** So long after its last answer the thread is ended. */
const restMs = 5000;

/** A thread that is started when something is asked of it, and ended when nothing is. */
export class RestingLine {
  #line: ThreadLine | undefined;
  #cancelRest: CancelTimer | undefined;
  /** What has been begun in the thread and would be lost with it. */
  readonly #open = new Set<string>();

  constructor(
    private readonly start: () => ThreadLine,
    private readonly clock: Clock,
  ) {}

  async ask<Name extends CallName>(
    name: Name,
    asked: StoreCalls[Name]['asked'],
  ): Promise<StoreCalls[Name]['answered']> {
    const line = this.line();
    try {
      return await line.ask(name, asked);
    } finally {
      this.restSoon(line);
    }
  }

  /** Until this is closed, the thread does not rest, however long nothing is asked. */
  open(name: string): void {
    this.#open.add(name);
  }

  close(name: string): void {
    if (this.#open.delete(name) && this.#line) this.restSoon(this.#line);
  }

  async end(): Promise<void> {
    this.#cancelRest?.();
    await this.#line?.end();
  }

  private line(): ThreadLine {
    if (!this.#line || this.#line.isLost) this.#line = this.start();
    return this.#line;
  }

  /** One that has read half a million labels is as large as they are, for ever: when it is idle, it is ended. */
  private restSoon(line: ThreadLine): void {
    this.#cancelRest?.();
    this.#cancelRest = this.clock.after(restMs, () => {
      if (!line.isIdle || this.#open.size > 0 || this.#line !== line) return;
      this.#line = undefined;
      line.end().catch(() => {
        // It ended by itself.
      });
    });
  }
}
