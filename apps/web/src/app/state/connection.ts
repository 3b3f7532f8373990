import { signal } from '@angular/core';

/** Whether the server answers. Whoever waits for it to come back listens here. */
export class Connection {
  private readonly reachable = signal(true);
  readonly isReachable = this.reachable.asReadonly();
  private readonly waiting: (() => void)[] = [];

  report(isReachable: boolean): void {
    const isBack = isReachable && !this.reachable();
    this.reachable.set(isReachable);
    if (isBack)
      this.waiting.forEach((then) => {
        then();
      });
  }

  onReturn(then: () => void): void {
    this.waiting.push(then);
  }
}
