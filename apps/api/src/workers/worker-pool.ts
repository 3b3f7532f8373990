import type { Clock } from '../shared/clock.ts';
import { JobAbandoned, JobKilled, JobUnread, JobUnstarted } from './job-failures.ts';
import { PriorityQueue, type Priority } from './priority-queue.ts';
import { WorkerProcess } from './worker-process.ts';
import type { JobAnswers, JobKind, WorkerJob } from './worker-jobs.ts';

export interface JobOptions {
  readonly priority: Priority;
  /** Frees the place of a job that has not begun. One that runs is finished: its result is kept for the next who asks. */
  readonly signal?: AbortSignal;
  /** Stands for the job towards `promote`. */
  readonly ticket?: object;
  /** Needs so much memory that only one of its kind may run at a time. */
  readonly isHeavy?: boolean;
}

interface Task {
  readonly job: WorkerJob;
  readonly options: JobOptions;
  /** Children that were gone before they read it. */
  unread: number;
  resolve(value: JobAnswers[JobKind]): void;
  reject(error: Error): void;
}

export interface PoolCounters {
  queued: number;
  running: number;
  done: number;
  killed: number;
  failed: number;
}

/** A job that runs longer is killed by the clock: no library's own timeout is trusted with hostile input. */
const jobMs = 10_000;
/** A job that so many children in a row did not read is given up. */
const unreadMax = 10;
/** A child that has grown beyond this is replaced when its job is done. */
const recycleBytes = 400 * 1024 * 1024;

/**
 * Child processes that open and decode images, so that no image can slow down or end the server. One job per
 * child at a time, one child per core, one queue for all kinds of work.
 */
export class WorkerPool {
  readonly #queue = new PriorityQueue<Task>();
  readonly #idle: WorkerProcess[] = [];
  readonly #busy = new Map<WorkerProcess, Task>();
  readonly #counters = new Map<JobKind, PoolCounters>();
  #stopped = false;

  constructor(
    private readonly entry: string,
    private readonly size: number,
    private readonly clock: Clock,
  ) {}

  run<Kind extends JobKind>(job: WorkerJob & { kind: Kind }, options: JobOptions): Promise<JobAnswers[Kind]> {
    return new Promise((resolve, reject) => {
      if (this.#stopped || options.signal?.aborted) {
        reject(new JobAbandoned());
        return;
      }
      // The child answers a job with the answer of its kind; that is the one place where this is known.
      const task: Task = { job, options, unread: 0, resolve: resolve as Task['resolve'], reject };
      options.signal?.addEventListener('abort', () => {
        if (!this.#queue.remove(task)) return;
        this.countersOf(job.kind).queued -= 1;
        reject(new JobAbandoned());
      });
      this.countersOf(job.kind).queued += 1;
      this.#queue.add(task, options.priority);
      this.dispatch();
    });
  }

  /** Someone waits now for a job that was to be done some time; nothing happens if it has begun. */
  promote(ticket: object): void {
    const task = this.#queue.take(({ options }) => options.ticket === ticket);
    if (task) this.#queue.add(task, 'waited');
  }

  /** No child has begun it. */
  isQueued(ticket: object): boolean {
    return this.#queue.some(({ options }) => options.ticket === ticket);
  }

  /** Jobs someone waits for that no child has begun. */
  backlog(): number {
    return this.#queue.sizeOf('waited');
  }

  countersOf(kind: JobKind): PoolCounters {
    const known = this.#counters.get(kind);
    if (known) return known;
    const counters = { queued: 0, running: 0, done: 0, killed: 0, failed: 0 };
    this.#counters.set(kind, counters);
    return counters;
  }

  stop(): void {
    this.#stopped = true;
    for (let task = this.#queue.take(() => true); task; task = this.#queue.take(() => true)) {
      task.reject(new JobAbandoned());
    }
    for (const [child, task] of this.#busy) {
      task.reject(new JobAbandoned());
      child.kill();
    }
    for (const child of this.#idle) child.kill();
  }

  private dispatch(): void {
    while (!this.#stopped && this.#busy.size < this.size) {
      const isHeavyRunning = [...this.#busy.values()].some((task) => task.options.isHeavy === true);
      const task = this.#queue.take(({ options }) => !(isHeavyRunning && options.isHeavy === true));
      if (!task) return;
      const child = this.takeIdle() ?? this.start();
      if (child) void this.execute(child, task);
      else this.refuse(task);
    }
  }

  private start(): WorkerProcess | undefined {
    try {
      return new WorkerProcess(this.entry);
    } catch {
      // No file handles, no memory, no more processes: there may be again in a moment.
      return undefined;
    }
  }

  private refuse(task: Task): void {
    const counters = this.countersOf(task.job.kind);
    counters.queued -= 1;
    counters.failed += 1;
    task.reject(new JobUnstarted());
  }

  /** One that something else ended meanwhile (an operator, lack of memory) would fail its next job, which is not to blame. */
  private takeIdle(): WorkerProcess | undefined {
    for (let child = this.#idle.pop(); child; child = this.#idle.pop()) if (child.isAlive) return child;
    return undefined;
  }

  private async execute(child: WorkerProcess, task: Task): Promise<void> {
    const counters = this.countersOf(task.job.kind);
    counters.queued -= 1;
    counters.running += 1;
    this.#busy.set(child, task);
    const late = new AbortController();
    const cancel = this.clock.after(jobMs, () => {
      late.abort();
      child.kill();
    });
    try {
      task.resolve(await child.run(task.job));
      counters.done += 1;
    } catch (error) {
      if (error instanceof JobUnread && !late.signal.aborted && this.putBack(task)) return;
      counters.failed += 1;
      if (late.signal.aborted) counters.killed += 1;
      task.reject(
        late.signal.aborted ? new JobKilled() : error instanceof JobUnread ? new JobUnstarted() : (error as Error),
      );
    } finally {
      cancel();
      counters.running -= 1;
      this.#busy.delete(child);
      this.release(child);
      this.dispatch();
    }
  }

  /** Something else ended the child, and perhaps the next one too; one that reads nothing again and again is another matter. */
  private putBack(task: Task): boolean {
    if (this.#stopped || task.unread === unreadMax) return false;
    task.unread += 1;
    this.countersOf(task.job.kind).queued += 1;
    this.#queue.add(task, task.options.priority);
    return true;
  }

  private release(child: WorkerProcess): void {
    if (!child.isAlive) return;
    if (child.rss > recycleBytes || this.#stopped) child.kill();
    else this.#idle.push(child);
  }
}
