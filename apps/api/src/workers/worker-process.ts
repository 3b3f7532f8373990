import { fork, type ChildProcess } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { JobCrashed, JobUnread, JobUnstarted } from './job-failures.ts';
import type { JobAnswers, JobKind, WorkerAnswer, WorkerBegun, WorkerJob, WorkerRequest } from './worker-jobs.ts';

interface Waiting {
  readonly id: number;
  hasBegun: boolean;
  resolve(value: JobAnswers[JobKind]): void;
  reject(error: Error): void;
}

/** One child process, which does one job after the other. A child that died is not used again. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  #waiting: Waiting | undefined;
  #nextId = 1;
  isAlive = true;
  /** What the child's memory came to after its last job. */
  rss = 0;

  /** `file` is what the child runs. */
  constructor(file: string) {
    this.#child = fork(file, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: ['--max-old-space-size=256'],
    });
    this.#child.on('message', (answer: WorkerAnswer | WorkerBegun) => {
      this.receive(answer);
    });
    this.#child.on('error', () => {
      this.end();
    });
    this.#child.on('exit', () => {
      this.end();
    });
    // Without file handles there is not even a way to talk to it; its 'error' comes later and finds nobody waiting.
    if (!this.#child.channel) throw new JobUnstarted();
    // Any other child that could not be started says so by 'error', to its first job.
    this.#child.unref();
    this.#child.channel.unref();
    this.yieldToServer();
  }

  run(job: WorkerJob): Promise<JobAnswers[JobKind]> {
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      this.#waiting = { id, hasBegun: false, resolve, reject };
      const request: WorkerRequest = { id, job };
      this.#child.send(request, (error) => {
        if (error) this.end();
      });
    });
  }

  kill(): void {
    this.isAlive = false;
    this.#child.kill('SIGKILL');
  }

  private receive(answer: WorkerAnswer | WorkerBegun): void {
    const waiting = this.#waiting;
    if (waiting?.id !== answer.id) return;
    if ('begun' in answer) {
      waiting.hasBegun = true;
      return;
    }
    this.#waiting = undefined;
    this.rss = answer.rss;
    if (answer.ok) waiting.resolve(answer.value);
    else waiting.reject(new Error(answer.message));
  }

  private end(): void {
    this.isAlive = false;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (this.#child.pid === undefined) waiting?.reject(new JobUnstarted());
    else waiting?.reject(waiting.hasBegun ? new JobCrashed() : new JobUnread());
  }

  /** Decoding must not take the processor from requests. */
  private yieldToServer(): void {
    try {
      if (this.#child.pid !== undefined) setPriority(this.#child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
    } catch {
      // Not allowed everywhere, and only a courtesy.
    }
  }
}
