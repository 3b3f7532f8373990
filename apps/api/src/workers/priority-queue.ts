/** Lower goes first. */
export const priorities = ['waited', 'visible', 'ahead', 'background', 'idle'] as const;
export type Priority = (typeof priorities)[number];

/**
 * Tasks by priority. What someone waits for is taken newest first: under a backlog the oldest request is the one
 * whose image has most likely been scrolled away. Everything else is taken in the order in which it came.
 */
export class PriorityQueue<Task> {
  readonly #tasks: Record<Priority, Task[]> = { waited: [], visible: [], ahead: [], background: [], idle: [] };

  get size(): number {
    return priorities.reduce((sum, priority) => sum + this.#tasks[priority].length, 0);
  }

  sizeOf(priority: Priority): number {
    return this.#tasks[priority].length;
  }

  some(is: (task: Task) => boolean): boolean {
    return priorities.some((priority) => this.#tasks[priority].some(is));
  }

  add(task: Task, priority: Priority): void {
    this.#tasks[priority].push(task);
  }

  /** The first task, in order, that is accepted. */
  take(accept: (task: Task) => boolean): Task | undefined {
    for (const priority of priorities) {
      const tasks = this.#tasks[priority];
      const at = priority === 'waited' ? tasks.findLastIndex(accept) : tasks.findIndex(accept);
      if (at >= 0) return tasks.splice(at, 1)[0];
    }
    return undefined;
  }

  remove(task: Task): boolean {
    for (const priority of priorities) {
      const at = this.#tasks[priority].indexOf(task);
      if (at < 0) continue;
      this.#tasks[priority].splice(at, 1);
      return true;
    }
    return false;
  }
}
