import type { Worker } from 'node:worker_threads';
import { Problem } from '../shared/problem.ts';
import type { CallName, Failure, StoreAnswer, StoreCalls } from './store-protocol.ts';

interface Asked {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A thread that is asked like a function. Requests are answered in order; when it ends, all that wait are told. */
export class ThreadLine {
  readonly lost: Promise<Error>;
  readonly #asked = new Map<number, Asked>();
  #nextId = 1;
  #isLost = false;
  #isEnding = false;

  constructor(private readonly worker: Worker) {
    worker.unref();
    worker.on('message', (answer: StoreAnswer) => {
      this.take(answer);
    });
    this.lost = new Promise((resolve) => {
      const lose = (reason: string): void => {
        const error = new Error(`The thread of the label store has ended: ${reason}`);
        this.abandon();
        if (!this.#isEnding) resolve(error);
      };
      worker.once('error', (error) => {
        lose(error instanceof Error ? error.message : String(error));
      });
      worker.once('exit', (code) => {
        lose(`exit code ${String(code)}`);
      });
    });
  }

  get isIdle(): boolean {
    return this.#asked.size === 0;
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  ask<Name extends CallName>(name: Name, asked: StoreCalls[Name]['asked']): Promise<StoreCalls[Name]['answered']> {
    if (this.#isLost) return Promise.reject(gone());
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      // What comes back under this id is the answer to this call: the thread has one table of calls, and so have we.
      this.#asked.set(id, { resolve: resolve as Asked['resolve'], reject });
      this.worker.postMessage({ id, name, asked });
    });
  }

  /** What it has to tell of its end. */
  async end(): Promise<string | null> {
    this.#isEnding = true;
    const told = this.#isLost ? null : await this.ask('close', {});
    await this.worker.terminate();
    return told;
  }

  private take(answer: StoreAnswer): void {
    const asked = this.#asked.get(answer.id);
    this.#asked.delete(answer.id);
    if (answer.isGood) asked?.resolve(answer.answered);
    else asked?.reject(asProblem(answer.failure));
  }

  private abandon(): void {
    this.#isLost = true;
    for (const { reject } of this.#asked.values()) reject(gone());
    this.#asked.clear();
  }
}

export function asProblem({ code, message, retryAfter }: Failure): Problem {
  return new Problem(code, message, retryAfter === undefined ? {} : { retryAfter });
}

function gone(): Problem {
  return new Problem('storage_failed', 'The label store has ended; the server stops. Try again when it is back.', {
    retryAfter: 5,
  });
}
