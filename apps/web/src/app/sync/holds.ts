import type { Clock } from './clock.ts';

/** Edits that wait for a while of their own. */
export class Holds {
  private readonly cancels = new Map<string, () => void>();

  constructor(private readonly clock: Clock) {}

  hold(id: string, ms: number, then: () => void): void {
    this.drop(id);
    const cancel = this.clock.after(ms, () => {
      this.cancels.delete(id);
      then();
    });
    this.cancels.set(id, cancel);
  }

  drop(id: string): void {
    this.cancels.get(id)?.();
    this.cancels.delete(id);
  }

  /** Ends all of them, and tells whose they were. */
  clear(): readonly string[] {
    const ids = [...this.cancels.keys()];
    for (const id of ids) this.drop(id);
    return ids;
  }
}
