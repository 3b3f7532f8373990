import { Worker, parentPort, type ResourceLimits } from 'node:worker_threads';
import type { CancelTimer, Clock } from './clock.ts';

export interface ThreadSetup {
  /** The file that it runs. */
  readonly entry: string;
  /** Told once, at each of its starts. */
  readonly told: unknown;
  /** As it stands in a sentence about its end. */
  readonly name: string;
  /** Null for one that is never ended: what it knows is dear to find out. */
  readonly restAfterMs: number | null;
  readonly memory: ResourceLimits;
}

interface Asked {
  readonly id: number;
  readonly request: unknown;
}

type Answered =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly message: string };

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The thread has ended before it answered: that says nothing of the request, and may be the end of all that come after it. */
export class ThreadEnded extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ThreadEnded';
  }
}

/**
 * A thread that is asked like a function. An idle one is ended, because its memory is as large as all that it ever had in
 * hand; the next request starts it.
 */
export class RestingThread {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #cancelRest: CancelTimer | undefined;
  #nextId = 1;

  constructor(
    private readonly setup: ThreadSetup,
    private readonly clock: Clock,
  ) {}

  /** Rejects where the work failed, and with `ThreadEnded` where the thread has ended meanwhile. */
  ask(request: unknown): Promise<unknown> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.worker().postMessage({ id, request } satisfies Asked);
    });
  }

  /** It is not needed any more: whoever still waits for it is told so. */
  async end(): Promise<void> {
    const worker = this.#worker;
    this.#cancelRest?.();
    this.abandon(`${this.setup.name} is not needed any more.`);
    await worker?.terminate();
  }

  private worker(): Worker {
    if (this.#worker) return this.#worker;
    const { entry, told, memory, name } = this.setup;
    const worker = new Worker(entry, { workerData: told, resourceLimits: memory });
    worker.unref();
    worker.on('message', (answer: Answered) => {
      this.take(answer);
    });
    // Nothing in the thread throws outside of a request; if the thread itself fails, all who wait must hear of it.
    worker.on('error', (error) => {
      this.abandon(String(error));
    });
    worker.on('exit', () => {
      if (this.#worker === worker) this.abandon(`${name} has ended.`);
    });
    return (this.#worker = worker);
  }

  private take(answer: Answered): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (answer.ok) waiting?.resolve(answer.value);
    else waiting?.reject(new Error(answer.message));
    this.restSoon();
  }

  private restSoon(): void {
    const { restAfterMs } = this.setup;
    if (restAfterMs === null) return;
    this.#cancelRest?.();
    this.#cancelRest = this.clock.after(restAfterMs, () => {
      if (this.#waiting.size > 0) return;
      const worker = this.#worker;
      this.#worker = undefined;
      void worker?.terminate();
    });
  }

  private abandon(reason: string): void {
    this.#worker = undefined;
    for (const waiting of this.#waiting.values()) waiting.reject(new ThreadEnded(reason));
    this.#waiting.clear();
  }
}

/** The other end, in the thread: each request is answered by what `work` makes of it. What is `moved` is not copied. */
export function answerRequests<Value>(
  work: (request: never) => Promise<Value>,
  moved: (value: Value) => ArrayBuffer[] = () => [],
): void {
  const answer = async ({ id, request }: Asked): Promise<void> => {
    try {
      // Who asks and who answers are made together, and know the same requests.
      const value = await work(request as never);
      parentPort?.postMessage({ id, ok: true, value } satisfies Answered, moved(value));
    } catch (error) {
      parentPort?.postMessage({ id, ok: false, message: String(error) } satisfies Answered);
    }
  };
  parentPort?.on('message', (asked: Asked) => void answer(asked));
}
