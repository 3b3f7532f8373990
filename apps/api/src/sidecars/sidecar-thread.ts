import { Worker } from 'node:worker_threads';
import type { CancelTimer, Clock } from '../shared/clock.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import type { LabelToWrite, Met, SidecarAnswer, SidecarRequest, SidecarSetup } from './sidecar-protocol.ts';

type Unsent = SidecarRequest extends infer Request ? (Request extends unknown ? Omit<Request, 'id'> : never) : never;

/** An idle thread is ended; the next request starts it. */
const restAfterMs = 10_000;
const memory = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 256 };

/** What reads and writes sidecars, asked like a function. */
export interface SidecarDesk {
  read(paths: readonly GalleryPath[]): Promise<Met>;
  write(labels: readonly LabelToWrite[]): Promise<Met>;
}

/** The desk in a thread of its own. */
export class SidecarThread implements SidecarDesk {
  readonly #waiting = new Map<number, { resolve: (met: Met) => void; reject: (error: Error) => void }>();
  #thread: Worker | undefined;
  #cancelRest: CancelTimer | undefined;
  #nextId = 1;

  constructor(
    private readonly entry: string,
    private readonly setup: SidecarSetup,
    private readonly clock: Clock,
  ) {}

  read(paths: readonly GalleryPath[]): Promise<Met> {
    return this.ask({ kind: 'read', paths });
  }

  write(labels: readonly LabelToWrite[]): Promise<Met> {
    return this.ask({ kind: 'write', labels, now: this.clock.wall() });
  }

  private ask(request: Unsent): Promise<Met> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.thread().postMessage({ ...request, id });
    });
  }

  private thread(): Worker {
    if (this.#thread) return this.#thread;
    const thread = new Worker(this.entry, { workerData: this.setup, resourceLimits: memory });
    thread.unref();
    thread.on('message', (answer: SidecarAnswer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if (answer.ok) waiting?.resolve(answer.met);
      else waiting?.reject(new Error(answer.message));
      this.restSoon();
    });
    thread.on('error', (error) => {
      this.abandon(error instanceof Error ? error : new Error(String(error)));
    });
    thread.on('exit', () => {
      if (this.#thread === thread) this.abandon(new Error('The thread of the sidecars has ended.'));
    });
    return (this.#thread = thread);
  }

  private restSoon(): void {
    this.#cancelRest?.();
    this.#cancelRest = this.clock.after(restAfterMs, () => {
      if (this.#waiting.size > 0) return;
      const thread = this.#thread;
      this.#thread = undefined;
      void thread?.terminate();
    });
  }

  private abandon(error: Error): void {
    this.#thread = undefined;
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }
}
