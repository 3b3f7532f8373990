import { signal } from '@angular/core';

/** Whether the server answers. Whoever waits for it to come back listens here. */
export class Connection {
  private readonly reachable = signal(true);
  readonly isReachable = this.reachable.asReadonly();
  private readonly waiting = new Set<() => void>();

  report(isReachable: boolean): void {
    const isBack = isReachable && !this.reachable();
    this.reachable.set(isReachable);
    if (isBack)
      this.waiting.forEach((then) => {
        then();
      });
  }

  /** Until what is answered is called. */
  onReturn(then: () => void): () => void {
    this.waiting.add(then);
    return () => this.waiting.delete(then);
  }
}
